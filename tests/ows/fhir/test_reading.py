"""Resources read, searched for and described, each valid by two libraries that aren't ours."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

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
        ({"url": f"{ANALYSES}|2018"}, 1),
        ({"system": ANALYSES}, 2),
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
    ends = {link["relation"]: link["url"] for link in found["link"]}
    assert client.get(ends["last"]).json()["entry"] == found["entry"]
    first = client.get(ends["first"]).json()["entry"][0]["resource"]
    assert first["id"] == "analyses-2019"


@pytest.mark.parametrize(
    "asked", [
        {"status": "x"}, {"_count": "x"}, {"_summary": "x"}, {"_sort": "colour"},
        {"_sort": "name," * 9}, {"name": ["a"] * 51},
        {"_elements": "url", "_summary": "true"}, {"name": "a," * 60}, {"_elements": "a," * 60},
    ],
)  # fmt: skip
def test_a_search_that_means_nothing_is_refused(client: Client, asked: dict[str, Any]) -> None:
    get(client, "CodeSystem", http=400, **asked)


@pytest.mark.parametrize("asked", [{"colour": "1"}, {"name:near": "a"}, {"_include": "<b>"}])
def test_what_a_search_does_not_know_is_left_out_and_said(
    client: Client, asked: dict[str, Any]
) -> None:
    found = get(client, "CodeSystem", url=ANALYSES, **asked)
    (name,) = asked
    *matches, remark = found["entry"]
    assert [entry["search"]["mode"] for entry in matches] == ["match", "match"]
    assert (found["total"], remark["search"]["mode"]) == (2, "outcome")
    assert remark["resource"]["issue"][0]["severity"] == "warning"
    assert name in remark["resource"]["issue"][0]["details"]["text"]
    # The address of what was asked is of what was understood.
    own = next(link["url"] for link in found["link"] if link["relation"] == "self")
    assert name not in parse_qs(urlsplit(own).query)
    for prefer in (
        "handling=strict",
        "return=minimal; handling=strict",
        "respond-async,handling=strict",
    ):
        answer = client.get("/fhir/CodeSystem", asked, headers={"Prefer": prefer})
        assert answer.status_code == 400, prefer
        valid(answer.json())
    assert (
        client.get("/fhir/CodeSystem", asked, headers={"Prefer": "handling=lenient"}).status_code
        == 200
    )


def test_every_address_is_whole(client: Client) -> None:
    """FHIR R4, Bundle.entry.fullUrl; clients ask a page's link as it stands."""
    found = get(client, "CodeSystem", _count=1)
    addresses = [link["url"] for link in found["link"]]
    addresses += [entry["fullUrl"] for entry in found["entry"]]
    for mode in ("full", "terminology"):
        statement = get(client, "metadata", mode=mode)
        addresses += [statement["url"], statement["implementation"]["url"]]
    assert all(address.startswith("http://testserver/fhir") for address in addresses)


def test_a_search_that_counts_only(client: Client) -> None:
    for asked in ({"_count": 0}, {"_summary": "count"}):
        found = get(client, "CodeSystem", **asked)
        assert (found["total"], "entry" in found) == (3, False)
        assert [link["relation"] for link in found["link"]] == ["self"]


def test_a_search_in_an_order_that_is_asked_for(client: Client) -> None:
    def ids(order: str) -> list[str]:
        entries = get(client, "CodeSystem", _sort=order)["entry"]
        return [entry["resource"]["id"] for entry in entries]

    expected = sorted(ids("_id"))
    assert ids("_id") == expected
    assert ids("-_id") == expected[::-1]
    assert ids("url,version") == ["analyses-2018", "analyses-2019", "local"]


def test_parts_of_a_resource(client: Client) -> None:
    whole = get(client, "CodeSystem/analyses-2019")
    short = get(client, "CodeSystem/analyses-2019", _summary="true")
    assert ("concept" in whole, "concept" in short) == (True, False)
    assert short["meta"]["tag"][0]["code"] == "SUBSETTED"
    assert get(client, "CodeSystem/analyses-2019", _summary="false") == whole
    some = get(client, "CodeSystem/analyses-2019", _elements="url,version")
    assert set(some) == {"resourceType", "id", "meta", "status", "content", "url", "version"}
    assert some["meta"]["tag"][0]["code"] == "SUBSETTED"
    named = get(client, "CodeSystem/analyses-2019", _elements="concept")
    assert named["concept"] == whole["concept"]
    assert "url" not in named
    text = get(client, "ValueSet/all", _summary="text")
    assert set(text) == {"resourceType", "id", "meta", "status"}
    get(client, "CodeSystem/analyses-2019", _summary="count", http=400)
    listed = get(client, "CodeSystem", _elements="url")["entry"][0]["resource"]
    assert set(listed) == {"resourceType", "id", "meta", "status", "content", "url"}


def test_what_a_client_has_is_not_sent_again(client: Client) -> None:
    answer = client.get("/fhir/CodeSystem/analyses-2019")
    again = client.get("/fhir/CodeSystem/analyses-2019", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "Accept-Language" in answer["Vary"]
    assert answer["Last-Modified"].endswith("GMT")
    CodeSystem.objects.filter(slug="analyses-2019").update(title="Otro título")
    later = client.get("/fhir/CodeSystem/analyses-2019", headers={"If-None-Match": answer["ETag"]})
    assert later.status_code == 200
    head = client.head("/fhir/CodeSystem/analyses-2019")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", later["ETag"])


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
