"""The four files: what is read, and what is refused with its row, column and reason."""

from __future__ import annotations

import datetime as dt

import pytest

from layers.reading.results import Cleaned
from layers.themes.focalised_ugel import agreements_file, focalised_file, model_file, route_file
from tests.layers.themes.environmental_commissions.rows import cleaned, notes, reasons
from tests.layers.themes.focalised_ugel.rows import AGREEMENT, FOCALISED, STEP, VERSION


def focalised(*changes: dict[str, str]) -> Cleaned:
    return cleaned(focalised_file.clean_focalised, focalised_file.FILE, FOCALISED, *changes)


def steps(*changes: dict[str, str]) -> Cleaned:
    return cleaned(route_file.clean_steps, route_file.FILE, STEP, *changes)


def agreements(*changes: dict[str, str]) -> Cleaned:
    return cleaned(agreements_file.clean_agreements, agreements_file.FILE, AGREEMENT, *changes)


def versions(*changes: dict[str, str]) -> Cleaned:
    return cleaned(model_file.clean_model_versions, model_file.FILE, VERSION, *changes)


def test_a_good_row_of_each_is_read() -> None:
    (row,) = focalised({}).frame.to_dict("records")
    assert (row["ugel_code"], row["name"], row["declared_ubigeo"]) == (
        "140001",
        "UGEL Chiclayo",
        "140101",
    )
    assert (row["stage"], row["stage_on"]) == ("design", dt.date(2018, 1, 15))
    (row,) = steps({}).frame.to_dict("records")
    assert (row["position"], row["progress"]) == (1, "done")
    assert row["actors"] == "UGEL; Gobierno regional"
    (row,) = agreements({}).frame.to_dict("records")
    assert (row["parties"], row["progress"]) == ("UGEL; Salud", "pending")
    assert row["due_on"] == dt.date(2018, 12, 31)
    (row,) = versions({}).frame.to_dict("records")
    assert (row["edition"], row["changes"]) == ("1.0", None)


def test_a_lost_zero_comes_back_and_what_is_unknown_stays_empty() -> None:
    empty = dict.fromkeys(("fecha_focalizacion", "etapa", "fecha_etapa"), "")
    (row,) = focalised({"codigo_ugel": "80001.0", **empty}).frame.to_dict("records")
    assert row["ugel_code"] == "080001"
    assert row["stage"] is row["stage_on"] is row["focalised_on"] is row["instrument"] is None


@pytest.mark.parametrize(
    ("written", "stage"),
    [
        ("Diseño", "design"),
        ("EN DISENO", "design"),
        ("Consensuado", "agreed"),
        ("aprobado", "agreed"),
        ("en implementación", "implementing"),
        ("Implementado", "implemented"),
        ("", None),
    ],
)
def test_the_words_of_a_stage(written: str, stage: str | None) -> None:
    found = focalised({"etapa": written, "fecha_etapa": ""})
    assert found.errors == ()
    assert found.frame.loc[2]["stage"] == stage


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"codigo_ugel": ""}, "codigo_ugel", "6 dígitos"),
        ({"codigo_ugel": "1400012"}, "codigo_ugel", "6 dígitos"),
        ({"codigo_ugel": "140000"}, "codigo_ugel", "DRE o GRE"),
        ({"ugel": ""}, "ugel", "vacío"),
        ({"ugel": "DRE Lambayeque"}, "ugel", "DRE o GRE"),
        ({"ugel": "UGEL DE EJEMPLO 1"}, "ugel", "fila de ejemplo"),
        ({"ugel": "U" * 111}, "ugel", "110"),
        ({"ubigeo": ""}, "ubigeo", ""),
        ({"ubigeo": "990101"}, "ubigeo", "no tiene una unidad"),
        ({"territorio": "Trujillo"}, "territorio", ""),
        ({"etapa": "abandonada"}, "etapa", "en diseño"),
        ({"fecha_etapa": "2017-01-01"}, "fecha_etapa", "anterior a la focalización"),
        ({"url_fuente": ""}, "url_fuente", "Falta la dirección"),
        ({"fuente": ""}, "fuente", ""),
        ({"fecha_corte": ""}, "fecha_corte", ""),
    ],
)
def test_what_is_refused_of_a_focalised_ugel(
    change: dict[str, str], column: str, reason: str
) -> None:
    found = focalised(change)
    assert found.frame.empty
    assert any(column == c and reason in why for _row, c, why in reasons(found)), reasons(found)


