"""A declared district: its code and its names have to agree, and neither is guessed."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from layers.reading import declared
from layers.reading.code_and_names import compare
from layers.reading.columns import Columns
from layers.reading.declared import Declared
from layers.reading.directory import Directory

UNITS = {
    "11": "Ica",
    "1103": "Nasca",
    "110301": "Nasca",
    "110302": "Changuillo",
    "13": "La Libertad",
    "1301": "Trujillo",
    "130101": "Trujillo",
    "14": "Lambayeque",
    "1401": "Chiclayo",
    "140101": "Chiclayo",
    "16": "Loreto",
    "1601": "Maynas",
    "160113": "San Juan Bautista",
}
COLUMNS = ("codgeo", "d_dpto", "d_prov", "d_dist")


def read(*cells: str) -> tuple[str | None, list[str], list[str]]:
    table = Columns(pd.DataFrame([cells], [2], COLUMNS, dtype=object))
    values = Declared(Directory(UNITS)).read(table, COLUMNS[0], COLUMNS[1:])
    reasons = [[e.reason for e in found] for found in (table.errors, table.notices)]
    return values[2], *reasons


@pytest.mark.parametrize(
    ("cells", "ubigeo"),
    [
        (("130101", "LA LIBERTAD", "TRUJILLO", "TRUJILLO"), "130101"),
        (("", "La Libertad", "Trujillo", "Trujillo"), "130101"),
        (("130101.0", "LA LIBERTAD", "TRUJILLO", "TRUJILLO"), "130101"),
        # Another spelling of the district's own name.
        (("160113", "LORETO", "MAYNAS", "S. JUAN BAUTISTA"), "160113"),
    ],
)
def test_what_is_believed(cells: tuple[str, ...], ubigeo: str) -> None:
    assert read(*cells) == (ubigeo, [], [])


def test_a_name_that_no_unit_has_is_reported_and_its_code_kept() -> None:
    """Only another unit's name contradicts a code; the rest may be how the file writes its own."""
    ubigeo, errors, notices = read("110302", "ICA", "NASCA", "UN DISTRITO NUEVO")
    assert (ubigeo, errors) == ("110302", [])
    (notice,) = notices
    assert notice.startswith("El archivo escribe «UN DISTRITO NUEVO» por «Changuillo»")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        # RENIEC's 130101 is Chiclayo, INEI's is Trujillo.
        (("130101", "LAMBAYEQUE", "CHICLAYO", "CHICLAYO"), "para el INEI es 140101 .*RENIEC"),
        (("110302", "ICA", "NASCA", "NASCA"), "para el INEI es 110301"),
        (("130101", "", "", ""), "no tiene al lado nombres"),
        (("130101", "X", "Y", "Z"), "otros nombres, que el INEI no tiene: X, Y, Z.$"),
        (("999999", "LA LIBERTAD", "TRUJILLO", "TRUJILLO"), "para el INEI es 130101"),
    ],
)
def test_a_contradiction_costs_the_row(cells: tuple[str, ...], reason: str) -> None:
    ubigeo, errors, notices = read(*cells)
    assert ubigeo is None
    assert notices == []
    assert len(errors) == 1
    assert re.search(reason, errors[0])


def test_each_declaration_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows repeat it, and whatever is reported of it."""
    compared: list[str] = []

    def counted(units: Directory, code: str, names: tuple[str, ...]) -> str:
        compared.append(code)
        return compare(units, code, names)

    monkeypatch.setattr(declared, "compare", counted)
    cells = [("130101", "LA LIBERTAD", "TRUJILLO", "TRUJILLO")] * 3
    cells += [("110302", "ICA", "NASCA", "UN DISTRITO NUEVO")] * 3
    table = Columns(pd.DataFrame(cells, range(2, 8), COLUMNS, dtype=object))
    values = Declared(Directory(UNITS)).read(table, COLUMNS[0], COLUMNS[1:])
    assert list(values) == ["130101"] * 3 + ["110302"] * 3
    assert len(table.notices) == 3
    assert compared == ["130101", "110302"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("130199", "LA LIBERTAD", "TRUJILLO", "UN DISTRITO NUEVO"), "no tiene un distrito 130199"),
        (("", "LA LIBERTAD", "TRUJILLO", "UN DISTRITO NUEVO"), "LA LIBERTAD, TRUJILLO, UN DIS"),
        (("13", "LA LIBERTAD", "TRUJILLO", "UN DISTRITO NUEVO"), "6 dígitos"),
        (("", "", "", ""), "no tiene un distrito"),
    ],
)
def test_an_unknown_district_is_left_out(cells: tuple[str, ...], reason: str) -> None:
    ubigeo, errors, notices = read(*cells)
    assert (ubigeo, errors) == (None, [])
    assert len(notices) == 1
    assert reason in notices[0]
