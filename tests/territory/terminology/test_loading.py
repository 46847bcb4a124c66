"""Concepts put in place: their order, their hierarchy, and what is refused."""

from __future__ import annotations

import pytest

from territory.models import CodeConcept, CodeSystem, ConceptEdge
from territory.terminology.concepts import ConceptRow, concept_rows
from territory.terminology.faults import Circular, NotUnderstood
from territory.terminology.loading import MOST_LEVELS, replace_concepts
from tests.terminology import code_system, hierarchy

pytestmark = pytest.mark.django_db


def test_concepts_keep_their_order_and_those_in_use_have_a_place_of_their_own() -> None:
    made = code_system("c", [ConceptRow("b"), ConceptRow("a", is_inactive=True), ConceptRow("c")])
    found = list(made.concepts.values_list("code", "ordinal", "active_ordinal"))
    assert found == [("b", 0, 0), ("a", 1, None), ("c", 2, 1)]
    assert (made.concept_count, made.active_count) == (3, 2)


def test_the_hierarchy_is_that_of_nested_concepts_and_of_both_properties() -> None:
    resource = {
        "property": [{"code": "padre", "uri": "http://hl7.org/fhir/concept-properties#parent"}],
        "concept": [
            {"code": "a", "concept": [{"code": "a1", "display": "Uno"}]},
            {"code": "b", "property": [{"code": "child", "valueCode": "c"}]},
            {"code": "c", "property": [{"code": "padre", "valueCode": "a"}]},
        ],
    }
    made = code_system("h", concept_rows(resource))
    codes = dict(made.concepts.values_list("ordinal", "code"))
    edges = {(codes[e.parent], codes[e.child]) for e in made.edges.all()}
    assert edges == {("a", "a1"), ("a", "c"), ("b", "c")}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([ConceptRow("a"), ConceptRow("b"), ConceptRow("a")], "«a» está más de una vez"),
        ([ConceptRow("a", parents=("x",))], "«a» está debajo de «x»"),
        ([ConceptRow("a\0b")], "carácter"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_changes(rows: list[ConceptRow], message: str) -> None:
    made = code_system("w", ["z"])
    with pytest.raises(NotUnderstood, match=message):
        replace_concepts(made, rows)
    assert list(made.concepts.values_list("code", flat=True)) == ["z"]


def test_codes_that_differ_by_case_alone_are_two_only_where_case_matters() -> None:
    assert code_system("s", ["a", "A"]).concept_count == 2
    with pytest.raises(NotUnderstood, match="más de una vez"):
        code_system("i", ["a", "A"], case_sensitive=False)


@pytest.mark.parametrize(
    "above",
    [
        {"a": ("a",)},
        {"a": ("b",), "b": ("a",)},
        {"r": (), "a": ("r", "c"), "b": ("a",), "c": ("b",), "leaf": ("c",)},
    ],
)
def test_a_hierarchy_that_returns_to_itself_is_refused(above: dict[str, tuple[str, ...]]) -> None:
    made = code_system("r", ["z"])
    with pytest.raises(Circular, match="vuelve sobre sí misma"):
        replace_concepts(made, [ConceptRow(c, parents=p) for c, p in above.items()])
    assert made.concepts.get().code == "z"
    assert not ConceptEdge.objects.filter(system=made).exists()


def test_a_hierarchy_has_no_more_levels_than_are_walked() -> None:
    def chain(length: int) -> list[ConceptRow]:
        return [ConceptRow(str(n), parents=(str(n - 1),) if n else ()) for n in range(length)]

    made = code_system("d")
    assert replace_concepts(made, chain(MOST_LEVELS)) == MOST_LEVELS
    with pytest.raises(Circular):
        replace_concepts(made, chain(MOST_LEVELS + 3))


def test_loading_again_replaces_and_touches_the_version() -> None:
    made = code_system("again", [ConceptRow(c, parents=p) for c, p in hierarchy(1).items()])
    before = CodeSystem.objects.get(pk=made.pk).updated_at
    replace_concepts(made, [ConceptRow("x")])
    assert list(CodeConcept.objects.filter(system=made).values_list("code", flat=True)) == ["x"]
    assert not made.edges.exists()
    assert CodeSystem.objects.get(pk=made.pk).updated_at > before


def test_what_everybody_sees_is_no_draft_and_no_example_beside_a_fact() -> None:
    def seen() -> set[str]:
        rows = CodeSystem.objects.published().filter(slug__startswith="seen")
        return set(rows.values_list("slug", flat=True))

    CodeSystem.objects.filter(is_sample=False).delete()
    example = code_system("seen-e", ["a"], is_sample=True, title="EJEMPLO · Catálogo")
    draft = code_system("seen-d", ["a"], status="draft")
    assert seen() == {example.slug}
    code_system("seen-f", ["a"], status="retired")
    assert seen() == {"seen-f-1"}
    assert draft.slug not in seen()
