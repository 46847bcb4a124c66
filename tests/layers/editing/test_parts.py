"""What a zone's parts have to be (OGC 06-103r4 §6.1.11 and §6.1.14), and what is joined of them.

The shapes are drawn by hand on squares a tenth of a degree wide; areas are pyproj's.
"""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from pyproj import Geod

from layers.editing.parts import Joined, joined
from layers.editing.shapes import checked_multipolygon
from layers.errors import InvalidGeometry

# Overlaps are measured by the database.
pytestmark = pytest.mark.django_db

W, S, D = -72.0, -13.6, 0.1

Ring = list[tuple[float, float]]


def at(x: float, y: float) -> tuple[float, float]:
    """A place by tenths of a degree east and north of the corner, in seven digits."""
    return round(W + D * x, 7), round(S + D * y, 7)


def ring(*corners: tuple[float, float]) -> Ring:
    return [at(x, y) for x, y in corners]


def box(x0: float, y0: float, x1: float, y1: float) -> Ring:
    return ring((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def zone(*parts: Ring | tuple[Ring, ...]) -> shapely.MultiPolygon:
    polygons = [
        shapely.Polygon(part[0], part[1:]) if isinstance(part, tuple) else shapely.Polygon(part)
        for part in parts
    ]
    return shapely.MultiPolygon(polygons)


def refusal(shape: shapely.Geometry) -> str:
    with pytest.raises(InvalidGeometry) as error:
        joined(shape)
    assert error.value.parameter == "geometry"
    return error.value.message


def count(found: Joined) -> int:
    assert found.shape.is_valid
    return len(found.shape.geoms)


LEFT, RIGHT = box(0, 0, 1, 1), box(1, 0, 2, 1)


def test_a_shared_border_goes_and_every_other_corner_stays() -> None:
    found = joined(zone(LEFT, RIGHT))
    assert count(found) == 1
    assert found.notes == ("Las partes 1 y 2 comparten borde: se unen en una.",)
    assert {*found.shape.geoms[0].exterior.coords} == {*LEFT, *RIGHT}
    assert found.shape.equals(shapely.Polygon(box(0, 0, 2, 1)))


@pytest.mark.parametrize("way", [1, -1])
def test_it_goes_whichever_way_round_a_part_was_drawn_and_whatever_share_of_a_side(
    way: int,
) -> None:
    found = joined(zone(LEFT, box(1, 0.3, 2, 0.6)[::way]))
    assert count(found) == 1
    assert not found.shape.geoms[0].interiors
    assert found.shape.area == pytest.approx(1.3 * D * D)


@pytest.mark.parametrize("off", [-0.7e-7, 0.7e-7])
def test_a_border_within_a_centimetre_is_shared(off: float) -> None:
    """A corner that was snapped to a border and rounded to seven digits lies beside it."""
    slanted = ring((0, 0), (1, 0), (1.37, 1), (0, 1))
    # On the slanting side at a third and two thirds, off it by less than a centimetre.
    low, high = (1 + 0.37 / 3, 1 / 3), (1 + 0.74 / 3, 2 / 3)
    beside = [(W + D * x + off, S + D * y) for x, y in (low, high)]
    found = joined(zone(slanted, [beside[0], at(2, 1 / 3), at(2, 2 / 3), beside[1]]))
    assert count(found) == 1
    assert not found.shape.geoms[0].interiors
    assert "comparten borde" in found.notes[0]
    corners = {*found.shape.geoms[0].exterior.coords}
    assert corners == {*slanted, *beside, at(2, 1 / 3), at(2, 2 / 3)}


def test_corners_within_a_centimetre_become_the_first_parts() -> None:
    beside = [(lon + 5e-8, lat) if lon == at(1, 0)[0] else (lon, lat) for lon, lat in RIGHT]
    found = joined(zone(LEFT, beside))
    assert count(found) == 1
    assert {*found.shape.geoms[0].exterior.coords} == {*LEFT, *RIGHT}


def test_a_gap_beyond_the_tolerance_stays() -> None:
    apart = [(lon + 1e-6, lat) for lon, lat in RIGHT]
    found = joined(zone(LEFT, apart))
    assert (count(found), found.notes) == (2, ())
    assert [*found.shape.geoms[1].exterior.coords][:-1] == apart


@pytest.mark.parametrize("other", [box(1, 1, 2, 2), ring((1, 0.5), (2, 0), (2, 1))])
def test_parts_that_touch_at_a_point_are_valid(other: Ring) -> None:
    """OGC 06-103r4 §6.1.14: boundaries may touch at a finite number of points."""
    found = joined(zone(LEFT, other))
    assert (count(found), found.notes) == (2, ())
    assert shapely.get_coordinates(found.shape).tolist() == [
        [*place] for part in (LEFT, other) for place in [*part, part[0]]
    ]


def test_a_corner_a_hair_within_another_part_touches_it() -> None:
    tip = (at(1, 0.5)[0] - 5e-8, at(1, 0.5)[1])
    found = joined(zone(LEFT, [tip, at(2, 0), at(2, 1)]))
    assert (count(found), found.notes) == (2, ())


def test_a_repeated_part_is_stored_once() -> None:
    found = joined(zone(LEFT, box(3, 0, 4, 1), [*LEFT[2:], *LEFT[:2]][::-1]))
    assert count(found) == 2
    assert found.notes == ("La parte 3 repite la parte 1: se guarda una sola vez.",)


def test_an_overlap_is_joined_and_measured() -> None:
    """The area is pyproj's."""
    found = joined(zone(LEFT, box(0.5, 0.5, 1.5, 1.5)))
    common = box(0.5, 0.5, 1, 1)
    area, _ = Geod(ellps="WGS84").polygon_area_perimeter(
        [lon for lon, _ in common], [lat for _, lat in common]
    )
    assert count(found) == 1
    assert found.shape.area == pytest.approx(1.75 * D * D)
    (note,) = found.notes
    assert note.startswith(f"Las partes 1 y 2 se superponen en {abs(area) / 1e4:.2f}"[:-3])
    assert "latitud -13.52500, longitud -71.92500" in note


def test_a_row_of_parts_is_one_and_another_apart_stays() -> None:
    found = joined(zone(LEFT, box(5, 0, 6, 1), RIGHT, box(2, 0, 3, 1)))
    assert count(found) == 2
    assert found.notes == ("Las partes 1, 3 y 4 comparten borde: se unen en una.",)


def test_parts_around_a_lake_leave_it_out() -> None:
    lake = [box(0, 0, 3, 1), box(0, 2, 3, 3), box(0, 1, 1, 2), box(2, 1, 3, 2)]
    (joined_part,) = joined(zone(*lake)).shape.geoms
    assert shapely.Polygon(joined_part.interiors[0]).equals(shapely.Polygon(box(1, 1, 2, 2)))


def test_a_part_that_fills_a_hole_shares_its_border() -> None:
    hole = box(0.2, 0.2, 0.8, 0.8)
    found = joined(zone((LEFT, hole), hole))
    assert found.shape.equals(shapely.Polygon(LEFT))


def test_an_island_in_a_hole_is_valid() -> None:
    found = joined(zone((LEFT, box(0.2, 0.2, 0.8, 0.8)), box(0.4, 0.4, 0.6, 0.6)))
    assert (count(found), found.notes) == (2, ())


@pytest.mark.parametrize("inner", [box(0.2, 0.2, 0.4, 0.4), box(0, 0.2, 0.4, 0.4)])
@pytest.mark.parametrize("first", [True, False])
def test_a_part_within_another_is_refused_by_number(inner: Ring, *, first: bool) -> None:
    message = refusal(zone(inner, LEFT) if first else zone(LEFT, inner))
    names = ("la parte 1", "la parte 2")
    assert "{} está dentro de {}".format(*(names if first else names[::-1])) in message
    assert "latitud -13.5" in message


HOLE = box(0.2, 0.2, 0.6, 0.6)


@pytest.mark.parametrize(
    ("part", "words", "place"),
    [
        (ring((0, 0), (1, 1), (1, 0), (0, 1)), "el contorno se cruza a sí mismo", (0.5, 0.5)),
        (ring((0, 0), (1, 0), (2, 0), (1, 0), (1, 1), (0, 1)), "una punta sin superficie", (2, 0)),
        (
            ring((0, 0), (1, 0), (2, 0), (3, 0), (2, 0), (1, 0), (1, 1), (0, 1)),
            "una punta sin superficie",
            (3, 0),
        ),
        (
            ring((0, 0), (1, 0), (1, 1), (0.5, 0), (0, 1)),
            "pasa dos veces por el mismo punto",
            (0.5, 0),
        ),
        (
            ring((0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (1, 1), (0, 1)),
            "pasa dos veces por el mismo punto",
            (1, 1),
        ),
        (
            ring((0, 0), (1, 0), (1, 3), (0, 3), (0, 2), (1, 2), (1, 1), (0, 1)),
            "pasa dos veces por el mismo borde",
            (1, 1.5),
        ),
        (ring((0, 0), (1, 0), (0, 0), (1, 0)), "menos de tres esquinas", (0, 0)),
        ((LEFT, box(0.2, 0, 0.6, 0.6)), "el hueco 1 comparte un borde con el contorno", (0.4, 0)),
        ((LEFT, box(0.2, -0.2, 0.6, 0.6)), "el hueco 1 cruza el contorno", None),
        ((LEFT, box(2, 2, 3, 3)), "el hueco 1 está fuera del contorno", None),
        ((LEFT, LEFT), "el hueco 1 repite el contorno", None),
        ((LEFT, HOLE, HOLE), "el hueco 2 repite el hueco 1", None),
        ((LEFT, HOLE, box(0.3, 0.3, 0.4, 0.4)), "el hueco 2 está dentro del hueco 1", None),
        ((LEFT, HOLE, box(0.4, 0.4, 0.8, 0.8)), "el hueco 1 y el hueco 2 se superponen", None),
        (
            (LEFT, HOLE, box(0.6, 0.2, 0.8, 0.6)),
            "el hueco 2 comparte un borde con el hueco 1",
            (0.6, 0.4),
        ),
        ((LEFT, ring((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5))), "parten la superficie", None),
    ],
)
def test_faults_of_a_part_have_their_own_words(
    part: Any, words: str, place: tuple[float, float] | None
) -> None:
    """Alone, and as one of two, which the message then names."""
    alone = refusal(zone(part))
    assert words in alone
    assert "cerca de latitud" in alone
    if place is not None:
        lon, lat = at(*place)
        assert f"latitud {lat:.5f}, longitud {lon:.5f}" in alone
    assert "parte 2" in refusal(zone(box(5, 5, 6, 6), part))


def test_a_hole_that_touches_its_shell_at_a_point_is_valid() -> None:
    assert count(joined(zone((LEFT, ring((0.5, 0), (0.7, 0.5), (0.3, 0.5)))))) == 1


def test_repeated_corners_go_and_that_is_reported() -> None:
    found = joined(zone([LEFT[0], LEFT[0], *LEFT[1:], LEFT[3]]))
    assert found.notes == ("Se quitan 2 esquinas repetidas.",)
    assert [*found.shape.geoms[0].exterior.coords] == [*LEFT, LEFT[0]]


def test_what_is_valid_stays_as_it_is() -> None:
    shape = zone((LEFT, HOLE), box(3, 0, 4, 1))
    found = joined(shape)
    assert (found.shape.wkb, found.notes) == (shape.wkb, ())


def test_many_nested_parts_are_refused_without_comparing_each_with_each() -> None:
    parts = [box(n / 9000, n / 9000, 1 - n / 9000, 1 - n / 9000) for n in range(4000)]
    shape = GEOSGeometry(memoryview(zone(*parts).wkb), srid=4326)
    with pytest.raises(InvalidGeometry, match="está dentro de la parte"):
        checked_multipolygon(shape)


def test_parts_too_many_to_compare_at_one_place_are_refused() -> None:
    """Three thousand triangles within a hundredth of a millimetre, none of which meets another."""
    steps = [W + n * 2e-12 for n in range(3000)]
    places = [[(west, S), (west + 1e-12, S), (west, S + 1e-12)] for west in steps]
    with pytest.raises(InvalidGeometry, match="demasiado enredada"):
        joined(zone(*places))
