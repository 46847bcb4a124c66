"""What a search costs: its queries, and an index for each of its questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from layers.searching import search
from layers.searching.asked import read_query
from layers.searching.rows import search_statement, searched_layers
from territory.models import RuralSchool, SanitationProject
from tests.layers.searching.rows import ANYBODY, project, school

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        # Units, commitments, versions, what misspelt words may mean, rows, agreements and
        # consultations …
        ("virgn", 6),
        # … the names of the units that the rows found are in …
        ("san martin", 7),
        ("agua clara tumbes", 7),
        # … and, of a thing of several rows, all the units that it is in.
        ("agua", 8),
    ],
)
def test_the_number_of_queries_is_fixed(
    django_assert_num_queries: DjangoAssertNumQueries, typed: str, number: int
) -> None:
    school("0000001", "AGUA CLARA")
    search(typed, ANYBODY, 8)
    with django_assert_num_queries(number):
        search(typed, ANYBODY, 8)


def conditions(plan: dict[str, Any], tables: set[str]) -> Iterator[str]:
    """How a plan reaches rows of the tables: an index's condition, or what reads all of them."""
    kind = plan["Node Type"]
    if plan.get("Alias", "").startswith("u0"):
        # Whether a table holds a fact is looked up by reading rows until there is one.
        return
    reads = plan.get("Relation Name") in tables and kind != "Bitmap Heap Scan"
    if reads or kind == "Bitmap Index Scan":
        yield plan.get("Index Cond", kind)
    for inner in plan.get("Plans", ()):
        yield from conditions(inner, tables)


def many(rows: int) -> tuple[str, str]:
    """So many facts in two tables that it pays to read an index; gives the tables' names."""
    word = "left(md5(n::text), 9) || ' ' || right(md5(n::text), 9)"
    with connection.cursor() as cursor:
        project("1", "AGUA")
        school("0000000", "AGUA")
        for model, code in ((SanitationProject, "cui"), (RuralSchool, "modular_code")):
            table = model._meta.db_table
            columns = [str(f.column) for f in model._meta.concrete_fields if not f.generated]
            copied = [
                {"id": "DEFAULT", code: "(1000000 + n)::text", "name": word}.get(column, column)
                for column in columns
            ]
            names = [column for column in columns if column != "id"]
            values = [value for value in copied if value != "DEFAULT"]
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} "
                f"FROM {table}, generate_series(1, {rows}) n WHERE NOT is_sample"
            )
            cursor.execute(f"ANALYZE {table}")
    return SanitationProject._meta.db_table, RuralSchool._meta.db_table


def planned(typed: str, names: set[str], meant: dict[str, list[str]]) -> dict[str, Any]:
    """PostgreSQL's plan of the statement over the layers of these names.

    A word that most rows have is found soonest without an index; by force, so that the plan says
    whether each condition could use one.
    """
    themes = [where for where in searched_layers() if where.layer.name in names]
    statement, parameters = search_statement(read_query(typed), ANYBODY, 8, themes, meant)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
        plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
    return plan


def test_what_all_words_are_within_is_looked_for_once() -> None:
    """And for a name or its beginning no index of trigrams is read, which takes long of a sentence.

    Nor is it read again to know that nothing was found.
    """
    tables = set(many(4000))
    # Of a name that the index has whole, the name and its beginning are one reading.
    for typed, readings in (
        ("obra de agua", 1),
        ("obra de agua potable en la localidad de mocupe, distrito de lagunas", 2),
    ):
        reached = list(conditions(planned(typed, {"sanitation_projects"}, {}), tables))
        beginnings = [condition for condition in reached if "left" in condition]
        trigrams = [condition for condition in reached if "left" not in condition]
        assert len(beginnings) == readings
        words = read_query(typed).words
        whole = [c for c in trigrams if all(f"%{word}%" in c for word in words)]
        fewer = [c for c in trigrams if c not in whole]
        assert (len(whole), len(fewer)) == (1, len(words)), typed


@pytest.mark.parametrize(
    "typed", ["1000678", "obra bcde", "agua potable tumbes", "agua", "obra bcxe"]
)
def test_every_question_reads_an_index(typed: str) -> None:
    tables = set(many(4000))
    layers = {"sanitation_projects", "rural_schools"}
    misspelt = {"bcxe": ["bcde", "bcxf"]} if "bcxe" in typed else {}
    plan = planned(typed, layers, misspelt)
    reached = list(conditions(plan, tables))
    assert len(reached) >= len(tables)
    searched = [where.searched for where in searched_layers() if where.layer.name in layers]
    names = {"f_unaccent", *(code.field for one in searched for code in one.codes)}
    for condition in reached:
        assert any(name in condition for name in names), condition