def test_a_ugel_is_there_once_and_a_day_needs_its_stage() -> None:
    found = focalised({}, {"codigo_ugel": "140001"}, {"codigo_ugel": "140002", "etapa": ""})
    assert reasons(found) == [(3, "codigo_ugel", "Repite la UGEL de la fila 2.")]
    assert notes(found) == [(4, "fecha_etapa", "Sin la etapa no se publica su fecha.")]
    assert found.frame.loc[4]["stage_on"] is None


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"orden": "0"}, "orden", "de 1 a 99"),
        ({"orden": "100"}, "orden", ""),
        ({"orden": "primero"}, "orden", ""),
        ({"orden": ""}, "orden", "de 1 a 99"),
        ({"paso": ""}, "paso", "vacío"),
        ({"paso": "PASO DE EJEMPLO 1"}, "paso", "fila de ejemplo"),
        ({"estado": ""}, "estado", "previsto"),
        ({"estado": "hecho"}, "estado", "previsto"),
        ({"fecha": ""}, "fecha", "Falta la fecha"),
        ({"fecha": "2026-02-01"}, "fecha", "no puede ser futuro"),
        ({"fecha": "2051-01-01"}, "fecha", "futur"),
        ({"actores": "María Quispe"}, "actores", "nunca personas"),
        ({"url_fuente": ""}, "url_fuente", "Falta la dirección"),
    ],
)
def test_what_is_refused_of_a_step(change: dict[str, str], column: str, reason: str) -> None:
    found = steps(change)
    assert found.frame.empty
    assert any(column == c and reason in why for _row, c, why in reasons(found)), reasons(found)


def test_a_planned_step_may_be_to_come_or_without_a_day() -> None:
    found = steps(
        {"orden": "1", "estado": "previsto", "fecha": "2026-06-30"},
        {"orden": "2", "estado": "en curso", "fecha": ""},
        {"orden": "2", "estado": "previsto", "fecha": ""},
    )
    assert reasons(found) == [(4, "orden", "Repite el paso de la fila 3.")]
    assert found.frame.loc[2]["happens_on"] == dt.date(2026, 6, 30)
    assert found.frame.loc[3]["happens_on"] is None


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"codigo": ""}, "codigo", "vacío"),
        ({"acuerdo": ""}, "acuerdo", "vacío"),
        ({"acuerdo": "ACUERDO DE EJEMPLO 3"}, "acuerdo", "fila de ejemplo"),
        ({"partes": "UGEL"}, "partes", "al menos 2"),
        ({"partes": "UGEL; Rosa Huamán"}, "partes", "nunca personas"),
        ({"estado": "vencido"}, "estado", "pendiente"),
        ({"estado": ""}, "estado", "pendiente"),
        ({"fecha": "2030-01-01"}, "fecha", "futur"),
        ({"fecha_limite": "2018-02-28"}, "fecha_limite", "anterior a la del acuerdo"),
        ({"fecha_limite": "30/02/2018"}, "fecha_limite", ""),
        ({"fecha_cumplimiento": "2018-06-01"}, "fecha_cumplimiento", "Solo un acuerdo cumplido"),
        ({"estado": "cumplido"}, "evidencia", "dirección de su evidencia"),
        (
            {
                "estado": "cumplido",
                "evidencia": "https://www.gob.pe/acta",
                "fecha_cumplimiento": "2018-02-01",
            },
            "fecha_cumplimiento",
            "anterior a la del acuerdo",
        ),
        ({"url_fuente": ""}, "url_fuente", "Falta la dirección"),
    ],
)
def test_what_is_refused_of_an_agreement(change: dict[str, str], column: str, reason: str) -> None:
    found = agreements(change)
    assert found.frame.empty
    assert any(column == c and reason in why for _row, c, why in reasons(found)), reasons(found)


def test_an_agreement_is_told_by_its_code_whatever_its_case() -> None:
    found = agreements(
        {},
        {"codigo": "a1"},
        {"codigo_ugel": "140002"},
        {"codigo": "A2", "fecha_limite": "2030-12-31"},
    )
    assert reasons(found) == [(3, "codigo", "Repite el acuerdo de la fila 2.")]
    assert found.frame.loc[5]["due_on"] == dt.date(2030, 12, 31)


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"documento": "Modelo de ejemplo"}, "documento", "fila de ejemplo"),
        ({"version": ""}, "version", "vacío"),
        ({"fecha": "2030-01-01"}, "fecha", "futur"),
        ({"url_documento": ""}, "url_documento", "Falta la dirección del documento"),
        ({"url_documento": "javascript:alert(1)"}, "url_documento", "dirección web"),
        ({"url_fuente": ""}, "url_fuente", "Falta la dirección"),
    ],
)
def test_what_is_refused_of_a_version(change: dict[str, str], column: str, reason: str) -> None:
    found = versions(change)
    assert found.frame.empty
    assert any(column == c and reason in why for _row, c, why in reasons(found)), reasons(found)
