"""Overviews: the same cover as the rows, and no service where they don't fit."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from layers import overviews, registry, versions
from layers.datasets import describing, states
from layers.datasets.layer import layer_of
from layers.layer import Layer
from layers.loading import importing
from layers.models import Dataset, Job, Overview, OverviewPatch
from layers.progress import Unwatched
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.themes.rural_schools.source import EDUCATION
from tests.datasets import dataset
from tests.layers.boundaries.boundary_files import geojson
from tests.territory.shapes import FIXTURES, capitals

pytestmark = pytest.mark.django_db

USER = AnonymousUser()
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
            f'SELECT "class", ST_X(d.geom), ST_Y(d.geom) FROM {table.replace("!bbox!", box)}, '
            "ST_Dump(features.geom) AS d",
            None,
        )
        return list(cursor.fetchall())


def kinds(table: str | None) -> set[str]:
    """The types of the geometries that Mapnik would read."""
    assert table is not None
    everywhere = table.replace("!bbox!", "ST_MakeEnvelope(-180, -90, 180, 90, 4326)")
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT DISTINCT ST_GeometryType("geom") FROM {everywhere}', None)
        return {kind for (kind,) in cursor.fetchall()}


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


def test_points_are_kept_many_in_a_row(layer: Layer) -> None:
    """Fewer rows than points, each of one class and no wider than its square."""
    level = 5
    patches = OverviewPatch.objects.filter(layer=layer.name, level=level)
    kept = read(overviews.mapnik_table(layer, RULES, overviews.cell_deg(level)))
    assert sum(len(patch.geom) for patch in patches) == len(kept)
    assert len(patches) < len(kept) / 10
    side = 64 * overviews.cell_deg(level)
    for patch in patches:
        west, south, east, north = patch.geom.extent
        assert math.floor(west / side) == math.floor(east / side)
        assert math.floor(south / side) == math.floor(north / side)


@pytest.mark.parametrize(
    "marker",
    [
        Marker(Fill("#000000"), Stroke("#ffffff", 1.0), size_px=8),
        Marker(Fill("#000000", hatch=True), size_px=8),
    ],
)
def test_symbols_of_several_pieces_are_drawn_one_by_one(layer: Layer, marker: Marker) -> None:
    pixel = overviews.cell_deg(4)
    rules = tuple(replace(rule, marker=marker) for rule in RULES)
    together = overviews.mapnik_table(layer, RULES, pixel)
    alone = overviews.mapnik_table(layer, rules, pixel)
    assert (kinds(together), kinds(alone)) == ({"ST_MultiPoint"}, {"ST_Point"})
    assert sorted(read(alone)) == sorted(read(together))


def test_a_change_of_rows_makes_it_again_once_it_is_committed(
    layer: Layer, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        versions.bump(layer.name)
        overviews.refresh_after_commit([layer.name, "no_layer"])
        assert overviews.mapnik_table(layer, RULES, PIXELS[0]) is None
    assert overviews.mapnik_table(layer, RULES, PIXELS[0]) is not None


def test_an_overview_that_fails_does_not_make_the_change_fail(
    layer: Layer,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_layer: Layer) -> None:
        raise DatabaseError("disco lleno")

    monkeypatch.setattr(overviews, "_fill", broken)
    with django_capture_on_commit_callbacks(execute=True):
        versions.bump(layer.name)
        overviews.refresh_after_commit([layer.name])
    assert "disco lleno" in caplog.text
    assert overviews.mapnik_table(layer, RULES, PIXELS[0]) is None


def test_changed_rows_make_it_stale_until_it_is_made_again(layer: Layer) -> None:
    assert overviews.refresh_all() == []
    versions.bump(layer.name)
    assert overviews.mapnik_table(layer, RULES, PIXELS[0]) is None
    call_command("refresh_overviews", verbosity=0)
    assert overviews.mapnik_table(layer, RULES, PIXELS[0]) is not None


def test_an_import_makes_those_of_its_layers_again(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(overviews, "LEAST_POINTS", 1)
    assert not Overview.objects.filter(layer="rural_schools").exists()
    with django_capture_on_commit_callbacks(execute=True):
        importing.remove_samples(EDUCATION)
        importing.load_samples(EDUCATION, FIXTURES / "samples")
    made = Overview.objects.get(layer="rural_schools")
    assert made.version == versions.of("rural_schools")


def test_new_boundaries_make_every_one_again(
    layer: Layer, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    unit = {"IDDIST": "080101"}, capitals()["080101"].buffer(0.004)
    path = geojson(tmp_path / "distritos.geojson", [unit])
    with django_capture_on_commit_callbacks(execute=True):
        call_command(
            "import_boundaries",
            str(path),
            "--source=Prueba",
            "--cutoff=31/12/2020",
            stdout=StringIO(),
        )
        assert overviews.mapnik_table(layer, RULES, PIXELS[0]) is None
    assert overviews.mapnik_table(layer, RULES, PIXELS[0]) is not None


def test_a_layer_that_became_small_has_none(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overviews, "LEAST_POINTS", 10_000)
    versions.bump(layer.name)
    assert overviews.refresh_all() == []
    assert not OverviewPatch.objects.filter(layer=layer.name).exists()


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """An agency's layer of two points, large enough for once, and its overview."""
    monkeypatch.setattr(registry, "LAYERS", ())
    monkeypatch.setattr(overviews, "LEAST_POINTS", 2)
    made = dataset(state="published")
    assert overviews.refresh_all() == [made.name]
    return made


def drawn(made: Dataset) -> str | None:
    """What a map of the country reads in place of the layer's rows."""
    made.refresh_from_db()
    layer = layer_of(made)
    return overviews.mapnik_table(layer, layer.style.rules, PIXELS[2])


def test_an_agency_s_layer_has_one_once_it_is_everybody_s(published: Dataset) -> None:
    places = {(x, y) for _number, x, y in read(drawn(published))}
    assert places == {(-71.9, -13.5), (-71.8, -13.6)}
    assert overviews.stale() == []


def test_a_change_of_an_agency_s_layer_has_a_worker_make_it_again(
    published: Dataset, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        describing.describe(published.pk, USER, {"title": "Otro título"})
    assert drawn(published) is None  # the rows themselves, until it is made
    job = Job.objects.get(kind="refresh_overviews")
    assert overviews.refresh_stale(Unwatched(), **job.arguments) == {"layers": [published.name]}
    assert drawn(published) is not None


@pytest.mark.parametrize("leave", [states.withdraw, states.delete_later])
def test_nothing_is_left_of_what_is_not_everybody_s_any_more(
    published: Dataset, leave: Callable[[int, Any], Dataset]
) -> None:
    leave(published.pk, USER)
    assert not OverviewPatch.objects.exists()
    assert drawn(published) is None
    assert overviews.refresh_all() == []


def test_the_next_layer_of_a_name_has_one_of_its_own(published: Dataset) -> None:
    """At the same version and of the same classes, which alone would not tell them apart."""
    kept = Overview.objects.get()
    states.delete_later(published.pk, USER)
    Dataset.objects.update(delete_after=timezone.now())
    assert states.sweep() == 1
    Overview.objects.create(layer=kept.layer, version=1, classes=kept.classes)
    again = dataset(state="published")
    assert again.name == published.name
    Dataset.objects.filter(pk=again.pk).update(version=1)
    assert drawn(again) is None


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
