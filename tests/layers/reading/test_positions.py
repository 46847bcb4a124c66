"""Positions in degrees: the true ones taken, each known way of being wrong told by its name."""

from __future__ import annotations

import pytest

from layers.reading.cells import CellError
from layers.reading.positions import parse_position


@pytest.mark.parametrize(
    ("latitude", "longitude", "point"),
    [
        ("-13.5167", "-71.9788", "SRID=4326;POINT(-71.9788 -13.5167)"),
        ("-13,5167", " -71,9788 ", "SRID=4326;POINT(-71.9788 -13.5167)"),
        ("-0.0386", "-75.18", "SRID=4326;POINT(-75.18 -0.0386)"),
        ("-18", "-70.25", "SRID=4326;POINT(-70.25 -18)"),
        ("", " ", None),
        # As they are written, to the last digit, and on the edge of what is near Peru.
        ("-13.51670", "-71.97880", "SRID=4326;POINT(-71.97880 -13.51670)"),
        ("-013.5", "-71.5", "SRID=4326;POINT(-71.5 -13.5)"),
        ("-18.6", "-81.6", "SRID=4326;POINT(-81.6 -18.6)"),
        ("0.2", "-68.4", "SRID=4326;POINT(-68.4 0.2)"),
        ("-0.0000001", "-75.18", "SRID=4326;POINT(-75.18 -0.0000001)"),
        ("-13.0", "-72.5", "SRID=4326;POINT(-72.5 -13.0)"),
    ],
)
def test_what_is_taken(latitude: str, longitude: str, point: str | None) -> None:
    assert parse_position(latitude, longitude) == point


@pytest.mark.parametrize(
    ("latitude", "longitude", "reason"),
    [
        ("0", "0.0", "no se conoce"),
        ("-71.9788", "-13.5167", "intercambiadas"),
        ("13.5167", "71.9788", "perdió su signo"),
        ("-13.5167", "71.9788", "perdió su signo"),
        ("8503000", "180500", "UTM"),
        ("-13", "-72", "grados enteros"),
        ("-13.0", "-72.000", "grados enteros"),
        ("-18.60000000000000000001", "-70.5", "fuera del Perú"),
        ("-13.5", "-81.60000000000000000001", "fuera del Perú"),
        ("\u0661.5", "-70.5", "grados decimales"),
        ("-33.45", "-70.66", "fuera del Perú"),
        ("90.5", "-70", "fuera del Perú"),
        ("-13.5", "", "Falta la otra"),
        ("", "-72.5", "Falta la otra"),
        ("13°31'S", "71°58'W", "grados decimales"),
        ("NaN", "NaN", "grados decimales"),
    ],
)
def test_what_is_left_out(latitude: str, longitude: str, reason: str) -> None:
    with pytest.raises(CellError, match=reason):
        parse_position(latitude, longitude)
