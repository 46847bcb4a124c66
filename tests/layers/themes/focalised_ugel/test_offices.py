"""Actors and parties: offices and sectors of a list, in one spelling, and never a person."""

from __future__ import annotations

import pytest

from layers.reading.cells import CellError
from layers.themes.focalised_ugel.offices import OFFICES, parse_offices
from tests.territory.shapes import FIXTURES


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", None),
        ("  ;  ", None),
        ("ugel", "UGEL"),
        ("GORE, minsa", "Gobierno regional; Salud"),
        ("MINSA;GORE;minsa", "Gobierno regional; Salud"),
        ("Vivienda, construcción y saneamiento", "Vivienda, construcción y saneamiento"),
        ("COPALE | APAFA", "Familias; Consejo participativo de educación"),
        ("UGEL 160002; UGEL 160001", "UGEL 160001; UGEL 160002"),
        ("DRE 160000", "DRE o GRE 160000"),
        (
            "Gobierno regional 16; Municipalidad 160101",
            "Gobierno regional 16; Gobierno local 160101",
        ),
        ("defensoria del pueblo", "Defensoría del Pueblo"),
    ],
)
def test_a_cell_is_read_in_the_lists_words_and_order(written: str, read: str | None) -> None:
    assert parse_offices(written) == read


def test_what_is_written_is_read_again_as_it_is() -> None:
    every = "; ".join(OFFICES)
    assert parse_offices(every) == every


@pytest.mark.parametrize(
    "hostile",
    [
        "Juan Pérez Quispe",
        "UGEL; Juan Pérez Quispe",
        "UGEL Juan Pérez",
        "Salud 12345678",
        "UGEL 16",
        "Gobierno regional 160101",
        "<script>alert(1)</script>",
        "UGEL\u202e; atluO",
        "UGEL 45678912",
        "x" * 5_000,
    ],
)
def test_anything_else_is_refused_and_not_repeated(hostile: str) -> None:
    with pytest.raises(CellError) as refused:
        parse_offices(hostile)
    message = str(refused.value)
    assert "nunca personas" in message
    for word in ("Juan", "Pérez", "12345678", "45678912", "script", "atluO"):
        assert word not in message


def test_parties_are_two_or_more() -> None:
    assert parse_offices("UGEL; Salud", fewest=2) == "UGEL; Salud"
    for few in ("", "UGEL", "UGEL; ugel"):
        with pytest.raises(CellError, match="al menos 2"):
            parse_offices(few, fewest=2)


def test_the_guide_lists_every_office() -> None:
    guide = (FIXTURES.parent / "docs" / "importar-gestion-ugel.md").read_text("utf-8")
    listed = guide.split("<!-- oficinas -->")[1].split("<!-- fin de oficinas -->")[0]
    assert " ".join(listed.split()).split(" · ") == list(OFFICES)
