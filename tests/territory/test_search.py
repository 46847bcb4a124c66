"""Finding a unit by what a person types."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from territory.names import fold, same_name
from territory.search import search_units

pytestmark = pytest.mark.django_db


def found(text: str, limit: int = 10) -> list[str]:
    return [unit.pk for unit in search_units(text, limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        # An exact ubigeo, and the level order among the same name.
        ("150101", ["150101"]),
        ("08", ["08", "0801"]),
        ("cusco", ["08", "0801", "080101"]),
        ("CUSCO ", ["08", "0801", "080101"]),
        # Accents either way.
        ("ancash", ["02"]),
        ("Áncash", ["02"]),
        ("junín", ["12", "1205", "120501"]),
        ("canete", ["1505"]),
        # A beginning before what only contains the text.
        ("lim", ["15", "1501", "150101", "211203"]),
        ("ventan", ["070106"]),
        # Misspelt.
        ("otusco", ["1306", "130601"]),
        ("cajmarca", ["06", "0601", "060101"]),
        # By the capital, which people know better than the district.
        ("pucallpa", ["250101"]),
        ("Puerto Maldonado", ["170101"]),
        # Told apart by where it lies.
        ("San Isidro, Lima", ["150131"]),
        ("san isidro, huaytara", ["090612"]),
        ("san isidro, huancavelica", ["090612"]),
    ],
)
def test_the_best_comes_first(text: str, first: list[str]) -> None:
    assert found(text)[: len(first)] == first


@pytest.mark.parametrize(
    "text",
    ["", "   ", ",", ", Lima", "%", "_", "\\", "'; DROP TABLE x", "999999", "xyzzyqw", "😀", "\0"],
)
def test_what_names_nothing_finds_nothing(text: str) -> None:
    assert found(text) == []


def test_digits_are_the_beginning_of_a_ubigeo() -> None:
    lima = found("1501", 100)
    assert lima[0] == "1501"
    assert len(lima) == 44
    assert all(ubigeo.startswith("1501") for ubigeo in lima)


def test_one_query_that_brings_the_parents(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        units = list(search_units("san isidro", 5))
        where = [
            (u.parent.name, u.parent.parent.name) for u in units if u.parent and u.parent.parent
        ]
    assert ("Lima", "Lima") in where


def test_the_limit_holds() -> None:
    assert len(found("san", 7)) == 7


def test_a_name_can_use_the_trigram_indexes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = search_units("ventanilla", 5).explain()
    assert "Bitmap Index Scan on adminunit_name_trgm" in plan
    assert "Bitmap Index Scan on adminunit_capital_trgm" in plan


@settings(max_examples=60)
@given(st.text(st.characters(codec="utf-8")))
def test_no_text_breaks_it(text: str) -> None:
    assert len(found(text, 3)) <= 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("SAN MARTIN", "San Martín", True),
        ("Huanca-Sancos", "Huanca Sancos", True),
        ("Ñahuimpuquio", "NAHUIMPUQUIO", True),
        ("La Unión.", "la union", True),
        ("Trujillo", "Chiclayo", False),
        ("Santa", "Santa Cruz", False),
        ("", "Lima", False),
    ],
)
def test_same_name(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


def test_fold() -> None:
    assert fold("  SAN\u00a0 MARTÍN ") == "san martin"
