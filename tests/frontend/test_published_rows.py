"""Published rows on the pages of units and commitments."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.test import Client
from lxml import html

from layers import versions
from territory.models import (
    ExtractiveSite,
    ResourceTransfer,
    RuralSchool,
    TransitRoute,
    TransitStop,
)

pytestmark = pytest.mark.django_db


def found(client: Client, address: str, xpath: str) -> Any:
    return html.fromstring(client.get(address).content).xpath(xpath)


def test_sheet_leads_to_rows_of_the_units_inside(client: Client) -> None:
    published = "//a[contains(., 'Todo lo publicado en Loreto')]/@href"
    examples = "//a[contains(., 'Todos los ejemplos en Loreto')]/@href"
    assert found(client, "/t/16/", published) == []
    assert any("/rural_schools/" in link for link in found(client, "/t/16/", examples))
    RuralSchool.objects.create(
        modular_code="0000001",
        annex="0",
        name="Escuela de Nauta",
        declared_unit_id="160301",
        commitments=[8],
        source="MINEDU",
        cutoff_date="2025-05-31",
    )
    versions.bump("rural_schools")
    (link,) = found(client, "/t/16/", published)
    answer = client.get(link.replace("f=html", "f=json"))
    listed = json.loads(answer.getvalue())["features"]
    assert "Escuela de Nauta" in [feature["properties"]["name"] for feature in listed]


def test_rows_that_say_nothing_that_is_counted_give_no_figure(client: Client) -> None:
    """A right whose state the cadastre doesn't say is neither titled nor pending."""
    # The commitment's other theme has figures of its own.
    ResourceTransfer.objects.all().delete()
    versions.bump("resource_transfers")
    square = "MULTIPOLYGON(((-78 -9,-77.9 -9,-77.9 -8.9,-78 -8.9,-78 -9)))"
    ExtractiveSite.objects.create(
        code="1",
        name="Sin estado",
        declared_unit_id="130101",
        commitments=[4],
        source="INGEMMET",
        cutoff_date="2025-05-31",
        geom=cast(MultiPolygon, GEOSGeometry(square, srid=4326)),
    )
    versions.bump("extractive_sites")
    text = client.get("/compromisos/4/").content.decode()
    assert "Sin cifras: lo publicado no dice" in text


def test_each_theme_of_a_commitment_has_its_own_page_number(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontend.views.plan.ROWS_PER_PAGE", 2)
    for model in (TransitRoute, TransitStop):
        assert model.objects.filter(commitments__contains=[10]).count() > 2
    address, table = "/compromisos/10/", "//table[contains(caption, 'filas por territorio')]//tbody"
    first = [body.text_content() for body in found(client, address, table)]
    next_pages = "//nav[@class='pager']//a[@rel='next']/@href"
    _routes, more_stops, *_others = found(client, address, next_pages)
    turned = f"{address}{more_stops.partition('#')[0]}"
    second = [body.text_content() for body in found(client, turned, table)]
    assert second[1] != first[1]
    assert [second[0], *second[2:]] == [first[0], *first[2:]]
