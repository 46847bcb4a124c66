"""New rows for a layer: compared with the old ones, put in place, or discarded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from layers.datasets import describing, importing, replacing, states
from layers.datasets.layer import layer_of
from layers.datasets.personal import Decision
from layers.errors import WrongState
from layers.models import Dataset, DatasetUpload
from layers.progress import Unwatched
from layers.reading.results import SourceError
from tests.layers.datasets.files import POINTS, SQUARES, frame, handed_in, taken, written

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

USER = AnonymousUser()


def keys(made: Dataset) -> dict[str, int]:
    made.refresh_from_db()
    layer = layer_of(made)
    path = layer.field("nombre").path
    return dict(layer.rows(USER).values_list(path, "pk"))


def offered(made: Dataset, path: Path) -> DatasetUpload:
    upload = handed_in(path)
    upload.dataset, upload.replaces = made, True
    upload.save()
    importing.take(Unwatched(), upload=str(upload.pk))
    upload.refresh_from_db()
    return upload


@pytest.fixture
def made(tmp_path: Path) -> Dataset:
    return taken(written(tmp_path, frame(), "a.gpkg"))


def test_differences_are_told_and_then_made(tmp_path: Path, made: Dataset) -> None:
    before = keys(made)
    moved = [POINTS[0], shapely.Point(-71.81, -13.61), POINTS[2]]
    data = frame(moved, NOMBRE=["Uno", "Dos", "Cuatro"])
    upload = offered(made, written(tmp_path, data, "b.gpkg"))
    told = {name: upload.differences[name] for name in ("added", "gone", "same")}
    assert told == {"added": 2, "gone": 2, "same": 1}
    assert keys(made) == before  # nothing has changed yet
    version = made.version
    replacing.replace(upload, USER)
    after = keys(made)
    assert set(after) == {"Uno", "Dos", "Cuatro"}
    assert after["Uno"] == before["Uno"]  # its address stays
    assert after["Dos"] not in before.values()
    assert made.version == version + 1
    assert made.extent == pytest.approx([-71.9, -13.61, -71.7, -13.4])
    assert not waits(made)


def test_rows_that_are_there_twice_are_counted(tmp_path: Path, made: Dataset) -> None:
    twice = frame().iloc[[0, 0, 1, 2]]
    upload = offered(made, written(tmp_path, twice, "b.gpkg"))
    assert (upload.differences["added"], upload.differences["gone"]) == (1, 0)
    replacing.replace(upload, USER)
    assert made.events.first().detail == {"added": 1, "gone": 0, "same": 3}  # type: ignore[union-attr]
    assert layer_of(Dataset.objects.get(pk=made.pk)).rows(USER).count() == 4


def test_the_same_file_changes_nothing(tmp_path: Path, made: Dataset) -> None:
    upload = offered(made, written(tmp_path, frame(), "b.geojson"))
    assert (upload.differences["added"], upload.differences["gone"]) == (0, 0)


def test_what_was_masked_comes_in_masked(tmp_path: Path) -> None:
    """What was decided before holds for the new rows: nobody decides on them again."""
    notes = {"NOTA": ["tel. 987 654 321", "x", "y"]}
    made = taken(written(tmp_path, frame(POINTS, **notes), "a.gpkg"))
    describing.decide(made.pk, USER, {"nota": Decision.MASK})
    made.refresh_from_db()
    new = {"NOTA": ["tel. 987 654 321", "x", "escriba a ana@example.org"]}
    upload = offered(made, written(tmp_path, frame(POINTS, **new), "b.gpkg"))
    # The masked row is the same as the one that was masked before.
    assert {n: upload.differences[n] for n in ("added", "gone", "same", "personal")} == {
        "added": 1,
        "gone": 1,
        "same": 2,
        "personal": {},
    }
    replacing.replace(upload, USER)
    made.refresh_from_db()
    layer = layer_of(made)
    texts = layer.rows(USER).values_list(layer.field("nota").path, flat=True)
    assert sorted(texts) == ["[dato personal]", "escriba a [dato personal]", "x"]


def test_new_persons_data_are_decided_before_others_see_them(tmp_path: Path, made: Dataset) -> None:
    Dataset.objects.filter(pk=made.pk).update(state="published")
    made.refresh_from_db()
    data = frame(NOMBRE=["Uno", "Dos", "llamar al 987 654 321"])
    upload = offered(made, written(tmp_path, data, "b.gpkg"))
    assert list(upload.differences["personal"]) == ["nombre"]
    before = keys(made)
    with pytest.raises(WrongState, match="nombre"):
        replacing.replace(upload, USER)
    assert keys(made) == before
    Dataset.objects.filter(pk=made.pk).update(state="withdrawn")
    replacing.replace(upload, USER)
    made.refresh_from_db()
    assert made.personal_columns == {"nombre": ""}
    with pytest.raises(WrongState):
        states.publish(made.pk, USER)


def test_discarded_rows_are_gone(tmp_path: Path, made: Dataset) -> None:
    before = keys(made)
    upload = offered(made, written(tmp_path, frame(NOMBRE=["a", "b", "c"]), "b.gpkg"))
    assert waits(made)
    replacing.discard(upload)
    assert not waits(made)
    assert keys(made) == before


def test_rows_that_wait_no_more_replace_nothing(tmp_path: Path, made: Dataset) -> None:
    upload = offered(made, written(tmp_path, frame(NOMBRE=["a", "b", "c"]), "b.gpkg"))
    replacing.drop_table(replacing.next_table(made))  # type: ignore[attr-defined]
    with pytest.raises(WrongState, match="ya no esperan"):
        replacing.replace(upload, USER)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (frame().drop(columns="POBLACION"), "faltan POBLACION"),
        (frame(OTRA=[1, 2, 3]), "sobran OTRA"),
        (frame(POBLACION=["x", "y", "z"]), "«POBLACION» no es del mismo tipo"),
        (frame(SQUARES), "otra clase de geometrías"),
    ],
)
def test_a_file_that_is_of_another_layer(
    tmp_path: Path, made: Dataset, data: Any, reason: str
) -> None:
    with pytest.raises(SourceError, match=reason):
        offered(made, written(tmp_path, data, "b.gpkg"))


def waits(made: Dataset) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"datasets.{replacing.next_table(made)}"])
        return cursor.fetchone()[0] is not None
