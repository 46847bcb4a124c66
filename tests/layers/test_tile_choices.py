"""What dense tiles hold, chosen beforehand: the very tile, for as long as it is the present one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from layers import overviews, registry, tile_choices, tiles, versions
from layers.layer import Layer
from layers.models import Job, TileChoice
from layers.progress import Unwatched
from tests.datasets import dataset
from tests.layers.test_dense_tiles import DENSE, features, tile_of

pytestmark = pytest.mark.django_db

USER = AnonymousUser()
LIMA = (-77.03, -12.05)
CUSCO = (-71.97, -13.52)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tile is dense early, and holds little."""
    monkeypatch.setattr(tile_choices, "LEAST_FEATURES", 100)
    monkeypatch.setattr(tile_choices, "LEAST_ROWS", 60)
    monkeypatch.setattr(tiles, "MAX_FEATURES", 50)


@pytest.fixture
def schools() -> Layer:
    with connection.cursor() as cursor:
        cursor.execute(DENSE, [4_000])
    versions.bump("rural_schools")
    return registry.get("rural_schools", USER)


def statements(layer: Layer, place: tiles.Place) -> str:
    with CaptureQueriesContext(connection) as captured:
        tiles.mvt_tile(layer, USER, *place)
    return "\n".join(query["sql"] for query in captured)


@pytest.mark.parametrize("place", [LIMA, CUSCO])
@pytest.mark.parametrize("z", [0, 1, 4, 5, 6, 7, 8, 9, 10])
def test_a_tile_is_byte_by_byte_the_one_that_its_rows_give(
    schools: Layer, z: int, place: tuple[float, float]
) -> None:
    x, y = tile_of(*place, z)
    of_rows = tiles.mvt_tile(schools, USER, z, x, y)
    assert tile_choices.refresh(schools)
    assert tiles.mvt_tile(schools, USER, z, x, y) == of_rows


def test_of_shapes_it_is_the_same_too() -> None:
    sites = registry.get("extractive_sites", USER)
    places = [(z, *tile_of(*LIMA, z)) for z in range(8)]
    of_rows = [tiles.mvt_tile(sites, USER, *place) for place in places]
    assert tile_choices.refresh(sites)
    assert [tiles.mvt_tile(sites, USER, *place) for place in places] == of_rows
    assert TileChoice.objects.filter(layer=sites.name).count() > 1


def test_a_dense_tile_asks_no_other_rows_than_those_it_holds(schools: Layer) -> None:
    dense = (5, *tile_of(*CUSCO, 5))
    assert " && " in statements(schools, dense)
    tile_choices.refresh(schools)
    asked = statements(schools, dense)
    assert "layers_tilechoice" in asked
    assert " && " not in asked


def test_they_go_as_deep_as_tiles_are_dense(schools: Layer) -> None:
    tile_choices.refresh(schools)
    chosen = TileChoice.objects.filter(layer=schools.name)
    # Of the world a tile has fewer pixels with a school than it may hold schools.
    for choice in chosen:
        held = features(schools.name, choice.z, choice.x, choice.y)
        assert len(choice.keys) == len(held) == (50 if choice.z > 1 else len(held))
    assert {choice.z for choice in chosen} == set(range(tiles.FINEST_CHOSEN + 1))
    finer = [choice for choice in chosen if choice.z]
    assert {(z - 1, x // 2, y // 2) for z, x, y in finer_places(finer)} <= {
        (choice.z, choice.x, choice.y) for choice in chosen
    }


def finer_places(choices: list[TileChoice]) -> list[tiles.Place]:
    return [(choice.z, choice.x, choice.y) for choice in choices]


def test_changed_rows_are_seen_at_once(schools: Layer) -> None:
    place = (0, 0, 0)
    tile_choices.refresh(schools)
    before = tiles.mvt_tile(schools, USER, *place)
    schools.rows(USER).filter(modular_code__endswith="7").delete()
    versions.bump(schools.name)
    after = tiles.mvt_tile(schools, USER, *place)
    assert after != before
    assert tile_choices.lacks(schools)
    assert tile_choices.refresh(schools)
    assert tiles.mvt_tile(schools, USER, *place) == after
    assert not tile_choices.refresh(schools)


def test_another_style_has_another_choice(schools: Layer) -> None:
    tile_choices.refresh(schools)
    plain = replace(schools, style=replace(schools.style, rules=schools.style.rules[:1]))
    assert tile_choices.lacks(plain)
    assert "layers_tilechoice" in statements(plain, (0, 0, 0))  # asked for, and not found
    assert " && " in statements(plain, (0, 0, 0))


def test_a_filter_chooses_for_itself(schools: Layer) -> None:
    tile_choices.refresh(schools)
    tree = {"op": "like", "args": [{"property": "name"}, "Escuela 99%"]}
    filtered = tiles.mvt_tile(schools, USER, 0, 0, 0, tree)
    TileChoice.objects.all().delete()
    assert tiles.mvt_tile(schools, USER, 0, 0, 0, tree) == filtered


def test_a_small_layer_has_none(monkeypatch: pytest.MonkeyPatch, schools: Layer) -> None:
    monkeypatch.setattr(tile_choices, "LEAST_FEATURES", 1_000_000)
    assert not tile_choices.lacks(schools)
    assert not tile_choices.refresh(schools)


def test_a_worker_makes_what_a_publication_lacks(
    schools: Layer, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    monkeypatch.setattr(registry, "LAYERS", (schools,))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        overviews.refresh_after_commit([schools.name])
    assert not TileChoice.objects.exists()
    job = Job.objects.get(kind="refresh_overviews")
    assert overviews.refresh_stale(Unwatched(), **job.arguments) == {"layers": [schools.name]}
    assert TileChoice.objects.exists()
    assert overviews.stale() == []


def test_nothing_is_left_of_an_agency_s_layer_that_is_withdrawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "LAYERS", ())
    monkeypatch.setattr(tile_choices, "LEAST_FEATURES", 2)
    made = dataset(state="published")
    assert overviews.refresh_all() == [made.name]
    assert TileChoice.objects.exists()
    overviews.forget_dataset(made.table)
    assert not TileChoice.objects.exists()
