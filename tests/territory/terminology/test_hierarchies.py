"""What is above and below a code, held against a walk by hand of generated hierarchies."""

from __future__ import annotations

import pytest

from territory.models import CodeSystem
from territory.terminology.composing import select
from territory.terminology.concepts import ConceptRow
from territory.terminology.expanding import Asked, expand
from territory.terminology.finding import Relation, find_all, relation
from territory.terminology.library import Library
from territory.terminology.versions import handed_in
from tests.terminology import BASE, ancestors, code_system, hierarchy

pytestmark = pytest.mark.django_db
URL = f"{BASE}/CodeSystem/h"


def made(above: dict[str, tuple[str, ...]]) -> CodeSystem:
    return code_system("h", [ConceptRow(code, parents=p) for code, p in above.items()])


def resource(above: dict[str, tuple[str, ...]]) -> dict[str, object]:
    """The same as a request may bring it."""
    concepts = [
        {"code": code, "property": [{"code": "parent", "valueCode": p} for p in parents]}
        for code, parents in above.items()
    ]
    return {"resourceType": "CodeSystem", "url": URL, "status": "active", "concept": concepts}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("is_stored", [True, False])
def test_what_a_code_is_to_another(seed: int, is_stored: bool) -> None:
    above = hierarchy(seed, 14)
    if is_stored:
        made(above)
    system = Library(None, [] if is_stored else [resource(above)]).system(URL)
    concepts = find_all(system, sorted(above))
    for one in concepts:
        for other in concepts:
            if one.code == other.code:
                expected = Relation.EQUIVALENT
            elif one.code in ancestors(above, other.code):
                expected = Relation.SUBSUMES
            elif other.code in ancestors(above, one.code):
                expected = Relation.SUBSUMED_BY
            else:
                expected = Relation.NOT_SUBSUMED
            assert relation(one, other) is expected, (one.code, other.code)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("is_stored", [True, False])
def test_each_condition_on_the_hierarchy(seed: int, is_stored: bool) -> None:
    above = hierarchy(seed)
    if is_stored:
        made(above)
    library = Library(None, [] if is_stored else [resource(above)])
    every = {code: ancestors(above, code) for code in above}
    parents = {p for found in above.values() for p in found}
    for code in list(above)[::7]:
        under = {c for c, found in every.items() if code in found}
        expected = {
            "is-a": under | {code},
            "descendent-of": under,
            "is-not-a": set(above) - under - {code},
            "generalizes": every[code] | {code},
            "child-of": {c for c, found in above.items() if code in found},
            "descendent-leaf": under - parents,
        }
        for op, codes in expected.items():
            assert chosen(library, "concept", op, code) == codes, (op, code)
        assert chosen(library, "parent", "=", code) == expected["child-of"]
        assert chosen(library, "child", "=", code) == set(above[code])
    assert chosen(library, "parent", "exists", "false") == {c for c, p in above.items() if not p}
    assert chosen(library, "child", "exists", "true") == parents


def chosen(library: Library, name: str, op: str, value: str) -> set[str]:
    condition = {"property": name, "op": op, "value": value}
    compose = {"include": [{"system": URL, "filter": [condition]}]}
    found = handed_in({"resourceType": "ValueSet", "compose": compose})
    page = expand(select(library, found), Asked())  # type: ignore[arg-type]
    assert page.total == len(page.concepts)
    return {concept.code for concept in page.concepts}
