"""Resources read, searched for and described, each valid by two libraries that aren't ours."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ows.fhir.kinds import KINDS
from territory.models import CodeSystem
from territory.terminology.concepts import ConceptRow, concept_rows
from tests.ows.fhir.conftest import ANALYSES
from tests.ows.fhir.wire import get, valid
from tests.terminology import BASE, ancestors, code_system, hierarchy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def test_what_is_read_holds_what_was_loaded(client: Client) -> None:
    system = get(client, "CodeSystem/analyses-2019")
    assert (system["url"], system["version"], system["count"]) == (ANALYSES, "2019", 5)
    again = {row.code: row for row in concept_rows(system)}
    assert again["A2"].parents == ("A",)
    assert again["A2"].designations == [{"language": "qu", "value": "Misk'i yawar"}]
    assert get(client, "ValueSet/all")["compose"] == {"include": [{"system": ANALYSES}]}
    elements = get(client, "ConceptMap/to-local")["group"][0]["element"]
    assert [e["code"] for e in elements] == ["h1", "g1", "x1"]
    assert [t["code"] for t in elements[1]["target"]] == ["A2", "A3"]
    assert "code" not in elements[2]["target"][0]


def test_a_large_system_is_read_without_its_concepts_and_says_so(client: Client) -> None:
    code_system("large", [str(number) for number in range(1_001)])
    found = get(client, "CodeSystem/large-1")
    assert "concept" not in found
    assert (found["count"], found["meta"]["tag"][0]["code"]) == (1_001, "SUBSETTED")


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ({"url": ANALYSES}, 2),
        ({"url": ANALYSES, "version": "2018"}, 1),
        ({"name": "anal"}, 2),
        ({"name:exact": "analyses"}, 0),
        ({"title:contains": "LOCAL"}, 1),
        ({"status": "active,retired"}, 3),
        ({"status": "draft"}, 0),
        ({"code": "A3"}, 1),
        ({"_id": "local"}, 1),
        ({"url": "%' OR 1=1"}, 0),
    ],
)
def test_searches(client: Client, asked: dict[str, Any], total: int) -> None:
    found = get(client, "CodeSystem", **asked)
    assert found["total"] == total == len(found.get("entry", ()))
    form = "application/x-www-form-urlencoded"
    answer = client.post("/fhir/CodeSystem/_search", urlencode(asked), content_type=form)
    assert answer.json()["total"] == total


def test_a_search_is_walked_by_its_links(client: Client) -> None:
    found, seen = get(client, "CodeSystem", _count=2), []
    for _page in range(5):
        seen += [entry["resource"]["id"] for entry in found["entry"]]
        links = {link["relation"]: link["url"] for link in found["link"]}
        if "next" not in links:
            break
        found = client.get(links["next"]).json()
        valid(found)
    assert seen == ["analyses-2019", "analyses-2018", "local"]


@pytest.mark.parametrize(
    "asked", [{"colour": "1"}, {"name:near": "a"}, {"status": "x"}, {"_count": "x"}]
)
def test_a_search_that_means_nothing_is_refused(client: Client, asked: dict[str, Any]) -> None:
    get(client, "CodeSystem", http=400, **asked)


def test_the_statement_names_what_is_offered_and_no_more(client: Client) -> None:
    statement = get(client, "metadata")
    assert statement["fhirVersion"] == "4.0.1"
    resources = {found["type"]: found for found in statement["rest"][0]["resource"]}
    assert set(resources) == set(KINDS)
    for kind, found in resources.items():
        for operation in found["operation"]:
            answer = client.get(f"/fhir/{kind}/${operation['name']}")
            assert answer.status_code == 400, operation
        for parameter in found["searchParam"]:
            value = "active" if parameter["name"] == "status" else "x"
            assert client.get(f"/fhir/{kind}", {parameter["name"]: value}).status_code == 200


def test_the_terminology_that_is_known_is_listed(client: Client) -> None:
    found = get(client, "metadata", mode="terminology")
    listed = {s["uri"]: [v.get("code") for v in s["version"]] for s in found["codeSystem"]}
    assert listed[ANALYSES] == ["2018", "2019"]
    get(client, "metadata", mode="none", http=400)


@pytest.mark.parametrize(
    "path",
    ["CodeSystem", "metadata?mode=terminology", "ValueSet/$expand?url=" + f"{BASE}/ValueSet/all"],
)
def test_queries_do_not_grow_with_catalogues(client: Client, path: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/fhir/{path}").status_code == 200
        return len(queries)

    asked()
    before = asked()
    for number in range(4):
        code_system(f"more-{number}", ["a", "b"])
    assert asked() == before


def test_a_hierarchy_with_several_parents_is_read_back(client: Client) -> None:
    above = hierarchy(5, 40)
    made = code_system(
        "poly", [ConceptRow(c, parents=p) for c, p in above.items()], hierarchy_meaning="is-a"
    )
    assert isinstance(made, CodeSystem)
    read: dict[str, Any] = get(client, "CodeSystem/poly-1")
    again = {row.code: row.parents for row in concept_rows(read)}
    assert {c: ancestors(again, c) for c in again} == {c: ancestors(above, c) for c in above}
