"""Overviews of lines and areas: what a small map shows of them is what their rows would show."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
import shapely
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import LineString, MultiLineString
from django.db import connection

from layers import overviews, registry, versions
from layers.layer import Layer
from layers.models import Overview, OverviewPatch
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from territory.models import TransitRoute

pytestmark = pytest.mark.django_db

USER = AnonymousUser()
RULES = (
    Rule(
        "lima",
        "L",
        filter={"op": "like", "args": [{"property": "ubigeo"}, "15%"]},
        fill=Fill("#000000"),
        stroke=Stroke("#000000"),
    ),
    Rule("other", "O", fill=Fill("#ff0000"), stroke=Stroke("#000000")),
)
LEVELS = range(overviews.COARSEST, overviews.FINEST + 1)


def known(monkeypatch: pytest.MonkeyPatch, name: str, rules: tuple[Rule, ...]) -> Layer:
    """A layer of those classes, large enough for once, with its overview."""
    layer = replace(registry.get(name, USER), style=Style("default", "Prueba", rules))
    monkeypatch.setattr(registry, "LAYERS", (layer,))
    monkeypatch.setattr(overviews, "LEAST_SHAPES", 1)
    monkeypatch.setattr(overviews, "LEAST_CORNERS", 1)
    assert overviews.refresh_all() == [name]
    return layer


@pytest.fixture
def districts(monkeypatch: pytest.MonkeyPatch) -> Layer:
    return known(monkeypatch, "districts", RULES)


@pytest.fixture
def routes(monkeypatch: pytest.MonkeyPatch) -> Layer:
    """A line of two corners a degree long, one with a turn that none sees, and three short ones."""
    route = TransitRoute.objects.filter(geom__isnull=False).first()
    assert route is not None
    TransitRoute.objects.exclude(pk=route.pk).delete()
    lines = [
        [(-75, -10), (-74, -10)],
        [(-75, -11), (-74.5, -11.0001), (-74, -11)],
        [(-72.0001, -12.0001), (-72.0002, -12.0002)],
        [(-72.0003, -12.0002), (-72.0004, -12.0003)],
        [(-71.0001, -12.0001), (-71.0002, -12.0002)],
    ]
    for number, corners in enumerate(lines):
        route.pk, route.route_id = (route.pk if number == 0 else None), f"L{number}"
        route.geom = MultiLineString([LineString(corners)], srid=4326)
        route.save(force_insert=number > 0)
    return known(monkeypatch, "transit_routes", (Rule("all", "T", stroke=Stroke("#000000")),))


def read(layer: Layer, level: int, rules: tuple[Rule, ...] | None = None) -> list[tuple[int, Any]]:
    """Class and shape of what Mapnik reads of a level."""
    pixel = overviews.cell_deg(level)
    table = overviews.mapnik_table(layer, rules or layer.style.rules, pixel)
    assert table is not None
    everywhere = table.replace("!bbox!", "ST_MakeEnvelope(-180, -90, 180, 90, 4326)")
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "class", ST_AsBinary("geom") FROM {everywhere}', None)
        return [(number, shapely.from_wkb(bytes(wkb))) for number, wkb in cursor.fetchall()]


def parts_of_rows(layer: Layer) -> list[tuple[int, Any]]:
    """Class and shape of each part of each row."""
    return [
        (0 if row.ubigeo.startswith("15") else 1, part)
        for row in layer.rows(USER).exclude(geom=None)
        for part in shapely.from_wkb(bytes(row.geom.wkb)).geoms
    ]


def size(shape: Any) -> float:
    west, south, east, north = shape.bounds
    return float(max(east - west, north - south))


def middle(shape: Any) -> tuple[float, float]:
    west, south, east, north = shape.bounds
    return (west + east) / 2, (south + north) / 2


@pytest.mark.parametrize("level", LEVELS)
def test_every_area_that_is_seen_stays_where_it_is(districts: Layer, level: int) -> None:
    """Nothing moves by as much as a third of a pixel, and each is as large as it was."""
    cell = overviews.cell_deg(level)
    kept = read(districts, level)
    tree = shapely.STRtree([shape for _number, shape in kept])
    large = [(number, part) for number, part in parts_of_rows(districts) if size(part) >= cell]
    assert large
    for number, part in large:
        near = [kept[at] for at in tree.query(part.centroid.buffer(cell / 3))]
        found = [
            shape
            for other, shape in near
            if other == number and part.hausdorff_distance(shape) < cell / 3
        ]
        assert found, part.wkt[:80]
        assert min(abs(shape.area / part.area - 1) for shape in found) < 1e-6


@pytest.mark.parametrize("level", LEVELS)
def test_small_areas_cover_as_much_together(districts: Layer, level: int) -> None:
    """In each cell in which there are some, of each class, and no more than the cell."""
    grain = overviews.cell_deg(level) / 2
    expected: dict[tuple[int, int, int], float] = defaultdict(float)
    for number, part in parts_of_rows(districts):
        if size(part) < grain:
            x, y = middle(part)
            expected[number, math.floor(x / grain), math.floor(y / grain)] += part.area
    found: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    for number, shape in read(districts, level):
        x, y = middle(shape)
        if size(shape) <= grain * 1.000001 and len(shape.exterior.coords) == 5:
            found[number, math.floor(x / grain), math.floor(y / grain)].append(shape.area)
    assert expected or level > 4
    for place, area in expected.items():
        wanted = min(area, grain * grain)
        assert any(one == pytest.approx(wanted, rel=1e-6) for one in found[place])


def test_fewer_corners_are_drawn_the_smaller_the_map_is(districts: Layer) -> None:
    corners = [
        sum(shapely.get_num_coordinates(shape) for _number, shape in read(districts, level))
        for level in LEVELS
    ]
    every = sum(shapely.get_num_coordinates(part) for _number, part in parts_of_rows(districts))
    assert corners == sorted(corners)
    assert corners[0] < corners[-1] <= every


def test_shapes_are_kept_many_in_a_row(districts: Layer) -> None:
    patches = OverviewPatch.objects.filter(layer="districts", level=5)
    assert 0 < len(patches) < len(read(districts, 5)) / 5


@pytest.mark.parametrize("level", LEVELS)
def test_a_line_that_is_seen_stays_and_short_ones_are_marks(routes: Layer, level: int) -> None:
    """The rows' own maps give a line within a pixel a pixel's length (``layers.thinning``)."""
    cell = overviews.cell_deg(level)
    found = {tuple(shape.coords) for _number, shape in read(routes, level)}
    long = {((-75.0, -10.0), (-74.0, -10.0)), ((-75.0, -11.0), (-74.0, -11.0))}
    assert long < found
    marks = sorted(found - long)
    starts = [(-72.0001, -12.0001), (-71.0001, -12.0001)]
    assert marks == [
        (pytest.approx(start), pytest.approx((start[0] + cell, start[1]))) for start in starts
    ]


def test_what_it_does_not_fit_is_drawn_from_the_rows(districts: Layer) -> None:
    pixel = overviews.cell_deg(5)
    labelled = (RULES[0], replace(RULES[1], label=Label("name")))
    assert overviews.mapnik_table(districts, labelled, pixel) is None
    assert overviews.mapnik_table(districts, RULES[::-1], pixel) is None
    closer = overviews.cell_deg(overviews.FINEST) * 0.99
    assert overviews.mapnik_table(districts, RULES, closer) is None
    versions.bump("districts")
    assert overviews.mapnik_table(districts, RULES, pixel) is None


def test_rules_of_closer_maps_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """A style that draws more from some scale on has an overview of what a small map draws."""
    closer = replace(RULES[0], name="closer", max_scale=100_000)
    layer = known(monkeypatch, "districts", (closer, *RULES))
    drawn = layer.style.rules_at(10_000_000)
    assert drawn == RULES
    assert read(layer, 5, drawn)
    assert overviews.mapnik_table(layer, layer.style.rules, overviews.cell_deg(5)) is None


@pytest.mark.parametrize(("shapes", "corners"), [(10_000, 1), (1, 10_000_000)])
def test_a_layer_that_is_drawn_quickly_has_none(
    districts: Layer, monkeypatch: pytest.MonkeyPatch, shapes: int, corners: int
) -> None:
    monkeypatch.setattr(overviews, "LEAST_SHAPES", shapes)
    monkeypatch.setattr(overviews, "LEAST_CORNERS", corners)
    versions.bump("districts")
    assert overviews.refresh_all() == []
    assert not Overview.objects.filter(layer="districts").exists()
    assert not OverviewPatch.objects.filter(layer="districts").exists()
