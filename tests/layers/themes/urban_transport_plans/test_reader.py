"""The files of urban transport plans, with the traps that such files hold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import shapely

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import SourceError
from layers.source import Source
from layers.themes.urban_transport_plans.source import INDICATORS, MEASURES, PLANS
from tests.layers.themes.urban_transport_plans.plan_files import TODAY, read, reasons

ALL = [PLANS, MEASURES, INDICATORS]


def row(source: Source, **given: str) -> dict[str, object]:
    reading = read(source, given)
    assert reading.errors == ()
    (frame,) = reading.frames.values()
    found: dict[str, object] = frame.loc[2].to_dict()
    return found


def test_a_plan() -> None:
    found = row(PLANS)
    assert found["code"] == "PMUS-TRUJILLO"
    assert found["status"] == "drafted"
    assert (found["horizon_from"], found["horizon_to"]) == (2020, 2030)
    assert (found["declared_ubigeo"], found["geom"]) == ("1301", None)
    assert found["commitments"] == [10]


def test_a_measure_has_the_budget_of_its_phase() -> None:
    found = row(MEASURES)
    assert (found["code"], found["phase"], found["phase_number"]) == ("M-3A", "PIM 1", 1)
    assert found["budget_pen"] == Decimal("1250000.50")
    shape = shapely.from_wkb(bytes.fromhex(str(found["geom"])))
    assert shapely.get_srid(shape) == 4326
    assert shape.wkt == "LINESTRING (-79.03 -8.11, -79.02 -8.1)"


def test_a_budget_that_nobody_says_is_unknown_and_not_zero() -> None:
    assert row(MEASURES, presupuesto_soles="")["budget_pen"] is None
    assert row(MEASURES, presupuesto_soles="0")["budget_pen"] == 0


@pytest.mark.parametrize(
    ("typed", "number"), [("PIM 1", 1), ("PIM-03", 3), ("Fase 2 (corto plazo)", 2), ("única", None)]
)
def test_the_number_of_a_phase(typed: str, number: int | None) -> None:
    assert row(MEASURES, fase=typed)["phase_number"] == number


@pytest.mark.parametrize(
    ("typed", "start", "granularity"),
    [("2019", dt.date(2019, 1, 1), "year"), ("2019-06", dt.date(2019, 6, 1), "month")],
)
def test_the_period_of_a_number(typed: str, start: dt.date, granularity: str) -> None:
    found = row(INDICATORS, periodo=typed)
    assert (found["period_start"], found["granularity"]) == (start, granularity)
    assert (found["kind"], found["value"]) == ("baseline", Decimal("48.5"))


def test_an_indicator_may_be_below_zero() -> None:
    assert row(INDICATORS, valor="-3,25")["value"] == Decimal("-3.25")


def test_a_target_may_lie_ahead_and_a_value_may_not() -> None:
    assert row(INDICATORS, tipo="meta", periodo="2030")["kind"] == "target"
    reading = read(INDICATORS, {"tipo": "valor", "periodo": "2030"})
    assert reasons(reading) == [(2, "periodo", "El periodo aún no empezó.")]


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.name)
def test_a_fact_without_the_address_of_its_document_is_refused(source: Source) -> None:
    ((_row, column, reason),) = reasons(read(source, {"url_fuente": ""}))
    assert column == "url_fuente"
    assert "dirección del documento" in reason


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.name)
def test_a_code_of_reniec_is_refused_by_its_name(source: Source) -> None:
    """130101 is Trujillo for INEI and Chiclayo for RENIEC."""
    ((_row, column, reason),) = reasons(
        read(source, {"ubigeo": "130101", "territorio": "Chiclayo"})
    )
    assert column == "territorio"
    assert "Trujillo" in reason


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.name)
def test_a_row_written_twice_is_refused(source: Source) -> None:
    ((at, _column, reason),) = reasons(read(source, {}, {}))
    assert at == 3
    assert "fila 2" in reason


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.name)
def test_a_file_without_a_column_is_refused_whole(source: Source) -> None:
    with pytest.raises(SourceError, match="fuente"):
        source.read(b"codigo_plan;plan\nA;B\n", Context(Directory({}), TODAY))


@pytest.mark.parametrize(
    ("wkt", "part"),
    [
        ("POINT (-8.11 -79.03)", "intercambiadas"),
        ("POINT (79.03 8.11)", "signo"),
        ("POINT (717000 9102000)", "UTM"),
        ("POINT (0 0)", "no se conoce"),
        ("POINT (-79 -8)", "grados enteros"),
        ("POINT (2.35 48.85)", "fuera del Perú"),
        ("POINT EMPTY", "Debe ser"),
        ("POINT (nan -8.1)", "no es un número"),
        ("GEOMETRYCOLLECTION (POINT (-79.03 -8.11))", "Debe ser"),
        ("POLYGON ((-79.1 -8.1, -79.0 -8.0, -79.0 -8.1, -79.1 -8.0, -79.1 -8.1))", "se cruza"),
        ("SRID=32717;POINT (-79.03 -8.11)", "SRID"),
        ("LINESTRING (-79.03 -8.11", "WKT"),
        ("ahí nomás", "WKT"),
    ],
)
def test_a_geometry_that_cannot_be_true_is_refused(wkt: str, part: str) -> None:
    ((_row, column, reason),) = reasons(read(MEASURES, {"geometria_wkt": wkt}))
    assert column == "geometria_wkt"
    assert part in reason


def test_an_area_may_have_a_corner_on_a_whole_degree() -> None:
    wkt = "POLYGON ((-79 -8, -78.9 -8, -78.9 -7.9, -79 -8))"
    geom = str(row(PLANS, ambito_wkt=wkt)["geom"])
    assert shapely.from_wkb(bytes.fromhex(geom)).geom_type == "MultiPolygon"


def test_a_plan_has_no_point_for_an_area() -> None:
    ((_row, column, _reason),) = reasons(read(PLANS, {"ambito_wkt": "POINT (-79.03 -8.11)"}))
    assert column == "ambito_wkt"


def test_too_many_corners_are_refused() -> None:
    way = ", ".join(f"{-79 - i / 1e6:.6f} -8.11" for i in range(1, 20_002))
    ((_row, _column, reason),) = reasons(read(MEASURES, {"geometria_wkt": f"LINESTRING ({way})"}))
    assert "vértices" in reason


def test_a_phase_has_one_pair_of_years_in_a_plan() -> None:
    rows: list[dict[str, str]] = [{}, {"codigo": "M-4", "fase_fin": "2023"}]
    assert reasons(read(MEASURES, *rows)) == [
        (3, "fase_inicio", "La fila 2 da a la fase «PIM 1» otros años.")
    ]
    other: dict[str, str] = {"codigo_plan": "OTRO", "fase_fin": "2023"}
    assert reasons(read(MEASURES, {}, other)) == []


def test_a_measure_of_two_phases_has_a_row_in_each() -> None:
    second = {"fase": "PIM 2", "fase_inicio": "2023", "fase_fin": "2026"}
    assert reasons(read(MEASURES, {}, second)) == []


@pytest.mark.parametrize(
    ("column", "value"), [("estado", "concluida"), ("ejecutado_soles", "1"), ("avance_pct", "5")]
)
def test_what_is_followed_up_says_its_day(column: str, value: str) -> None:
    ((_row, at, _reason),) = reasons(read(MEASURES, {column: value}))
    assert at == "fecha_estado"
    assert reasons(read(MEASURES, {column: value, "fecha_estado": "2021-05-01"})) == []


def test_an_indicator_has_one_unit_of_measure() -> None:
    again = {"tipo": "valor", "periodo": "2020", "unidad_medida": "horas"}
    ((at, column, _reason),) = reasons(read(INDICATORS, {}, again))
    assert (at, column) == (3, "unidad_medida")


@pytest.mark.parametrize(
    ("source", "column", "value", "part"),
    [
        (PLANS, "codigo_plan", "PMUS TRUJILLO", "guiones"),
        (PLANS, "codigo_plan", "../../x", "guiones"),
        (PLANS, "horizonte_fin", "2019", "anterior"),
        (PLANS, "horizonte_fin", "20300", "Es más"),
        (PLANS, "estado", "drafted?", "«aprobado»"),
        (MEASURES, "fase_fin", "2019", "anterior"),
        (MEASURES, "presupuesto_soles", "-5", "negativo"),
        (MEASURES, "avance_pct", "101", "porcentaje"),
        (MEASURES, "fase", "", "obligatorio"),
        (INDICATORS, "tipo", "promedio", "«meta»"),
        (INDICATORS, "periodo", "2019-06-30", "mes"),
        (INDICATORS, "periodo", "junio", "mes"),
        (INDICATORS, "valor", "", "obligatorio"),
        (INDICATORS, "valor", "muchos", "número"),
        (INDICATORS, "valor", "1e20", "grande"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_reason(
    source: Source, column: str, value: str, part: str
) -> None:
    found = reasons(read(source, {column: value}))
    assert any(at == column and part in reason for _row, at, reason in found), found
