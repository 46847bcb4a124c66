"""Which codes a value set has, a page at a time, held against sets made by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from territory.models import CodeSystem, ValueSetMember
from territory.terminology.composing import Selection, select
from territory.terminology.concepts import ConceptRow
from territory.terminology.expanding import MOST_ON_PAGE, Asked, expand, is_kept
from territory.terminology.faults import Circular, NotUnderstood, TooCostly, UnknownValueSet
from territory.terminology.finding import find, is_member
from territory.terminology.keeping import keep, keep_all
from territory.terminology.library import Library
from territory.terminology.loading import replace_concepts
from territory.terminology.versions import SetVersion, handed_in, stored_system
from tests.terminology import BASE, code_system, value_set

pytestmark = pytest.mark.django_db
URL = f"{BASE}/CodeSystem/x"
OTHER = f"{BASE}/CodeSystem/y"


@pytest.fixture(autouse=True)
def systems() -> None:
    kinds = ["rojo", "verde", "azul"]
    rows = [
        ConceptRow(
            f"X{n:02}",
            display=f"Concepto número {n}",
            is_inactive=n % 5 == 0,
            properties=[{"code": "color", "type": "code", "value": kinds[n % 3]}],
        )
        for n in range(30)
    ]
    code_system("x", rows, properties=[{"code": "color", "type": "code"}])
    code_system("y", ["a", "b", "c"])


def selection(compose: dict[str, Any], *others: dict[str, Any]) -> Selection:
    found = handed_in({"resourceType": "ValueSet", "url": f"{BASE}/ValueSet/q", "compose": compose})
    assert isinstance(found, SetVersion)
    return select(Library(None, others), found)


def codes(found: Selection, **asked: Any) -> list[str]:
    return [concept.code for concept in expand(found, Asked(**asked)).concepts]


def of(color: str) -> dict[str, Any]:
    condition = {"property": "color", "op": "=", "value": color}
    return {"system": URL, "filter": [condition]}


def test_parts_are_joined_once_and_taken_away() -> None:
    compose = {
        "include": [of("rojo"), {"system": URL, "concept": [{"code": "X00"}, {"code": "X01"}]}],
        "exclude": [{"system": URL, "concept": [{"code": "X03"}]}],
    }
    expected = {f"X{n:02}" for n in range(0, 30, 3)} | {"X01"}
    found = codes(selection(compose))
    assert len(found) == len(set(found))
    assert set(found) == expected - {"X03"}


def test_an_import_is_met_with_what_stands_beside_it() -> None:
    value_set("reds", {"include": [of("rojo")]})
    value_set(
        "first", {"include": [{"system": URL, "concept": [{"code": c} for c in ("X00", "X01")]}]}
    )
    reds, first = (f"{BASE}/ValueSet/{slug}" for slug in ("reds", "first"))
    assert codes(selection({"include": [{"valueSet": [reds, first]}]})) == ["X00"]
    assert codes(selection({"include": [{"system": URL, "valueSet": [first]}]})) == ["X00", "X01"]
    both = selection({"include": [{"valueSet": [reds]}, {"valueSet": [first]}]})
    assert set(codes(both)) == {f"X{n:02}" for n in range(0, 30, 3)} | {"X01"}


@pytest.mark.parametrize("said", [None, True, False])
@pytest.mark.parametrize("active_only", [True, False])
def test_codes_out_of_use(said: bool | None, active_only: bool) -> None:
    compose: dict[str, Any] = {"include": [{"system": URL}, {"system": OTHER}]}
    if said is not None:
        compose["inactive"] = said
    without = active_only or said is False
    found = codes(selection(compose), active_only=active_only)
    assert len(found) == (24 if without else 30) + 3
    whole = {"include": [{"system": URL}]} | ({} if said is None else {"inactive": said})
    assert len(codes(selection(whole), active_only=active_only)) == (24 if without else 30)


def test_the_pages_are_the_whole_however_it_is_read() -> None:
    compose = {"include": [{"system": URL}, {"system": OTHER}], "exclude": [of("azul")]}
    kept = value_set("kept", compose)
    assert keep(kept)
    stored = select(Library(), Library().value_set(kept.url))
    assert is_kept(stored)
    for found in (stored, selection(compose), selection({"include": [{"system": URL}]})):
        for active_only in (False, True):
            whole = codes(found, active_only=active_only)
            total = expand(found, Asked(count=0, active_only=active_only)).total
            pages = [
                code
                for offset in range(0, 40, 7)
                for code in codes(found, offset=offset, count=7, active_only=active_only)
            ]
            assert pages == whole
            assert total == len(whole)
    assert set(codes(stored)) == set(codes(selection(compose)))


def test_kept_members_are_left_alone_once_what_they_are_made_of_changed() -> None:
    kept = value_set("stale", {"include": [{"system": OTHER}, {"system": URL}]})
    keep_all()
    system = Library().system(OTHER)
    replace_concepts(CodeSystem.objects.get(url=system.url), [ConceptRow("d")])
    stored = select(Library(), Library().value_set(kept.url))
    assert not is_kept(stored)
    assert codes(stored)[0] == "d"
    assert keep_all() == 1
    assert keep_all() == 0
    assert is_kept(select(Library(), Library().value_set(kept.url)))


def test_words_are_found_whatever_their_accents_and_case() -> None:
    found = selection({"include": [{"system": URL}]})
    assert codes(found, words=("NUMERO", "29")) == ["X29"]
    assert codes(found, words=("x07",)) == ["X07"]
    assert codes(found, words=("%",)) == []
    assert codes(found, words=("_07",)) == []


def test_a_page_is_read_by_its_place_in_as_many_statements_wherever_it_is() -> None:
    rows = [ConceptRow(f"L{n}") for n in range(MOST_ON_PAGE + 10)]
    code_system("large", rows)
    url = f"{BASE}/CodeSystem/large"
    kept = value_set("large", {"include": [{"system": url}, {"system": OTHER}]})
    keep(kept)
    for found in (
        selection({"include": [{"system": url}]}),
        select(Library(), Library().value_set(kept.url)),
    ):
        with pytest.raises(TooCostly, match="por páginas"):
            expand(found, Asked())
        for offset in (0, MOST_ON_PAGE):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                page = expand(found, Asked(offset=offset, count=5))
            assert len(asked) == 1
            assert "OFFSET" not in asked[0]["sql"]
            assert [c.code for c in page.concepts] == [f"L{offset + n}" for n in range(5)]


def test_a_set_that_imports_itself_is_refused() -> None:
    a, b = f"{BASE}/ValueSet/a", f"{BASE}/ValueSet/b"

    def importing(url: str, other: str) -> dict[str, Any]:
        compose = {"include": [{"valueSet": [other]}]}
        return {"resourceType": "ValueSet", "url": url, "status": "active", "compose": compose}

    with pytest.raises(Circular):
        selection({"include": [{"valueSet": [a]}]}, importing(a, b), importing(b, a))
    with pytest.raises(UnknownValueSet):
        selection({"include": [{"valueSet": [a]}]}, importing(a, b))


def test_levels_and_parts_have_their_bounds() -> None:
    def level(number: int) -> dict[str, Any]:
        compose = {"include": [{"valueSet": [f"{BASE}/ValueSet/v{number + 1}"]}] * 3}
        url = f"{BASE}/ValueSet/v{number}"
        return {"resourceType": "ValueSet", "url": url, "status": "active", "compose": compose}

    with pytest.raises(TooCostly):
        selection({"include": [{"valueSet": [f"{BASE}/ValueSet/v0"]}]}, *map(level, range(50)))
    with pytest.raises(TooCostly):
        selection({"include": [{"system": URL}] * 400})


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("(a", NotUnderstood),
        (r"(a)\1", NotUnderstood),
        ("a**", NotUnderstood),
        ("(?=a)b", NotUnderstood),
        ("a{5000}", TooCostly),
        ("(a{99}){99}", TooCostly),
        ("a{9}b{9}c{9}d{9}e{9}f{9}", TooCostly),
        ("a" * 300, TooCostly),
    ],
)
def test_a_pattern_that_may_explode_is_refused(pattern: str, fault: type[Exception]) -> None:
    condition = {"property": "code", "op": "regex", "value": pattern}
    with pytest.raises(fault):
        codes(selection({"include": [{"system": URL, "filter": [condition]}]}))


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+b", "X(0|1)[0-9]", "(.*)*x"])
def test_a_pattern_that_backtracks_elsewhere_is_answered(pattern: str) -> None:
    code_system("long", ["a" * 190, *["a" * n for n in range(100, 120)]])
    condition = {"property": "code", "op": "regex", "value": pattern}
    url = f"{BASE}/CodeSystem/long"
    found = codes(
        selection({"include": [{"system": u, "filter": [condition]} for u in (url, URL)]})
    )
    assert (len(found) == 20) is pattern.startswith("X")


@pytest.mark.parametrize(
    "condition",
    [
        {"property": "color", "op": "is-a", "value": "rojo"},
        {"property": "peso", "op": "=", "value": "1"},
        {"property": "color", "op": "exists", "value": "quizá"},
        {"property": "color", "op": "=", "value": ""},
        {"property": "color", "op": "'; DROP TABLE x", "value": "%s"},
    ],
)
def test_a_condition_that_means_nothing_is_refused(condition: dict[str, str]) -> None:
    with pytest.raises(NotUnderstood):
        codes(selection({"include": [{"system": URL, "filter": [condition]}]}))


@pytest.mark.parametrize(
    ("condition", "number"),
    [
        ({"property": "color", "op": "in", "value": "rojo, verde"}, 20),
        ({"property": "color", "op": "not-in", "value": "rojo"}, 20),
        ({"property": "color", "op": "regex", "value": "[rv].*"}, 20),
        ({"property": "color", "op": "exists", "value": "false"}, 0),
        ({"property": "code", "op": "in", "value": "X01,X02,zz"}, 2),
        ({"property": "display", "op": "=", "value": "Concepto número 3"}, 1),
        ({"property": "color", "op": "=", "value": "%s'\"{}"}, 0),
    ],
)
def test_conditions_on_values(condition: dict[str, str], number: int) -> None:
    found = codes(selection({"include": [{"system": URL, "filter": [condition]}]}))
    assert len(found) == number


def test_who_is_a_member_is_told_alike_of_kept_and_computed_sets() -> None:
    compose = {"include": [of("rojo")], "exclude": [{"system": URL, "concept": [{"code": "X03"}]}]}
    kept = value_set("members", compose)
    keep(kept)
    assert ValueSetMember.objects.filter(value_set=kept).count() == 9
    system = Library().system(URL)
    for found in (select(Library(), Library().value_set(kept.url)), selection(compose)):
        told = {c: is_member(found, find(system, c)) for c in ("X00", "X01", "X03")}  # type: ignore[arg-type]
        assert told == {"X00": True, "X01": False, "X03": False}
    assert find(system, "x00") is None
    assert find(stored_system(code_system("i", ["Ab"], case_sensitive=False)), "aB") is not None
