"""A file's columns declared once: what a reader, a publication and a guide take from that."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from django.db import models

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.field_parsers import field_behind, parser_of
from layers.reading.results import Provenance
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.tabular import read_csv
from territory.models import EnvironmentalCommission, ExtractiveSite, RuralSchool, SanitationProject

TODAY = dt.date(2026, 1, 31)
SAID = Provenance("MINAM", "", dt.date(2025, 12, 31))
CONTEXT = Context(Directory({"08": "Cusco"}), TODAY, provenance=SAID)

FILE = Specification(
    EnvironmentalCommission,
    (
        Column("Tipo", "kind", also=("Clase de comisión",), required=True, strict=True),
        Column(
            "Nombre",
            "name",
            required=True,
            strict=True,
            sample=SampleMark(("COMISIÓN DE EJEMPLO",)),
        ),
        Column("Territorio", about="nombre de la unidad"),
        Column("Norma", "created_by"),
        Column("Asistencia", "assisted_on"),
    ),
    commitments=(3,),
    computed=("declared_ubigeo",),
)


def read(text: str, context: Context = CONTEXT) -> tuple[Columns, dict[str, Any]]:
    table = Columns(read_csv(text.encode(), FILE.required, FILE.optional, FILE.aliases).frame)
    return table, FILE.read(table, context)


def test_names_follow_from_the_headers() -> None:
    assert FILE.required == ("tipo", "nombre")
    assert FILE.optional == ("territorio", "norma", "asistencia")
    assert FILE.aliases == {"clase_de_comision": "tipo"}
    assert FILE.fields == (
        "kind",
        "name",
        "created_by",
        "assisted_on",
        "declared_ubigeo",
        "commitments",
        "source",
        "source_url",
        "cutoff_date",
        "is_sample",
    )


def test_every_column_fills_its_field_and_every_row_says_where_it_is_from() -> None:
    table, values = read("clase de comisión;NOMBRE;Norma\ncar;CAR Cusco;Ordenanza 1\n")
    assert (table.errors, table.notices) == ((), ())
    frame = FILE.frame(table, values | {"declared_ubigeo": ["08"]})
    assert frame.loc[2].to_dict() == {
        "kind": "CAR",
        "name": "CAR Cusco",
        "created_by": "Ordenanza 1",
        "assisted_on": None,
        "declared_ubigeo": "08",
        "commitments": [3],
        "source": "MINAM",
        "source_url": unknown_text(EnvironmentalCommission, "source_url"),
        "cutoff_date": dt.date(2025, 12, 31),
        "is_sample": False,
    }


def unknown_text(model: type[models.Model], column: str) -> str | None:
    return None if field_behind(model, column).null else ""


def test_a_strict_column_costs_the_row_and_another_only_the_value() -> None:
    table, values = read("tipo;nombre;asistencia\nCAM;CAM Uno;31/02/2020\nXXX;CAM Dos;\nCAM;;\n")
    assert [(e.row, e.column) for e in table.errors] == [(3, "tipo"), (4, "nombre")]
    assert [(n.row, n.column) for n in table.notices] == [(2, "asistencia")]
    assert values["assisted_on"].tolist() == [None, None, None]


def test_an_unknown_text_is_what_the_model_holds_then() -> None:
    _, values = read("tipo;nombre\nCAM;CAM Uno\n")
    assert values["created_by"].tolist() == [unknown_text(EnvironmentalCommission, "created_by")]


@pytest.mark.parametrize(
    ("samples", "name", "reason"),
    [
        (True, "Comisión  de ejemplo 1", ""),
        (False, "CAM de ejemplo", ""),
        (True, "CAM Cusco", "Las muestras se llaman «COMISIÓN DE EJEMPLO …»."),
        (False, "COMISION DE EJEMPLO", "Es una fila de ejemplo y no puede publicarse"),
    ],
)
def test_samples_and_facts_are_distinguished_by_the_mark(
    samples: bool, name: str, reason: str
) -> None:
    context = Context(CONTEXT.units, TODAY, samples, SAID)
    table, _ = read(f"tipo;nombre\nCAM;{name}\n", context)
    assert len(table.errors) == bool(reason)
    assert all(error.reason.startswith(reason) for error in table.errors)


def test_a_file_that_says_its_provenance_row_by_row_is_asked_for_it() -> None:
    file = Specification(
        EnvironmentalCommission,
        (Column("fuente", "source"), Column("url", "source_url"), Column("corte", "cutoff_date")),
    )
    frame = pd.DataFrame({"fuente": ["Oficio 1"], "url": [""], "corte": ["2020-01-01"]}, [2])
    values = file.read(Columns(frame), Context(CONTEXT.units, TODAY))
    assert values["source"].tolist() == ["Oficio 1"]
    assert values["cutoff_date"].tolist() == [dt.date(2020, 1, 1)]
    assert values["is_sample"] is False


def parse(model: type[models.Model], column: str, raw: str, *, optional: bool = True) -> Any:
    return parser_of(field_behind(model, column), CONTEXT, optional=optional)(raw)


@pytest.mark.parametrize(
    ("model", "column", "raw", "value"),
    [
        (RuralSchool, "level", " Secundaria\n", "Secundaria"),
        (RuralSchool, "pupils", "1,200", 1200),
        (RuralSchool, "updated_on", "31/05/2017", dt.date(2017, 5, 31)),
        (SanitationProject, "has_f8", "Sí", True),
        (SanitationProject, "government_level", "gobierno local", "GL"),
        (SanitationProject, "government_level", "", None),
        (SanitationProject, "updated_cost_pen", "1.5000001", Decimal("1.50")),
        (ExtractiveSite, "area_ha", "", None),
        (ExtractiveSite, "substance", "NO METÁLICA", "N"),
        (EnvironmentalCommission, "declared_ubigeo", "8", "08"),
        (EnvironmentalCommission, "declared_ubigeo", "", None),
        (EnvironmentalCommission, "source_url", " https://www.gob.pe ", "https://www.gob.pe"),
    ],
)
def test_a_field_s_type_says_how_its_cells_are_read(
    model: type[models.Model], column: str, raw: str, value: object
) -> None:
    assert parse(model, column, raw) == value


@pytest.mark.parametrize(
    ("model", "column", "raw", "reason"),
    [
        (RuralSchool, "level", "x" * 101, "el máximo es 100"),
        (RuralSchool, "name", " ", "vacío"),
        (RuralSchool, "pupils", "-1", "cantidad entera"),
        (EnvironmentalCommission, "cutoff_date", "", "Falta la fecha"),
        (EnvironmentalCommission, "kind", "", "Debe ser CAR o CAM."),
        (EnvironmentalCommission, "declared_ubigeo", "99", "no tiene una unidad 99"),
        (ExtractiveSite, "substance", "X", r"Debe ser M \(metálica\) o N \(no metálica\)."),
        (ExtractiveSite, "area_ha", "-0.1", "negativo"),
        (ExtractiveSite, "area_ha", "1e10", "demasiado grande"),
        (SanitationProject, "has_f8", "quizá", "sí.*no"),
    ],
)
def test_what_a_field_can_t_hold_is_refused(
    model: type[models.Model], column: str, raw: str, reason: str
) -> None:
    field = field_behind(model, column)
    optional = field.blank or field.null
    with pytest.raises(CellError, match=reason):
        parse(model, column, raw, optional=optional)


def test_a_declaration_that_cannot_be_carried_out_fails_at_once() -> None:
    with pytest.raises(TypeError, match="needs a parser"):
        parse(RuralSchool, "geom", "")
    with pytest.raises(LookupError, match="has no column 'geometry'"):
        field_behind(RuralSchool, "geometry")


def test_a_declared_parser_goes_before_the_field_s_and_sees_the_prepared_text() -> None:
    file = Specification(
        SanitationProject,
        (Column("estado", "status", prepare=str.upper, parse=lambda raw: f"<{raw}>"),),
    )
    values = file.read(Columns(pd.DataFrame({"estado": ["activo"]}, [2])), CONTEXT)
    assert values["status"].tolist() == ["<ACTIVO>"]
