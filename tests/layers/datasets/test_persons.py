"""Persons' data and places that protect victims, in agencies' files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from layers.datasets import describing, importing, replacing, states
from layers.datasets.layer import layer_of
from layers.datasets.personal import Decision
from layers.errors import InvalidParameter, WrongState
from layers.models import Dataset
from layers.progress import Unwatched
from layers.reading.results import SourceError
from tests.datasets import dataset
from tests.layers.datasets.files import (
    POINTS,
    SQUARES,
    frame,
    handed_in,
    rows_of,
    shapes_of,
    table,
    taken,
    written,
)
from tests.layers.datasets.test_replacing import offered

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

USER = AnonymousUser()
NAMES = ["QUISPE MAMANI, JUAN CARLOS", "FLORES ROJAS, MARIA ELENA", "ROJAS DIAZ, PEDRO"]
REFUGE = "Hogar de Refugio Temporal"
DOCUMENTS = ["45678912", "41236547", "09876543"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"DATO": NAMES}, "Parece tener nombres de personas."),
        ({"DATO": DOCUMENTS}, "Parece tener números de documentos o datos de identidad."),
        ({"DATO": [45678912, 41236547, 19876543]}, "Parece tener números de documentos"),
        ({"Director": NAMES}, "Parece tener nombres de personas."),
        ({"Fecha de nac.": ["2001-01-31", "2002-01-31", None]}, "Por su nombre parece"),
    ],
)
def test_what_a_column_holds_is_looked_at(
    tmp_path: Path, values: dict[str, list[Any]], reason: str
) -> None:
    """As in official files, whatever the heading and the type are."""
    made = taken(written(tmp_path, frame(POINTS, **values), "a.gpkg"))
    (name,) = made.personal_columns
    assert made.report["personal"][name].startswith(reason)
    # Masking telephones would leave the names and the bare numbers.
    with pytest.raises(InvalidParameter, match="Quítela"):
        describing.decide(made.pk, USER, {name: Decision.MASK})
    Dataset.objects.filter(pk=made.pk).update(personal_columns={name: ""}, abstract="x")
    made.refresh_from_db()
    assert f"datos personales: {name}." in " ".join(states.missing_for_publication(made))


def test_what_only_resembles_them_is_left_alone(tmp_path: Path) -> None:
    values = {"COD_LOCAL": DOCUMENTS, "DOCENTES": [12, 3, 4], "MONTO": [98765432, 1, 2]}
    assert taken(written(tmp_path, frame(POINTS, **values), "a.gpkg")).personal_columns == {}


def test_a_column_of_notes_that_comes_to_hold_names_is_asked_about_again(tmp_path: Path) -> None:
    notes = ["tel. 987 654 321", "x", "y"]
    made = taken(written(tmp_path, frame(POINTS, NOTA=notes), "a.gpkg"))
    describing.decide(made.pk, USER, {"nota": Decision.MASK})
    made.refresh_from_db()
    upload = offered(made, written(tmp_path, frame(POINTS, NOTA=NAMES), "b.gpkg"))
    assert list(upload.differences["personal"]) == ["nota"]
    replacing.replace(upload, USER)
    made.refresh_from_db()
    assert made.personal_columns == {"nota": ""}
    with pytest.raises(InvalidParameter, match="Quítela"):
        describing.decide(made.pk, USER, {"nota": Decision.MASK})


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (frame(AGRAVIADA=["a", "b", "c"]), "Capa"),
        (frame(SQUARES, **{"N° de víctimas": [1, 2, 3]}), "Capa"),
        (frame(), "Casas de acogida de la región"),
    ],
)
def test_a_layer_about_victims_has_no_places(tmp_path: Path, data: Any, title: str) -> None:
    with pytest.raises(SourceError, match="La capa no se hace con lugares"):
        taken_as(written(tmp_path, data, "a.gpkg"), title)
    assert not Dataset.objects.exists()


def test_a_layer_of_a_file_so_called_has_none_either(tmp_path: Path) -> None:
    path = written(tmp_path, frame(), "hogares_refugio.gpkg")
    with pytest.raises(SourceError, match="La capa no se hace con lugares"):
        taken(path)


ROWS: dict[str, list[Any]] = {
    "TIPO": [REFUGE, "Comisaría", "Comisaría"],
    "LAT": [-13.5, -13.6, -13.4],
    "LON": [-71.9, -71.8, -71.7],
    "DIRECCION": ["Jr. Uno 123", "Av. Dos 5", None],
}


def test_coordinates_as_values_are_places_too(tmp_path: Path) -> None:
    victims: dict[str, list[Any]] = ROWS | {"VICTIMAS": [1, 2, 3]}
    path = table(tmp_path, victims)
    for chosen in ({"x": "LON", "y": "LAT"}, {"without_geometry": True}):
        with pytest.raises(SourceError, match="VICTIMAS"):
            taken(path, **chosen)
    counts: dict[str, list[Any]] = {"UBIGEO": ["080101", "080102", "080103"], "VICTIMAS": [1, 2, 3]}
    made = taken(table(tmp_path, counts), ubigeo="UBIGEO")
    assert made.number_of_features == 3


@pytest.mark.parametrize("chosen", [{"x": "LON", "y": "LAT"}, {"without_geometry": True}])
def test_a_refuge_among_others_loses_its_place(tmp_path: Path, chosen: dict[str, Any]) -> None:
    made = taken(table(tmp_path, ROWS), **chosen)
    kinds = [(row[0], row[1], row[2], row[3]) for row in rows_of(made)]
    assert kinds == [
        (REFUGE, None, None, None),
        ("Comisaría", -13.6, -71.8, "Av. Dos 5"),
        ("Comisaría", -13.4, -71.7, None),
    ]
    if made.geometry_type:
        assert [shape is None for shape in shapes_of(made)] == [True, False, False]
        assert made.extent == pytest.approx([-71.8, -13.6, -71.7, -13.4])
    (remark,) = made.report["remarks"]
    assert remark.startswith("Filas de un lugar donde se protege a víctimas: 1.")


def test_a_refuge_keeps_the_shape_of_its_unit(tmp_path: Path) -> None:
    rows: dict[str, list[Any]] = {
        "UBIGEO": ["08", "09"],
        "TIPO": [REFUGE, "x"],
        "DIRECCION": ["Jr. Uno", "Jr. Dos"],
    }
    made = taken(table(tmp_path, rows), ubigeo="UBIGEO")
    assert [row[2] for row in rows_of(made)] == [None, "Jr. Dos"]
    assert made.report["units"] == "ubigeo"
    Dataset.objects.filter(pk=made.pk).update(
        abstract="x", source="x", cutoff_date="2024-01-01", licence="CC-BY-4.0"
    )
    assert states.publish(made.pk, USER).is_public


def test_a_refuge_that_replaces_a_row_has_no_place(tmp_path: Path) -> None:
    made = taken(written(tmp_path, frame(), "a.gpkg"))
    path = written(tmp_path, frame(NOMBRE=["Uno", REFUGE, "Tres"]), "b.gpkg")
    replacing.replace(offered(made, path), USER)
    by_name = dict(zip((row[0] for row in rows_of(made)), shapes_of(made), strict=True))
    assert [by_name[name] is None for name in ("Uno", REFUGE, "Tres")] == [False, True, False]
    made.refresh_from_db()
    assert made.report["remarks"][-1].startswith("Filas de un lugar donde se protege a víctimas")


def test_rows_of_a_layer_that_is_about_victims_are_not_replaced() -> None:
    made = dataset()
    Dataset.objects.filter(pk=made.pk).update(title="Casas refugio")
    made.refresh_from_db()
    assert any("dónde están no se publica" in each for each in states.missing_for_publication(made))
    with pytest.raises(InvalidParameter) as raised:
        describing.describe(made.pk, USER, {"title": "Casas de acogida"})
    assert raised.value.parameter == "title"


def test_what_came_in_before_these_rules_is_not_published() -> None:
    """The table is asked itself, whichever way its rows came."""
    made = dataset()
    layer = layer_of(made)
    rows = layer.rows.model._default_manager  # type: ignore[attr-defined]
    rows.filter(pk=1).update(f0="Albergue para víctimas\nde violencia")
    with pytest.raises(WrongState, match="protege a víctimas"):
        states.publish(made.pk, USER)
    rows.filter(pk=1).update(geom=None)
    assert states.publish(made.pk, USER).is_public


def test_many_rows_before_the_refuge_hide_it_from_nobody(tmp_path: Path) -> None:
    many = 2_500
    values: dict[str, list[Any]] = {
        "TIPO": [*["Sobre la violencia en Lima"] * (many - 1), REFUGE],
        "LAT": [-13.5] * many,
        "LON": [-71.9] * many,
    }
    made = taken(table(tmp_path, values), x="LON", y="LAT")
    assert [shape is None for shape in shapes_of(made)].index(True) == many - 1
    rows = layer_of(made).rows.model._default_manager  # type: ignore[attr-defined]
    last = rows.order_by("-pk").first()
    last.geom = rows.order_by("pk").first().geom
    last.save()
    Dataset.objects.filter(pk=made.pk).update(
        abstract="x", source="x", cutoff_date="2024-01-01", licence="CC-BY-4.0"
    )
    with pytest.raises(WrongState, match="protege a víctimas"):
        states.publish(made.pk, USER)


def taken_as(path: Path, title: str) -> Dataset:
    upload = handed_in(path, title=title)
    importing.take(Unwatched(), upload=str(upload.pk))
    return Dataset.objects.get()
