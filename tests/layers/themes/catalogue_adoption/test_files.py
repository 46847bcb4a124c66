"""The two files: what is read, and what is refused with its row, column and reason."""

from __future__ import annotations

import datetime as dt

import pytest

from layers.reading.results import Cleaned
from layers.themes.catalogue_adoption import adoption_file, practices_file
from tests.layers.themes.catalogue_adoption.rows import ADOPTION, PRACTICE
from tests.layers.themes.environmental_commissions.rows import cleaned, reasons


def adoption(*changes: dict[str, str], samples: bool = False) -> Cleaned:
    return cleaned(
        adoption_file.clean_adoption, adoption_file.FILE, ADOPTION, *changes, samples=samples
    )


def practices(*changes: dict[str, str]) -> Cleaned:
    return cleaned(practices_file.clean_practices, practices_file.FILE, PRACTICE, *changes)


def test_a_good_row_of_each_is_read() -> None:
    (row,) = adoption({}).frame.to_dict("records")
    assert (row["facility_code"], row["declared_ubigeo"]) == ("00002941", "140101")
    assert (row["catalogue"], row["state"], row["edition"]) == ("Lista A", "in_use", "2.0")
    assert row["adopted_on"] == dt.date(2018, 6, 1)
    (row,) = practices({}).frame.to_dict("records")
    assert (row["kind"], row["edition"]) == ("protocol", "1.0")
    assert row["document_hash"] == "ab" * 32


def test_a_lost_zero_comes_back_and_what_is_unknown_stays_empty() -> None:
    found = adoption({"codigo_establecimiento": "2941.0", "version": "", "desde": ""})
    (row,) = found.frame.to_dict("records")
    assert (row["facility_code"], row["edition"], row["adopted_on"]) == ("00002941", None, None)


@pytest.mark.parametrize(
    ("written", "state"),
    [("En uso", "in_use"), ("SÍ", "in_use"), ("no lo usa", "not_used"), ("No", "not_used")],
)
def test_the_words_of_a_use(written: str, state: str) -> None:
    found = adoption({"uso": written, "version": "", "desde": ""})
    assert found.errors == ()
    assert found.frame.loc[2]["state"] == state


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"codigo_establecimiento": ""}, "codigo_establecimiento", "8 dígitos"),
        ({"codigo_establecimiento": "123456789"}, "codigo_establecimiento", "8 dígitos"),
        ({"codigo_establecimiento": "0"}, "codigo_establecimiento", "8 dígitos"),
        ({"establecimiento": ""}, "establecimiento", "vacío"),
        ({"establecimiento": "ESTABLECIMIENTO DE EJEMPLO 1"}, "establecimiento", "de ejemplo"),
        ({"ubigeo": "990101"}, "ubigeo", "no tiene una unidad"),
        ({"territorio": "Trujillo"}, "territorio", ""),
        ({"catalogo": ""}, "catalogo", "vacío"),
        ({"catalogo": "Catálogo de ejemplo A"}, "catalogo", "de ejemplo"),
        ({"catalogo": "C" * 121}, "catalogo", "120"),
        ({"uso": ""}, "uso", "en uso"),
        ({"uso": "tal vez"}, "uso", "en uso"),
        ({"uso": "no"}, "version", "no hay versión"),
        ({"uso": "no", "version": ""}, "desde", "no hay fecha"),
        ({"version": "V" * 41}, "version", "40"),
        ({"desde": "2020-01-01"}, "desde", "posterior a la fecha de corte"),
        ({"desde": "30/02/2018"}, "desde", ""),
        ({"url_fuente": ""}, "url_fuente", "Falta la dirección"),
        ({"fecha_corte": ""}, "fecha_corte", ""),
    ],
)
def test_what_is_refused_of_a_use(change: dict[str, str], column: str, reason: str) -> None:
    found = adoption(change)
    assert found.frame.empty
    assert any(column == c and reason in why for _row, c, why in reasons(found)), reasons(found)


def test_a_facility_says_of_a_catalogue_once_however_it_is_written() -> None:
    found = adoption(
        {}, {"catalogo": "LISTA  A", "version": "1.0"}, {"catalogo": "Lista B"}, {"uso": "no"}
    )
    assert (3, "catalogo", "Repite el establecimiento y el catálogo de la fila 2.") in reasons(
        found
    )
    assert list(found.frame["catalogue"]) == ["Lista A", "Lista B"]


def test_a_sample_is_marked_in_its_name_and_its_catalogue() -> None:
    marked = {"establecimiento": "ESTABLECIMIENTO DE EJEMPLO 1", "catalogo": "CATÁLOGO DE EJEMPLO"}
    assert adoption(marked, samples=True).errors == ()
    for column in marked:
        found = adoption(marked | {column: "Lista A"}, samples=True)
        assert [c for _row, c, _why in reasons(found)] == [column]


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"documento": "Protocolo de ejemplo 1"}, "documento", "fila de ejemplo"),
        ({"version": ""}, "version", "vacío"),
        ({"fecha": "2030-01-01"}, "fecha", "futur"),
        ({"tipo": "reglamento"}, "tipo", "protocolo"),
        ({"sha256": ""}, "sha256", "Falta la huella"),
        ({"sha256": "ab"}, "sha256", "64 cifras"),
        ({"sha256": "zz" * 32}, "sha256", "64 cifras"),
        ({"url_documento": ""}, "url_documento", "Falta la dirección del documento"),
        ({"url_documento": "javascript:alert(1)"}, "url_documento", "dirección web"),
        ({"url_fuente": ""}, "url_fuente", "Falta la dirección"),
    ],
)
def test_what_is_refused_of_a_practice(change: dict[str, str], column: str, reason: str) -> None:
    found = practices(change)
    assert found.frame.empty
    assert any(column == c and reason in why for _row, c, why in reasons(found)), reasons(found)


def test_a_version_is_there_once() -> None:
    assert reasons(practices({}, {"version": "1.0 "}, {"version": "2.0"})) == [
        (3, "version", "Repite la versión de la fila 2.")
    ]
