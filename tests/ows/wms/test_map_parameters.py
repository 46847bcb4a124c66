"""The parts of parsing that random input may upset."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from layers.bbox import Bbox
from layers.errors import TerritorioError
from ows.crs import CRS84
from ows.errors import OwsError
from ows.kvp import Kvp
from ows.wms.get_feature_info import GetFeatureInfo
from ows.wms.map_parameters import MapParameters, parse_map, parse_pixel_ratio
from ows.wms.selection import split
from tests.ows.wms.wire import MAP

_TEXT = st.text(alphabet=st.sampled_from("ab;'\"= %!\\ñ"), max_size=12)


@given(st.lists(_TEXT, min_size=1, max_size=5))
def test_filters_are_split_outside_quotes_only(values: list[str]) -> None:
    filters = ["name = '" + value.replace("'", "''") + "'" for value in values]
    assert split(";".join(filters)) == filters


@given(st.sampled_from([*MAP, "CQL_FILTER", "DPI", "FORMAT_OPTIONS"]), st.text(max_size=60))
def test_any_value_is_parsed_or_refused(name: str, value: str) -> None:
    """Nothing but our own errors comes out."""
    with suppress(OwsError, TerritorioError):
        parse_map(Kvp(MAP | {name: value}), AnonymousUser())


@given(st.text(max_size=20))
def test_a_vendors_resolution_never_fails(value: str) -> None:
    ratio = parse_pixel_ratio(Kvp({"FORMAT_OPTIONS": f"dpi:{value.replace(chr(0), '')}"}))
    assert 0.5 < ratio < 7


@given(
    st.floats(-170, 170), st.floats(-80, 80), st.integers(1, 4096), st.integers(1, 4096), st.data()
)
def test_the_pixels_of_a_map_tile_it(
    west: float, south: float, width: int, height: int, data: st.DataObject
) -> None:
    """A pixel's rectangle lies inside the map's and ends where the next one begins."""
    box = Bbox(west, south, west + 10, south + 5)
    map_ = MapParameters("1.3.0", (), CRS84, box, width, height, 1.0)
    column = data.draw(st.integers(0, width - 1))
    row = data.draw(st.integers(0, height - 1))
    pixel = GetFeatureInfo(map_, (), column, row, 1, "text/plain").around(0)
    right = GetFeatureInfo(map_, (), column + 1, row + 1, 1, "text/plain").around(0)
    assert pixel.minx >= box.minx - 1e-9
    assert pixel.maxy <= box.maxy + 1e-9
    assert (pixel.maxx, pixel.miny) == pytest.approx((right.minx, right.maxy))
    assert pixel.width == pytest.approx(10 / width)
    assert pixel.height == pytest.approx(5 / height)
