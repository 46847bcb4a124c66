"""What is misspelt: likeness of letters, and words that long names have."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from layers.searching import Match
from layers.searching.asked import read_query
from layers.searching.questions import questions_of
from layers.searching.rows import meant, searched_layers
from territory.models import NameWord, SanitationProject
from tests.layers.searching.rows import PUBLISHED, found, project, school, titles
from tests.plans import nodes, read_tables

pytestmark = pytest.mark.django_db

PROJECTS = "sanitation_projects"


def test_a_misspelt_name_is_found_where_nothing_else_is() -> None:
    school("0000001", "VIRGEN DE CHAPI")
    project("2345678", "AGUA POTABLE EN CAÑAVERAL")
    assert [hit.match for hit in found("virgen de chapy", "rural_schools")] == [Match.SIMILAR]
    assert [hit.match for hit in found("agua cañaverel", "sanitation_projects")] == [Match.SIMILAR]
    school("0000002", "VIRGEN DE CHAPY")
    assert titles("virgen de chapy", "rural_schools") == ["VIRGEN DE CHAPY"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("alcantarilado", "SISTEMA DE ALCANTARILLADO DE MOCUPE"),
        ("Alcantarillao", "SISTEMA DE ALCANTARILLADO DE MOCUPE"),
        ("potavilizacion", "PLANTA DE POTABILIZACIÓN EN SECHURA"),
        ("planta de potavilizacion en sechura", "PLANTA DE POTABILIZACIÓN EN SECHURA"),
        ("mocupe alcantarilado", "SISTEMA DE ALCANTARILLADO DE MOCUPE"),
        # No name has both: then all words but one.
        ("potavilizacion mocupe", "SISTEMA DE ALCANTARILLADO DE MOCUPE"),
    ],
)
def test_a_misspelt_word_within_a_long_name_is_found(typed: str, title: str) -> None:
    project("2345678", "SISTEMA DE ALCANTARILLADO DE MOCUPE")
    project("2345679", "PLANTA DE POTABILIZACIÓN EN SECHURA")
    hits = found(typed, "sanitation_projects")
    assert title in [hit.title for hit in hits]
    assert {hit.match for hit in hits} == {Match.SIMILAR}


def test_a_word_that_resembles_nothing_finds_nothing() -> None:
    project("2345678", "SISTEMA DE ALCANTARILLADO DE MOCUPE")
    assert found("xylofono", "sanitation_projects") == []


def words() -> dict[str, int]:
    """The words that long names have, samples' among them, and how often."""
    return dict(NameWord.objects.values_list("word", "uses"))


def test_the_words_are_those_of_the_rows_whoever_writes_them() -> None:
    before = words()
    assert before
    row = project("2345678", "SISTEMA DE ALCANTARILLADO 2018 DE LA I.E., XILÓFONO Y  XILÓFONO")
    # No numbers, and none too short to be taken for another.
    gained = {word: uses - before.get(word, 0) for word, uses in words().items()}
    assert {word: uses for word, uses in gained.items() if uses} == {
        "sistema": 1,
        "alcantarillado": 1,
        "xilofono": 2,
    }
    row.name = "SISTEMA DE MARIMBAS"
    row.save()
    row.status = "CERRADO"
    row.save()
    assert words().get("xilofono") is None
    assert words()["marimbas"] == 1
    SanitationProject.objects.bulk_create(
        [
            SanitationProject(
                cui=cui,
                name="MARIMBAS",
                place="240101",
                commitments=[14],
                selected_by="function",
                **PUBLISHED,
            )
            for cui in ("2345679", "2345680")
        ],
        update_conflicts=True,
        unique_fields=["cui", "place", "is_sample"],
        update_fields=["name"],
    )
    assert words()["marimbas"] == 3
    SanitationProject.objects.filter(is_sample=False).delete()
    assert words() == before
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE territory_sanitationproject CASCADE")
    assert words() == {}


def test_names_before_and_after_are_not_held_against_each_other() -> None:
    """An update of 150,000 rows took hours: how many a trigger is given isn't known beforehand."""
    (trigger,) = [
        each
        for each in SanitationProject._meta.triggers  # type: ignore[attr-defined]
        if each.name == "name_words_update"
    ]
    statement = trigger.func[: trigger.func.index("IF FOUND")]
    with connection.cursor() as cursor:
        for rows in ("old_rows", "new_rows"):
            cursor.execute(f"CREATE TEMP TABLE {rows} (LIKE territory_sanitationproject)")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        (answer,) = cursor.fetchone()
    plan = answer[0] if isinstance(answer, list) else json.loads(answer)[0]
    assert read_tables(plan["Plan"]) >= {"old_rows", "new_rows"}
    for node in nodes(plan["Plan"]):
        if "Join" in node["Node Type"] or node["Node Type"] == "Nested Loop":
            first, second = (read_tables(child) for child in node["Plans"])
            assert not ({"old_rows", "new_rows"} <= first | second and first and second), node


def test_a_word_that_no_name_has_costs_no_reading_of_names() -> None:
    """Its letters may be scattered over thousands of names, each of which would be looked at."""
    project("2345678", "SISTEMA DE ALCANTARILLADO EN LA LOCALIDAD DE MOCUPE")
    (where,) = (where for where in searched_layers() if where.layer.name == PROJECTS)
    for typed, asked in (
        ("localidad", {Match.WITHIN}),
        ("lcalidad", {Match.SIMILAR}),
        ("xylofono", set[Match]()),
        ("xylofono zzzzz", set[Match]()),
        # Too short, or a number: of these nothing is known.
        ("zzz", {Match.WITHIN}),
        ("2018", {Match.WITHIN}),
    ):
        query = read_query(typed)
        questions = questions_of(where.searched, query, meant(query, [where]))
        in_turn = [question.match for question in questions if question.in_turn]
        assert set(in_turn) == asked, typed


def test_a_number_within_a_long_name_is_no_misspelt_word() -> None:
    project("2345678", "SISTEMA DE AGUA 2018-II DE MOCUPE")
    for typed in ("agua 2018", "2018 mocupe", "201 agua", "ocup 2018"):
        assert [hit.match for hit in found(typed, PROJECTS)] == [Match.WITHIN], typed


def test_a_likeness_is_no_answer_where_there_is_a_better_one() -> None:
    school("0000001", "CUSQUITO")
    assert [hit.title for hit in found("cusquita") if hit.kind == "rural_schools"] == ["CUSQUITO"]
    project("2345678", "CALLE CUSQUITA")
    assert [hit.title for hit in found("cusquita")] == ["CALLE CUSQUITA"]
