"""Overviews: the same cover as the rows, and no service where they don't fit."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection

from layers import overviews, registry, versions
from layers.layer import Layer
from layers.models import OverviewPoint
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style

pytestmark = pytest.mark.django_db

USER = AnonymousUser()
# Too small to cover its neighbours: every point counts.
MARKER = Marker(Fill("#000000"), size_px=3)
RULES = (
    Rule(
        "province",
        "P",
        filter={"op": "=", "args": [{"property": "is_province_capital"}, True]},
        marker=MARKER,
    ),
    Rule("other", "O", marker=MARKER),
)
# Two cells of the finest level, and two of a coarser one.
PIXELS = (overviews.cell_deg(7), 1.5 * overviews.cell_deg(6), overviews.cell_deg(4))


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> Layer:
    """The capitals of districts, large enough for once, without labels and scale ranges."""
    capitals = registry.get("district_capitals", USER)
    plain = replace(capitals, style=Style("default", "Capitales", RULES))
    monkeypatch.setattr(registry, "LAYERS", (plain,))
    monkeypatch.setattr(overviews, "LEAST_POINTS", 1000)
    assert overviews.refresh_all() == ["district_capitals"]
    return plain


def read(table: str | None) -> list[tuple[int, float, float]]:
    """Class and position of what Mapnik would read inside Peru's rectangle."""
    assert table is not None
    box = "ST_MakeEnvelope(-82, -19, -68, 1, 4326)"
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "class", ST_X("geom"), ST_Y("geom") FROM {table.replace("!bbox!", box)}', None
        )
        return list(cursor.fetchall())


def of_rows(layer: Layer) -> list[tuple[int, float, float]]:
    return [
        (0 if row.is_province_capital else 1, row.capital_point.x, row.capital_point.y)
        for row in layer.rows(USER)
    ]


@pytest.mark.parametrize("pixel", PIXELS)
def test_a_point_of_its_class_stays_near_every_point(layer: Layer, pixel: float) -> None:
    kept, everything = read(overviews.mapnik_table(layer, RULES, pixel)), of_rows(layer)
    assert 0 < len(kept) < len(everything)
    assert set(kept) <= set(everything)
    nearby = defaultdict(list)
    for number, *place in kept:
        nearby[number].append(place)
    for number, *place in everything:
        assert min(math.dist(place, other) for other in nearby[number]) <= pixel * math.sqrt(2)


@pytest.mark.parametrize("level", [4, 7])
def test_a_cell_has_one_point_of_each_class(layer: Layer, level: int) -> None:
    cell = overviews.cell_deg(level)
    kept = read(overviews.mapnik_table(layer, RULES, cell))
    cells = [(number, math.floor(x / cell), math.floor(y / cell)) for number, x, y in kept]
    assert len(set(cells)) == len(cells)
    assert set(cells) == {
        (number, math.floor(x / cell), math.floor(y / cell)) for number, x, y in of_rows(layer)
    }


@pytest.mark.parametrize("level", [4, 5])
def test_what_wide_symbols_hide_is_left_out(layer: Layer, level: int) -> None:
    """Every pixel that is left out lies between four that are drawn, in its class or above."""
    wide = tuple(replace(rule, marker=Marker(Fill("#000000"), size_px=4)) for rule in RULES)
    cell = overviews.cell_deg(level)

    def cells(rules: tuple[Rule, ...]) -> set[tuple[int, int, int]]:
        found = read(overviews.mapnik_table(layer, rules, cell))
        return {(number, math.floor(x / cell), math.floor(y / cell)) for number, x, y in found}

    every, drawn = cells(RULES), cells(wide)
    assert drawn < every
    for number, x, y in every - drawn:
        for beside in ((x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)):
            assert any((above, *beside) in drawn for above in range(number + 1))


@pytest.mark.parametrize(
    "marker",
    [
        Marker(Fill("#000000", 0.9), size_px=8),
        Marker(Fill("#000000"), Stroke("#ffffff", 1.0), size_px=8),
        Marker(Fill("#000000", hatch=True), size_px=8),
    ],
)
def test_what_can_be_seen_through_or_has_an_outline_hides_nothing(
    layer: Layer, marker: Marker
) -> None:
    pixel = overviews.cell_deg(4)
    whole = overviews.mapnik_table(layer, RULES, pixel)
    rules = tuple(replace(rule, marker=marker) for rule in RULES)
    assert overviews.mapnik_table(layer, rules, pixel) == whole


def test_changed_rows_make_it_stale_until_it_is_made_again(layer: Layer) -> None:
    assert overviews.refresh_all() == []
    versions.bump(layer.name)
    assert overviews.mapnik_table(layer, RULES, PIXELS[0]) is None
    call_command("refresh_overviews", verbosity=0)
    assert overviews.mapnik_table(layer, RULES, PIXELS[0]) is not None


def test_a_layer_that_became_small_has_none(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overviews, "LEAST_POINTS", 10_000)
    versions.bump(layer.name)
    assert overviews.refresh_all() == []
    assert not OverviewPoint.objects.filter(layer=layer.name).exists()


@pytest.mark.parametrize(
    ("rules", "pixel", "change"),
    [
        (RULES, overviews.cell_deg(7) * 0.99, {}),  # a map closer than it reaches
        (RULES[::-1], PIXELS[0], {}),  # other classes
        (RULES[1:], PIXELS[0], {}),  # one is not drawn at this scale
        ((RULES[0], replace(RULES[1], label=Label("name"))), PIXELS[0], {}),
        (RULES, PIXELS[0], {"geometry_type": "MultiPolygon"}),
        (RULES, PIXELS[0], {"audience": str}),
    ],
)
def test_what_it_does_not_fit_is_drawn_from_the_rows(
    layer: Layer, rules: tuple[Rule, ...], pixel: float, change: dict[str, Any]
) -> None:
    assert overviews.mapnik_table(replace(layer, **change), rules, pixel) is None
