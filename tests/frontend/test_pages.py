"""What every page keeps to: structure, safety, queries, links."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.views.defaults import server_error
from pytest_django import DjangoAssertNumQueries

from layers import registry
from tests.frontend.reading import Outline, text_of, whole

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/mapa/",
    "/buscar/",
    "/buscar/?q=cusco",
    "/t/",
    "/t/15/",
    "/t/1501/",
    "/t/150101/",
    "/compromisos/",
    *(f"/compromisos/{number}/" for number in range(1, 19)),
    "/catalogo/",
    *(f"/catalogo/{layer.name}/" for layer in registry.LAYERS),
    "/ayuda/",
    "/ayuda/qgis/",
]


@pytest.mark.parametrize("address", PAGES)
def test_page_is_a_sound_document(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    outline = Outline(html)
    assert outline.all("html")[0]["lang"] == "es"
    # Drawings have titles of their own, by which they are named.
    titles = [title for title in outline.all("title") if "id" not in title]
    assert [len(outline.all("h1")), len(outline.all("main")), len(titles)] == [1, 1, 1]
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    steps = zip([0, *levels], levels, strict=False)
    assert all(after <= before + 1 for before, after in steps), levels
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert outline.all("a")[0]["href"] == "#contenido", "the skip link comes first"
    assert all("alt" in image for image in outline.all("img"))


@pytest.mark.parametrize("address", PAGES)
def test_page_obeys_the_content_security_policy(client: Client, address: str) -> None:
    response = client.get(address)
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    outline = Outline(response.content.decode())
    for script in outline.all("script"):
        assert "src" in script or script.get("type") == "application/json"
    for _, attributes in outline.tags:
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
    outside = [
        str(attributes.get("src") or attributes.get("href"))
        for attributes in outline.all("script", "link", "img")
        if re.match(r"(?:https?:)?//", str(attributes.get("src") or attributes.get("href")))
    ]
    assert outside == [], "nothing is loaded from another host"


@pytest.mark.parametrize(
    "address",
    [
        "/t/999999/",
        "/t/99/",
        "/t/150/",
        "/t/abc/",
        "/compromisos/0/",
        "/compromisos/19/",
        "/catalogo/no_such_layer/",
        "/no-existe/",
    ],
)
def test_unknown_address_is_a_spanish_404(client: Client, address: str) -> None:
    assert "Aquí no hay nada" in text_of(client, address, 404)


def test_error_page_needs_nothing_of_the_request(client: Client) -> None:
    response = server_error(client.get("/ayuda/").wsgi_request)
    assert response.status_code == 500
    assert "El sitio falló" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "limit"),
    [
        ("/", 6),
        ("/compromisos/", 6),
        # One for when what it is of was published last, one for OGP's readings; of its tracking
        # its milestones, their reports, evidence and units, its ratings and what it is aligned to;
        # one each for its forums, its consultations, who contributed and what that comes to.
        ("/compromisos/3/", 21),
        ("/compromisos/5/", 21),
        ("/t/", 1),
        # One of them is for what the published files cover, which a series says as well, one for
        # a population that an operator loaded, one for overdue agreements, one for residences, one
        # for languages, one for who uses a catalogue of health, one for
        # how people took part, one for studies on sanitation, one for money of extraction.
        ("/t/15/", 23),
        ("/t/150101/", 23),
        # One for units, one for commitments, one for the layers' versions, one for words that are
        # written alike, two for layers' rows and their places, one for processes.
        ("/buscar/?q=cusco", 7),
        ("/catalogo/", 1),
    ],
)
def test_page_asks_the_database_a_fixed_number_of_times(
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    address: str,
    limit: int,
) -> None:
    client.get(address)  # descriptions are kept after the first time
    with django_assert_max_num_queries(limit):
        client.get(address)


@pytest.mark.slow
def test_links_of_the_pages_lead_somewhere(client: Client) -> None:
    seen: set[str] = set()
    for address in ("/", "/t/150101/", "/compromisos/3/", "/catalogo/districts/", "/ayuda/"):
        outline = Outline(client.get(address).content.decode())
        for link in outline.all("a"):
            seen.add(str(link["href"]).split("#")[0])
    inside = {address for address in seen if address.startswith("/")}
    assert len(inside) > 25
    assert [address for address in inside if whole(client, address)[0] >= 400] == []
