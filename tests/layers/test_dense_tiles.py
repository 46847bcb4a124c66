"""Tiles of more features than one may hold."""

from __future__ import annotations

import gzip
import math
from collections import Counter
from typing import Any

import mapbox_vector_tile
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from layers import registry, tiles

pytestmark = pytest.mark.django_db

USER = AnonymousUser()
EXTENT = 4096


def tile_of(lon: float, lat: float, z: int) -> tuple[int, int]:
    n = 2**z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n
    return int((lon + 180) / 360 * n), int(y)


def features(name: str, z: int, x: int, y: int) -> list[Any]:
    content = tiles.mvt_tile(registry.get(name, USER), USER, z, x, y)
    found: list[Any] = mapbox_vector_tile.decode(content)[name]["features"]
    return found


def test_a_tile_is_cut_at_a_number_of_features(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "MAX_FEATURES", 7)
    x, y = tile_of(-77.03, -12.05, 8)
    assert len(features("districts", 8, x, y)) == 7


def test_a_tile_that_is_cut_has_no_empty_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where half of the capitals are left out, each quarter still holds about half of its own."""
    z, (x, y) = 6, tile_of(-77.03, -12.05, 6)

    def quarters() -> Counter[tuple[bool, bool]]:
        found = features("district_capitals", z, x, y)
        places = [feature["geometry"]["coordinates"] for feature in found]
        return Counter((column > EXTENT / 2, row > EXTENT / 2) for column, row in places)

    whole = quarters()
    monkeypatch.setattr(tiles, "MAX_FEATURES", whole.total() // 2)
    cut = quarters()
    assert cut.total() == whole.total() // 2
    assert cut.keys() == whole.keys()
    assert all(cut[part] >= 0.3 * whole[part] for part in whole)


DENSE = """
INSERT INTO territory_ruralschool (modular_code, annex, name, area, declared_ubigeo, geom,
    commitments, source, source_url, cutoff_date, is_sample, local_code, level, form,
    management, ugel_code, ugel, populated_place)
SELECT lpad(n::text, 7, '0'), '0', 'Escuela ' || n, 'rural', '080101',
    ST_SetSRID(ST_MakePoint(-79 + (n * 7919 %% 60013) / 7200.0, -17 + n / 4200.0), 4326),
    '{8}', 'Prueba', '', '2025-01-01', false, '', '', '', '', '', '', ''
FROM generate_series(1, %s) n
"""


@pytest.mark.slow
def test_a_dense_tile_stays_light() -> None:
    """60,000 schools over the country; the budget is of a compressed tile."""
    with connection.cursor() as cursor:
        cursor.execute(DENSE, [60_000])
    for z in (4, 6):
        content = tiles.mvt_tile(
            registry.get("rural_schools", USER), USER, z, *tile_of(-75, -9.3, z)
        )
        assert 40_000 < len(gzip.compress(content, 6)) <= 100_000
