"""What is misspelt: likeness of letters, and words that long names have."""

from __future__ import annotations

import pytest

from layers.searching import Match
from territory.models import NameWord, RuralSchool, SanitationProject
from territory.vocabulary import refresh_words
from tests.layers.searching.rows import found, project, school, titles

pytestmark = pytest.mark.django_db


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
    refresh_words([SanitationProject])
    hits = found(typed, "sanitation_projects")
    assert title in [hit.title for hit in hits]
    assert {hit.match for hit in hits} == {Match.SIMILAR}


def test_a_word_that_resembles_nothing_finds_nothing() -> None:
    project("2345678", "SISTEMA DE ALCANTARILLADO DE MOCUPE")
    refresh_words([SanitationProject])
    assert found("xylofono", "sanitation_projects") == []


def test_the_words_are_those_of_the_rows_as_they_are() -> None:
    row = project("2345678", "SISTEMA DE ALCANTARILLADO 2018 DE LA I.E.")
    refresh_words([SanitationProject])
    words = NameWord.objects.values_list("word", flat=True)
    assert {"sistema", "alcantarillado"} <= set(words)
    # No numbers, and none too short to be taken for another.
    assert not {"2018", "la"} & set(words)
    row.delete()
    refresh_words([SanitationProject, RuralSchool])
    assert "alcantarillado" not in words.all()


def test_a_likeness_is_no_answer_where_there_is_a_better_one() -> None:
    school("0000001", "CUSQUITO")
    assert [hit.title for hit in found("cusquita") if hit.kind == "rural_schools"] == ["CUSQUITO"]
    project("2345678", "CALLE CUSQUITA")
    assert [hit.title for hit in found("cusquita")] == ["CALLE CUSQUITA"]
