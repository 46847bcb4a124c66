"""The catalogue of layers, and what it leads to."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from layers import registry
from territory.models import EnvironmentalCommission
from tests.frontend.reading import text_of, whole

pytestmark = pytest.mark.django_db


def test_catalogue_lists_every_layer_and_counts_no_sample(client: Client) -> None:
    html = client.get("/catalogo/").content.decode()
    for layer in registry.LAYERS:
        assert f'href="/catalogo/{layer.name}/"' in html
    text = text_of(client, "/catalogo/")
    assert "EJEMPLO · Comisiones ambientales" in text
    samples = EnvironmentalCommission.objects.count()
    assert f"{samples} ejemplos, aún sin datos" in text


def test_layer_page_has_metadata_fields_and_addresses(client: Client) -> None:
    text = text_of(client, "/catalogo/districts/")
    for word in ("population", "Población", "hab.", "EPSG:32718", "MIT", "1\u202f891"):
        assert word in text
    assert "http://testserver/ogc/collections/districts" in text
    assert "http://testserver/ows/wfs" in text


def test_downloads_answer(client: Client) -> None:
    html = client.get("/catalogo/departments/").content.decode()
    found = [
        address.replace("&amp;", "&") for address in re.findall(r'href="(/ows/wfs[^"]+)"', html)
    ]
    assert len(found) == 2  # what is read; files are in test_download_pages
    for address in found:
        status, body = whole(client, address)
        assert status == 200, address
        assert b"Amazonas" in body


@pytest.mark.parametrize(
    "address",
    [
        "/catalogo/rural_schools/",
        "/ogc/collections/rural_schools/schema?f=html",
        "/ogc/collections/rural_schools/queryables?f=html",
    ],
)
def test_types_are_shown_in_spanish(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    for shown in ("texto", "número entero", "sí o no", "fecha", "punto"):
        assert shown in page
    for name in ("string", "integer", "boolean", "geometry-point", "Point"):
        assert f"<td>{name}</td>" not in page, name
