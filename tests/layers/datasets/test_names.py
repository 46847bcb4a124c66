"""Names that every client takes, whatever a file calls its columns."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from layers.datasets.names import MAX_LENGTH, column_names, layer_name, may_be_cut, plain_name
from layers.datasets.reserved import RESERVED

# An XML name (NCName), a column that PostgreSQL folds to itself, a bare property of CQL2 text.
VALID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("POBLACION", "poblacion"),
        ("Nº de año", "no_de_ano"),
        ("  Área (km²) ", "area_km2"),
        ("2024", "columna_2024"),
        ("%", "columna"),
        ("", "columna"),
        ("__a__b__", "a_b"),
        ("Región/Provincia", "region_provincia"),
        ("Ñusta", "nusta"),
        ("поле", "columna"),
        ("a" * 80, "a" * MAX_LENGTH),
    ],
)
def test_a_name_is_made_of_what_is_written(text: str, name: str) -> None:
    assert plain_name(text, "columna") == name


@pytest.mark.parametrize(
    ("originals", "names"),
    [
        (["Área", "AREA"], ["area", "area_2"]),
        (["a", "A", "a_2"], ["a", "a_3", "a_2"]),
        (["id", "fid", "geom"], ["id_2", "fid_2", "geom_2"]),
        (["limit", "bbox", "select", "date"], ["limit_2", "bbox_2", "select_2", "date_2"]),
        (["", ""], ["columna", "columna_2"]),
        (["DESCRIPCIO", "DESCRIPC_1"], ["descripcio", "descripc_1"]),
        (["x" * 60, "x" * 61], ["x" * 50, "x" * 48 + "_2"]),
    ],
)
def test_no_two_columns_have_the_same_name(originals: list[str], names: list[str]) -> None:
    assert column_names(originals) == names


@given(some.lists(some.text(max_size=70), max_size=12))
def test_every_name_is_valid_and_its_own(originals: list[str]) -> None:
    names = column_names(originals)
    assert len(set(names)) == len(names) == len(originals)
    assert all(VALID.fullmatch(name) and len(name) <= MAX_LENGTH for name in names)
    assert not RESERVED & set(names)


def test_a_layer_s_name_begins_with_its_agency_s() -> None:
    assert layer_name("MINAM-DGPIGA", "Áreas verdes", []) == "minam_dgpiga_areas_verdes"
    taken = ["mtc_vias", "mtc_vias_2"]
    assert layer_name("MTC", "Vías", taken) == "mtc_vias_3"


def test_what_dbase_may_have_cut() -> None:
    """dBase III: a field's name has at most ten characters."""
    assert may_be_cut("DESCRIPCIO")
    assert not may_be_cut("NOMBRE")
