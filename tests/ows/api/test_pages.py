"""The API's pages: what a person who follows a link into it sees."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin

import pytest
from django.test import Client
from lxml import html

from tests.awkward_text import AWKWARD_TEXTS
from tests.commissions import add_commissions
from tests.ows.api.wire import COLLECTIONS, ask

pytestmark = pytest.mark.django_db


def page(client: Client, path: str, **parameters: Any) -> Any:
    response = ask(client, path, f="html", **parameters)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/html; charset=utf-8"
    return html.document_fromstring(response.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def table(document: Any) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in document.xpath("//table//tr")]


def test_a_person_reaches_everything_from_the_landing_page(client: Client) -> None:
    to_visit, seen = ["http://testserver/ogc/?f=html"], set()
    while to_visit:
        address = to_visit.pop()
        response: Any = client.get(address)
        body = response.getvalue()
        assert response.status_code == 200, address
        seen.add(address.partition("?")[0].removeprefix("http://testserver/ogc"))
        if not response["Content-Type"].startswith("text/html"):
            continue
        document: Any = html.document_fromstring(body.decode())
        assert document.xpath("count(//h1)") == 1
        for href in document.xpath("//main//a/@href"):
            target = urljoin(address, href)
            known = "/items" in target and "/districts/" not in target
            if "/ogc/" in target and not known and target not in to_visit and len(seen) < 400:
                path = target.partition("?")[0].removeprefix("http://testserver/ogc")
                if path not in seen:
                    to_visit.append(target)
    assert {"/", "/api", "/conformance", "/collections", "/tileMatrixSets"} <= seen
    for name in COLLECTIONS:
        assert f"/collections/{name}" in seen
        assert f"/collections/{name}/queryables" in seen
    assert "/collections/districts/items" in seen
    assert "/collections/districts/items/010101" in seen


def test_the_table_of_items(client: Client) -> None:
    document = page(client, "/collections/districts/items", sortby="-population", limit=3)
    head, *rows = table(document)
    assert head[:3] == ["Elemento", "Ubigeo", "Nombre"]
    assert "Población" in head
    assert "Fuente" not in head
    answer = ask(client, "/collections/districts/items", sortby="-population", limit=3)
    features = json.loads(answer.getvalue())["features"]
    assert [row[0] for row in rows] == [feature["id"] for feature in features]
    people = head.index("Población")
    assert [int(row[people]) for row in rows] == [f["properties"]["population"] for f in features]
    assert "3 de 1891 elementos" in words(document)
    assert "Fuente: INEI" in words(document)


def test_the_table_turns_its_pages(client: Client) -> None:
    document = page(client, "/collections/districts/items", limit=1000)
    (href,) = document.xpath("//a[@rel='next']/@href")
    second = html.document_fromstring(client.get(href).text)
    assert len(table(second)) == 1 + 891
    assert second.xpath("//a[@rel='next']") == []
    assert "Desde el principio" in words(second)


def test_only_the_fields_asked_for(client: Client) -> None:
    document = page(client, "/collections/districts/items", properties="name,source", limit=1)
    assert table(document)[0] == ["Elemento", "Nombre", "Fuente"]


def test_nothing_found(client: Client) -> None:
    document = page(client, "/collections/districts/items", ubigeo="000000")
    assert "Ningún elemento cumple lo pedido." in words(document)


def test_the_sheet_of_an_item(client: Client) -> None:
    document = page(client, "/collections/districts/items/150101")
    assert words(document.xpath("//h1")[0]) == "Lima"
    terms = [words(term) for term in document.xpath("//dl//dt")]
    assert "Población" in terms
    assert "Geometría" in terms


def test_truths_and_lists_in_spanish(client: Client) -> None:
    document = page(client, "/collections/environmental_commissions/items", limit=1)
    head, row = table(document)
    assert row[head.index("Es una muestra")] == "Sí"
    assert row[head.index("Compromisos")] == "3"


def test_codes_are_shown_by_their_labels(client: Client) -> None:
    text = words(page(client, "/collections/districts/items/150101"))
    assert "aproximado, calculado por este sitio" in text
    assert "approximate" not in text


def test_text_is_shown_and_never_run(client: Client) -> None:
    rows = add_commissions(AWKWARD_TEXTS)
    for label in ("markup", "quotes", "json", "emoji"):
        document = page(client, f"/collections/environmental_commissions/items/{rows[label].pk}")
        assert words(document.xpath("//h1")[0]) == " ".join(AWKWARD_TEXTS[label].split())


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api",
        "/collections",
        "/collections/districts",
        "/collections/districts/items",
        "/collections/districts/schema",
        "/collections/districts/tiles",
    ],
)
def test_a_page_loads_nothing_from_elsewhere(client: Client, path: str) -> None:
    document = page(client, path)
    for address in document.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src"):
        assert not address.startswith(("http:", "https:", "//"))
