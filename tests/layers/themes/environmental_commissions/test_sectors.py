"""Members are sectors of one vocabulary, however a file spells them, and never persons."""

from __future__ import annotations

import pytest

from layers.guides import FOLDER
from layers.themes.environmental_commissions.reader import FILE, clean_commissions
from layers.themes.environmental_commissions.sectors import (
    SECTORS,
    known_sectors,
    unknown_sectors,
)
from tests.layers.themes.environmental_commissions.rows import CUSCO, ORIGIN, cleaned, notes


@pytest.mark.parametrize(
    ("raw", "sectors"),
    [
        ("Salud", "Salud"),
        ("SALUD ; salud;Sálud", "Salud"),
        ("minsa | ONG", "Salud; Sociedad civil"),
        ("O.N.G.", "Sociedad civil"),
        ("Gobierno  Regional\nMunicipalidades", "Gobierno regional; Gobierno local"),
        # A comma parts sectors, but not within a sector's own title.
        ("Salud, Educación, Academia", "Educación; Salud; Academia"),
        (
            "Vivienda, Construcción y Saneamiento; Salud",
            "Salud; Vivienda, construcción y saneamiento",
        ),
        ("Energia y Minas", "Energía y minas"),
        (" ; , ", None),
        ("", None),
    ],
)
def test_spellings(raw: str, sectors: str | None) -> None:
    assert known_sectors(raw) == sectors
    assert unknown_sectors(raw) == ""


@pytest.mark.parametrize("raw", ["María Pérez Quispe", "Ing. Juan Pérez (Salud)", "12345678"])
def test_a_person_is_no_sector(raw: str) -> None:
    assert known_sectors(raw) is None
    assert "(1)" in unknown_sectors(raw)
    assert raw not in unknown_sectors(raw)


def test_what_is_known_stays_beside_what_is_not() -> None:
    row = CUSCO | ORIGIN | {"nombre": "CAM Cusco", "sectores": "Salud; Juan Pérez; GORE; X"}
    found = cleaned(clean_commissions, FILE, row, {})
    assert found.errors == ()
    assert found.frame.loc[2]["member_sectors"] == "Gobierno regional; Salud"
    ((row_number, column, reason),) = notes(found)
    assert (row_number, column) == (2, "sectores")
    assert "(2)" in reason


def test_no_spelling_is_of_two_sectors() -> None:
    spellings = [known_sectors(each) for title, others in SECTORS.items() for each in others]
    assert spellings == [title for title, others in SECTORS.items() for _each in others]


def test_the_guide_lists_them_all() -> None:
    text = " ".join((FOLDER / "importar-comisiones.md").read_text("utf-8").split())
    assert [title for title in SECTORS if title not in text] == []
