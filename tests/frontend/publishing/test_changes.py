"""What the public sees of publications: dates on the pages, and the Atom feed (RFC 4287)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from layers.models import DiaryEntry
from tests.layers.loading.regional_files import MOQUEGUA, TUMBES, Import
from tests.zones import account

pytestmark = pytest.mark.django_db

FEED = "/publicaciones.atom"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(client: Client) -> Any:
    answer = client.get(FEED)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.content)


def test_every_entry_has_what_the_standard_wants(client: Client, publish: Import) -> None:
    account("maria", first_name="María", last_name="Quispe")
    publish(*TUMBES, options=("--user", "maria"))
    publish(*MOQUEGUA)
    publish.run("--withdraw", "--covers", "24")
    root = feed(client)
    # RFC 4287 §4.1.1 and §4.1.2: exactly one each of id, title and updated.
    for element in (root, *root.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1
    assert root.find("a:author/a:name", ATOM).text == "Territorio Abierto"
    (own,) = root.findall("a:link[@rel='self']", ATOM)
    assert own.get("href").endswith(FEED)
    titles = [title.text for title in root.findall("a:entry/a:title", ATOM)]
    assert titles == [
        "Retirado: Comisiones ambientales (CAR y CAM) · Tumbes (24)",
        "Publicado: Comisiones ambientales (CAR y CAM) · Moquegua (18)",
        "Publicado: Comisiones ambientales (CAR y CAM) · Tumbes (24)",
    ]
    assert "maria" not in etree.tostring(root).decode().lower()
    ids = [entry.text for entry in root.findall("a:entry/a:id", ATOM)]
    assert len(set(ids)) == 3
    updated = root.find("a:updated", ATOM).text
    assert updated == root.find("a:entry/a:updated", ATOM).text


def test_what_is_prepared_is_nobodys_business(client: Client) -> None:
    DiaryEntry.objects.create(action="handed_in", source="environment", covers=["24"])
    assert feed(client).findall("a:entry", ATOM) == []


def test_it_is_asked_again_at_no_cost(client: Client, publish: Import) -> None:
    publish(*TUMBES)
    tag = client.get(FEED)["ETag"]
    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 304
    with CaptureQueriesContext(connection) as one:
        client.get(FEED)
    publish(*MOQUEGUA)
    with CaptureQueriesContext(connection) as two:
        client.get(FEED)
    assert len(one) == len(two)


@pytest.mark.parametrize("address", ["/catalogo/", "/catalogo/environmental_commissions/"])
def test_pages_lead_to_it(client: Client, address: str) -> None:
    page: Any = etree.HTML(client.get(address).content.decode())
    (link,) = page.xpath("//head/link[@rel='alternate'][@type='application/atom+xml']")
    assert link.get("href") == FEED


def test_pages_say_when_a_layer_was_updated(client: Client, publish: Import) -> None:
    layer, commitment = "/catalogo/environmental_commissions/", "/compromisos/3/"
    assert "Actualizado el" not in client.get(layer).content.decode()
    publish(*TUMBES)
    entry = DiaryEntry.objects.get()
    assert f'datetime="{entry.at.astimezone():%Y-%m-%d}'[:22] in client.get(layer).content.decode()
    assert "actualizado el" in client.get(commitment).content.decode()
    assert "Actualizado el" not in client.get("/catalogo/transit_stops/").content.decode()
