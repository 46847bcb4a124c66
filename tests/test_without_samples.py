"""SAMPLES=0 leaves no sample anywhere: no protocol, tile, map, page or description holds one.

What there is of each layer is found first, then the samples go, once for all: loading without them
takes seconds.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test import Client

from layers import registry, tiles
from layers.drawing import mapnik_table
from layers.layer import Layer
from layers.loading.fixtures import load_fixtures
from layers.loading.sources import SOURCES
from territory.models.placed import SAMPLE_PREFIX
from tests.ows.wfs import wire as wfs
from tests.ows.wms import wire as wms
from tests.territory.shapes import FIXTURES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ANYONE = AnonymousUser()
# Planners' zones may be samples too, but no file brings them.
SAMPLED = [
    layer
    for layer in registry.LAYERS
    if layer.sample_path and any(layer.name in source.layers for source in SOURCES)
]
# Mapnik's tokens, as it fills them in for the whole world.
TOKENS = {
    "!bbox!": "ST_MakeEnvelope(-180, -90, 180, 90, 4326)",
    "!pixel_width!": "0.01",
    "!pixel_height!": "0.01",
}


def matched(client: Client, layer: Layer) -> list[int]:
    """How many features WFS and OGC API say that there are."""
    hits = wfs.xml(wfs.ask(client, typeNames=f"ta:{layer.name}", resultType="hits"))
    items = client.get(f"/ogc/collections/{layer.name}/items", {"f": "json", "limit": "1"})
    return [int(str(hits.get("numberMatched"))), json.loads(wfs.body(items))["numberMatched"]]


def drawn(layer: Layer) -> int:
    """How many features Mapnik would be given for a map of the world."""
    table = mapnik_table(layer, ANYONE, layer.style.rules)
    for token, value in TOKENS.items():
        table = table.replace(token, value)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def under_the_pixel(client: Client, layer: Layer, place: Any) -> list[Any]:
    """What a click on the place finds."""
    # The middle of an area of several parts may be outside of it.
    x, y = place.point_on_surface.coords
    response = wms.ask(
        client,
        wms.INFO,
        LAYERS=layer.name,
        QUERY_LAYERS=layer.name,
        CRS="CRS:84",
        BBOX=f"{x - 0.1},{y - 0.1},{x + 0.1},{y + 0.1}",
        WIDTH="101",
        HEIGHT="101",
        I="50",
        J="50",
        FEATURE_COUNT="50",
    )
    assert response.status_code == 200, response.content
    features: list[Any] = response.json()["features"]
    return features


def tiled(layer: Layer) -> bool:
    """Whether any vector tile of the country, at zoom 5, holds something of the layer."""
    places = [(x, y) for x in (8, 9) for y in (15, 16, 17)]
    return any(tiles.mvt_tile(layer, ANYONE, 5, x, y) for x, y in places)


ADDRESSES = (
    "/",
    "/catalogo/",
    "/compromisos/",
    "/t/08/",
    "/t/13/",
    "/ows/wms?service=WMS&request=GetCapabilities",
    "/ows/wfs?service=WFS&request=GetCapabilities",
    "/ogc/collections?f=json",
    "/ogc/?f=html",
    "/api/v1/layers/",
    "/api/v1/units/08/summary/",
    *(f"/compromisos/{number}/" for number in (3, 4, 8, 9, 10, 14)),
    *(f"/catalogo/{layer.name}/" for layer in SAMPLED),
    *(f"/ogc/collections/{layer.name}?f=json" for layer in SAMPLED),
)
# A sample's own name, or the prefix of a layer's title; legends go on explaining the symbol.
_NAMES = re.compile(r"\b(?:COMISIÓN|ESCUELA|PROYECTO|[A-ZÁÉÍÓÚÑ]+) DE EJEMPLO \d")


def texts(client: Client) -> dict[str, str]:
    return {address: wfs.body(client.get(address)).decode() for address in ADDRESSES}


@dataclass(frozen=True)
class Found:
    """What there was: by layer its place, and what each way of asking gave; pages and titles."""

    places: dict[str, Any]
    given: dict[str, tuple[list[int], int, list[Any], bool]]
    texts: dict[str, str]
    titles: list[str]


def given(client: Client, layer: Layer, place: Any) -> tuple[list[int], int, list[Any], bool]:
    """What each way of asking gives of a layer."""
    clicked = under_the_pixel(client, layer, place)
    return matched(client, layer), drawn(layer), clicked, tiled(layer)


@pytest.fixture(scope="module")
def before(module_db: None) -> Found:
    """What there is with samples; afterwards there are none."""
    client = Client()
    places = {}
    for layer in SAMPLED:
        samples = layer.rows(ANYONE).filter(**{str(layer.sample_path): True})
        located = samples.exclude(**{f"{layer.geom}__isnull": True})
        places[layer.name] = located.values_list(layer.geom)[0][0]
    found = Found(
        places,
        {layer.name: given(client, layer, places[layer.name]) for layer in SAMPLED},
        texts(client),
        [registry.describe(layer, ANYONE).title for layer in SAMPLED],
    )
    load_fixtures(FIXTURES, samples=False, report=lambda line: None)
    cache.clear()
    return found


@pytest.mark.parametrize("layer", SAMPLED, ids=lambda layer: layer.name)
def test_without_samples_no_protocol_holds_one(before: Found, client: Client, layer: Layer) -> None:
    numbers, rows, clicked, has_tile = before.given[layer.name]
    assert min(numbers) > 0
    assert rows > 0
    assert clicked
    assert has_tile
    assert given(client, layer, before.places[layer.name]) == ([0, 0], 0, [], False)
    info = registry.describe(layer, ANYONE)
    assert (info.has_samples, info.number_of_features, info.extent) == (False, 0, None)
    assert not info.title.startswith(SAMPLE_PREFIX)


def test_without_samples_no_page_or_description_names_one(before: Found, client: Client) -> None:
    assert any(_NAMES.search(text) for text in before.texts.values())
    marked = [title for title in before.titles if title.startswith(SAMPLE_PREFIX)]
    assert marked
    for address, text in texts(client).items():
        assert not _NAMES.search(text), address
        assert not [title for title in marked if title in text], address
