"""Typed coordinates, against pyproj; the same table as the browser's test."""

from __future__ import annotations

import pytest
from pyproj import Transformer

from frontend.coordinates import Position, parse_coordinates


@pytest.mark.parametrize(
    ("template", "zone", "longitude", "latitude"),
    [
        ("18S {x:.3f} {y:.3f}", 18, -77.04, -12.05),
        ("18 L {x:.3f}, {y:.3f}", 18, -77.04, -12.05),
        ("zona 17 {x:.3f} {y:.3f}", 17, -80.63, -5.19),
        ("UTM 19S {x:.3f}E {y:.3f}N", 19, -71.5375, -16.409),
    ],
)
def test_utm(template: str, zone: int, longitude: float, latitude: float) -> None:
    forward = Transformer.from_crs(4326, 32700 + zone, always_xy=True)
    x, y = forward.transform(longitude, latitude)
    found = parse_coordinates(template.format(x=x, y=y))
    assert found is not None
    assert found.longitude == pytest.approx(longitude, abs=1e-7)
    assert found.latitude == pytest.approx(latitude, abs=1e-7)


@pytest.mark.parametrize(
    "text",
    [
        "-12.05, -77.04",
        "-12.05,-77.04",
        "-12.05 -77.04",
        "-12,05; -77,04",
        "-12,05, -77,04",
        "12.05 S, 77.04 W",
        "12,05° s 77,04° O",
        "-77.04, -12.05",
        "12.05, 77.04",
        "12.05000° S, 77.04000° O",
    ],
)
def test_degrees_in_either_order_and_without_signs(text: str) -> None:
    assert parse_coordinates(text) == Position(-77.04, -12.05)


@pytest.mark.parametrize(
    "text", ["150101", "cusco", "San Juan 2", "20S 279000 8667000", "", "-12.05", "9" * 5000]
)
def test_other_texts_are_no_coordinates(text: str) -> None:
    assert parse_coordinates(text) is None


def test_position_outside_peru_is_reported() -> None:
    found = parse_coordinates("48.85, 2.35")
    assert found == Position(2.35, 48.85)
    assert not found.in_peru


def test_impossible_utm_stays_finite_or_is_outside() -> None:
    found = parse_coordinates("18S 1 1")
    assert found is None or not found.in_peru
