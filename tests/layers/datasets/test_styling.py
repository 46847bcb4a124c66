"""Styles of a form: classes hold what they say, and every protocol can draw them."""

from __future__ import annotations

from typing import Any

import mapclassify
import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser

from layers.datasets.classes import Method, breaks_of
from layers.datasets.columns import Column
from layers.datasets.creation import Contents
from layers.datasets.layer import columns_of, layer_of
from layers.datasets.styling import How, Look, look_from_json, styled, suggested
from layers.features import count
from layers.fields import FieldType
from layers.geometry_types import GeometryType
from layers.models import Dataset
from layers.query import FeatureQuery
from layers.styles.model import Style
from layers.styles.stored import from_json, to_json
from layers.styles.viewer import flat_style
from tests.datasets import dataset, ewkb

pytestmark = pytest.mark.django_db

SKEWED = [float(n**3) for n in range(200)]
NUMBERS = Column("monto", "MONTO", "Monto", FieldType.NUMBER, "S/")
KINDS = Column("clase", "CLASE", "Clase")
AREA = "POLYGON((-72 -13.6,-71.8 -13.6,-71.8 -13.4,-72 -13.6))"


def made_of(
    geometry: GeometryType, columns: tuple[Column, ...], values: list[tuple[Any, ...]]
) -> Dataset:
    wkt = "POINT(-72 -13)" if geometry is GeometryType.POINT else AREA
    rows = [(ewkb(wkt), *row) for row in values]
    return dataset(made_of=Contents(geometry, columns, rows), style=None)


def style_for(made: Dataset, look: Look) -> Style:
    geometry = GeometryType(made.geometry_type)
    return styled(look, made.table, geometry, columns_of(made), made.title)


def drawn(made: Dataset, style: Style) -> dict[str, int]:
    """How many features the filter of each rule finds, by the rule's title."""
    layer = layer_of(made)
    user = AnonymousUser()
    return {
        rule.title: count(FeatureQuery(layer, user, filter=rule.filter))
        for rule in style.rules
        if rule.filter
    }


@pytest.mark.parametrize("how", [How.CLASSES, How.SIZES])
def test_quantiles_share_the_features_out(how: How) -> None:
    """As ``mapclassify.Quantiles`` counts them."""
    made = made_of(GeometryType.POINT, (NUMBERS,), [(n,) for n in [*SKEWED, None]])
    style = style_for(made, Look(how, "monto"))
    found = list(drawn(made, style).values())
    expected = list(mapclassify.Quantiles(np.array(SKEWED), k=5).counts)
    assert found in (expected, expected[::-1])
    assert style.rules[-1].title == "Sin dato"


def test_every_number_is_of_one_class() -> None:
    for method in Method:
        breaks = breaks_of(SKEWED, method, 5)
        assert breaks == sorted(set(breaks))
        assert min(SKEWED) < breaks[0]
        assert breaks[-1] <= max(SKEWED)
        assert len(breaks) == 4


@pytest.mark.parametrize(
    ("numbers", "breaks"), [([], []), ([3.0], []), ([1.0, 1.0], []), ([1.0, 2.0], [2.0])]
)
def test_few_numbers_make_few_classes(numbers: list[float], breaks: list[float]) -> None:
    for method in Method:
        assert breaks_of(numbers, method, 5) == breaks


def test_titles_read_as_people_write() -> None:
    made = made_of(GeometryType.MULTI_POLYGON, (NUMBERS,), [(1500.5,), (2500.0,), (1e6,)])
    style = style_for(made, Look(How.CLASSES, "monto", classes=3))
    assert [rule.title for rule in style.rules] == [
        "1\u00a0000\u00a0000 S/ o más",
        "2\u00a0500 a menos de 1\u00a0000\u00a0000 S/",
        "Menos de 2\u00a0500 S/",
        "Sin dato",
    ]


def test_categories_have_a_colour_each() -> None:
    made = made_of(GeometryType.POINT, (KINDS,), [("a",), ("b",), ("a",), (None,)])
    style = style_for(made, Look(How.CATEGORIES, "clase"))
    assert drawn(made, style) == {"a": 2, "b": 1}
    colors = [rule.marker.fill.color for rule in style.rules if rule.marker]
    assert len(set(colors)) == 3
    assert style.rules[-1].title == "Otros o sin dato"


@pytest.mark.parametrize(
    ("geometry", "columns", "values", "how", "column"),
    [
        (
            GeometryType.POINT,
            (KINDS, NUMBERS),
            [(f"c{n}", float(n)) for n in range(30)],
            How.SIZES,
            "monto",
        ),
        (
            GeometryType.MULTI_POLYGON,
            (NUMBERS,),
            [(float(n),) for n in range(30)],
            How.CLASSES,
            "monto",
        ),
        (
            GeometryType.POINT,
            (KINDS,),
            [(f"c{n % 3}",) for n in range(30)],
            How.CATEGORIES,
            "clase",
        ),
        (GeometryType.POINT, (KINDS,), [(f"c{n}",) for n in range(30)], How.SINGLE, ""),
        (
            GeometryType.POINT,
            (Column("ubigeo", "U", "U", FieldType.INTEGER),),
            [(n,) for n in range(30)],
            How.SINGLE,
            "",
        ),
    ],
)
def test_what_is_suggested(
    geometry: GeometryType,
    columns: tuple[Column, ...],
    values: list[tuple[Any, ...]],
    how: How,
    column: str,
) -> None:
    made = made_of(geometry, columns, values)
    look = suggested(made.table, geometry, columns, "#0b4f8a")
    assert (look.how, look.column) == (how, column)
    assert look_from_json(look.to_json()) == look


@pytest.mark.parametrize("how", list(How))
@pytest.mark.parametrize("geometry", [GeometryType.POINT, GeometryType.MULTI_POLYGON])
def test_every_style_is_stored_and_drawn_by_the_viewer(geometry: GeometryType, how: How) -> None:
    column = "clase" if how is How.CATEGORIES else "monto"
    made = made_of(geometry, (KINDS, NUMBERS), [("a", 1.0), ("b", 2.0), ("c", 3.0)])
    style = style_for(made, Look(how, column, label="clase"))
    assert from_json(to_json(style)) == style
    assert flat_style(style)
    assert style.fields() <= {"clase", "monto"}
