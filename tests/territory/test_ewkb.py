"""Hexadecimal EWKB as GEOS itself writes and reads it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from territory import ewkb

_SHAPES = np.array(
    [
        shapely.Point(-77.03, -12.05),
        shapely.Point(-77.03, -12.05, 154.5),
        shapely.LineString([(0, 0), (1, 2), (3, 4)]),
        shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)]),
        shapely.from_wkt("POLYGON ((0 0, 4 0, 4 4, 0 0), (1 0.5, 2 0.5, 2 1, 1 0.5))"),
        shapely.from_wkt("GEOMETRYCOLLECTION EMPTY"),
        None,
    ],
    dtype=object,
)


@pytest.mark.parametrize("srid", [None, 4326, 32718])
def test_it_is_written_as_geos_does(srid: int | None) -> None:
    marked = _SHAPES if srid is None else shapely.set_srid(_SHAPES, srid)
    expected = shapely.to_wkb(marked, hex=True, include_srid=True, byte_order=1).tolist()
    assert ewkb.written(_SHAPES, srid) == expected


def test_it_is_read_as_geos_does() -> None:
    texts = shapely.to_wkb(
        shapely.set_srid(_SHAPES[:-1], 4326), hex=True, include_srid=True
    ).tolist()
    found = ewkb.read([*texts[:1], texts[1].lower(), *texts[2:]])
    assert shapely.to_wkt(found).tolist() == shapely.to_wkt(_SHAPES[:-1]).tolist()
    assert set(shapely.get_srid(found).tolist()) == {4326}
    assert len(ewkb.read([])) == 0


@pytest.mark.parametrize("text", ["0", "zz", "POINT (1 2)"])
def test_what_is_no_hexadecimal_isnt_taken(text: str) -> None:
    with pytest.raises(ValueError, match="hex"):
        ewkb.read([text])
