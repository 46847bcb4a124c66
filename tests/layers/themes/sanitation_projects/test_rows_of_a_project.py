"""A project in several rows, and which of them are the same."""

from __future__ import annotations

import re

from tests.layers.themes.sanitation_projects.invierte_files import EVERYWHERE, read, records


def test_a_project_has_a_row_in_each_district() -> None:
    there = {"DISTRITO": "SAN SEBASTIAN", "UBIGEO": "80105", "LATITUD": "-13.53"}
    reading = read({}, there, EVERYWHERE | {"UBIGEO": "0"})
    assert [record["place"] for record in records(reading)] == ["080101", "080105", ""]
    declared = [record["declared_ubigeo"] for record in records(reading)]
    assert declared == ["080101", "080105", None]
    assert reading.errors == ()


def test_a_repeated_row_counts_once_and_may_bring_the_position() -> None:
    reading = read({"LATITUD": "", "LONGITUD": ""}, {}, {})
    (record,) = records(reading)
    assert record["geom"] == "SRID=4326;POINT(-71.97 -13.51)"
    assert reading.remarks[-1].startswith("2 filas repiten")


def test_a_project_whose_rows_disagree_is_refused_from_the_second_on() -> None:
    there = {"DISTRITO": "SAN SEBASTIAN", "UBIGEO": "80105", "COSTO_ACTUALIZADO": "1201"}
    reading = read({}, there)
    assert [record["place"] for record in records(reading)] == ["080101"]
    (error,) = reading.errors
    assert (error.row, error.column) == (3, "codigo_unico")
    assert "La fila 2 da a este CUI otro valor en costo_actualizado." in error.reason


def test_a_refused_row_decides_nothing_for_the_next() -> None:
    reading = read({"UBIGEO": "80199", "COSTO_ACTUALIZADO": "9"}, {})
    assert [error.row for error in reading.errors] == [2]
    assert len(records(reading)) == 1


def test_a_work_without_cui_has_a_key_of_its_own() -> None:
    first = read({"CODIGO_UNICO": ""})
    (row,) = records(first)
    assert re.fullmatch("S[0-9A-V]{7}", row["cui"])
    assert any("1 filas no traen CUI" in remark for remark in first.remarks)
    # The same work later, dearer and elsewhere in the file: the same key.
    later = read({"CODIGO_UNICO": "2000001"}, {"CODIGO_UNICO": "-", "COSTO_ACTUALIZADO": "9999"})
    assert [record["cui"] for record in records(later)] == ["2000001", row["cui"]]
    # Another work, another key.
    other = read({"CODIGO_UNICO": "", "NOMBRE_INVERSION": "AGUA POTABLE DE OTRO LUGAR"})
    assert records(other)[0]["cui"] != row["cui"]
