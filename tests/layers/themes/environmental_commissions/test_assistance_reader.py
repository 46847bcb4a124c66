"""The list of assistances: an improvement has evidence, a commission one key, a fact an address."""

from __future__ import annotations

import datetime as dt

import pytest

from layers.reading.results import Cleaned
from layers.themes.environmental_commissions.assistance_reader import FILE, clean_assistances
from tests.layers.themes.environmental_commissions.rows import (
    CUSCO,
    ORIGIN,
    cleaned,
    notes,
    reasons,
)

GOOD = (
    CUSCO
    | ORIGIN
    | {
        "fecha": "2018-05-10",
        "tema": "Reglamento interno",
        "mejora": "Aprobó su reglamento",
        "fecha_mejora": "2018-07-01",
        "evidencia": "https://www.gob.pe/reglamento",
    }
)


def clean(*changes: dict[str, str], samples: bool = False) -> Cleaned:
    return cleaned(clean_assistances, FILE, GOOD, *changes, samples=samples)


def test_a_good_row() -> None:
    found = clean({})
    assert found.errors == found.notices == ()
    assert list(found.frame.columns) == list(FILE.fields)
    assert found.frame.loc[2].to_dict() == {
        "kind": "CAM",
        "declared_ubigeo": "0801",
        "assisted_on": dt.date(2018, 5, 10),
        "topic": "Reglamento interno",
        "improvement": "Aprobó su reglamento",
        "improved_on": dt.date(2018, 7, 1),
        "evidence_url": "https://www.gob.pe/reglamento",
        "source": "Informe 7",
        "source_url": "https://www.gob.pe/informe-7",
        "cutoff_date": dt.date(2019, 12, 31),
        "commitments": [3],
        "is_sample": False,
    }


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"tipo": "CAR"}, "ubigeo", "Una CAR corresponde a un departamento"),
        ({"tipo": "comisión"}, "tipo", "CAR o CAM"),
        ({"ubigeo": "9999"}, "ubigeo", "no tiene una unidad"),
        ({"territorio": "Chiclayo"}, "territorio", "es «Cusco»"),
        # RENIEC's 130101 is Chiclayo; INEI's is Trujillo.
        ({"ubigeo": "130101", "territorio": "Chiclayo"}, "territorio", "RENIEC"),
        ({"fecha": ""}, "fecha", "vac"),
        ({"fecha": "31/02/2018"}, "fecha", "no existe"),
        ({"fecha": "2027-01-01"}, "fecha", "futuro"),
        ({"fecha": "2020-01-01", "fecha_mejora": ""}, "fecha", "posterior a la fecha de corte"),
        ({"tema": " "}, "tema", "vacío"),
        ({"tema": "Asistencia de ejemplo 4"}, "tema", "fila de ejemplo"),
        ({"url_fuente": ""}, "url_fuente", "Falta la dirección"),
        ({"url_fuente": "javascript:alert(1)"}, "url_fuente", "http"),
        ({"fuente": ""}, "fuente", "vacío"),
        ({"fecha_corte": ""}, "fecha_corte", "vac"),
    ],
)
def test_what_is_refused(change: dict[str, str], column: str, reason: str) -> None:
    found = clean(change)
    assert found.frame.empty
    assert any(column == c and reason in why for _row, c, why in reasons(found)), reasons(found)


@pytest.mark.parametrize(
    ("change", "left_out", "kept"),
    [
        ({"evidencia": ""}, ["mejora", "fecha_mejora"], None),
        ({"evidencia": "ver el archivo"}, ["evidencia", "mejora", "fecha_mejora"], None),
        ({"mejora": ""}, ["evidencia", "fecha_mejora"], None),
        ({"fecha_mejora": "2018-05-09"}, ["fecha_mejora"], "Aprobó su reglamento"),
        ({"mejora": "", "evidencia": "", "fecha_mejora": ""}, [], None),
        ({"fecha_mejora": "2018-05-10"}, [], "Aprobó su reglamento"),
    ],
)
def test_an_improvement_is_published_with_its_evidence_or_not_at_all(
    change: dict[str, str], left_out: list[str], kept: str | None
) -> None:
    """The assistance itself stays: what followed from it is unknown then, not denied."""
    found = clean(change)
    assert found.errors == ()
    assert sorted(column for _row, column, _why in notes(found)) == sorted(left_out)
    row = found.frame.loc[2]
    assert row["improvement"] == kept
    assert (row["evidence_url"] is None) == (kept is None)
    if "fecha_mejora" in left_out:
        assert row["improved_on"] is None


def test_the_same_assistance_twice_is_refused_however_it_is_spelt() -> None:
    found = clean({}, {"tema": "REGLAMENTO  INTERNO"}, {"fecha": "11/05/2018"}, {"tema": "Otro"})
    assert reasons(found) == [(3, "tema", "Repite la asistencia de la fila 2.")]
    assert list(found.frame.index) == [2, 4, 5]


def test_a_sample_needs_no_address_and_is_marked() -> None:
    bare = {"tema": "ASISTENCIA DE EJEMPLO 1", "evidencia": "", "url_fuente": ""}
    found = clean(bare, samples=True)
    assert found.errors == ()
    assert found.frame.loc[2]["improvement"] == "Aprobó su reglamento"
    assert clean({}, samples=True).frame.empty
