"""Whatever is wrong is an OperationOutcome that names it, and costs no more than it has to."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from ows.fhir.bodies import MOST_BYTES, MOST_LEVELS
from tests.ows.fhir.conftest import ANALYSES
from tests.ows.fhir.wire import JSON, get, issue, post, post_body, told, valid
from tests.terminology import BASE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
ALL = f"{BASE}/ValueSet/all"
_PARAMETER = '{"resourceType": "Parameters", "parameter": [{"name": %s}]}'


@pytest.mark.parametrize(
    "path",
    [
        "Patient", "Patient/1", "CodeSystem/none", "ValueSet/all/$closure", "$closure",
        "CodeSystem/$expand", "ValueSet/none/$expand", "CodeSystem/a/b/c", "ConceptMap/$closure",
        "ValueSet/" + "x" * 65, "CodeSystem/1/_history/1", "Patient/_search",
    ],
)  # fmt: skip
def test_what_is_not_there(client: Client, path: str) -> None:
    code, text = issue(get(client, path, http=404))
    assert code in ("not-found", "not-supported")
    assert text


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("get", "", "POST, OPTIONS"),
        ("post", "metadata", "GET, HEAD, OPTIONS"),
        ("post", "CodeSystem", "GET, HEAD, OPTIONS"),
        ("put", "CodeSystem/analyses-2019", "GET, HEAD, OPTIONS"),
        ("delete", "ValueSet/all", "GET, HEAD, OPTIONS"),
        ("patch", "ValueSet/$expand", "GET, HEAD, POST, OPTIONS"),
        ("get", "CodeSystem/_search", "POST, OPTIONS"),
    ],
)
def test_methods_that_an_address_does_not_take(
    client: Client, method: str, path: str, allow: str
) -> None:
    answer = getattr(client, method)(f"/fhir/{path}")
    assert (answer.status_code, answer["Allow"]) == (405, allow)
    valid(answer.json())
    assert client.options(f"/fhir/{path}")["Allow"] == allow


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/fhir+json", 200),
        ("application/fhir+json; fhirVersion=4.0", 200),
        ("application/fhir+json; fhirVersion=5.0", 406),
        ("application/fhir+xml", 406),
        ("text/html, */*;q=0.1", 200),
        ("application/json;q=0", 406),
        ("text/turtle", 406),
        ("", 200),
    ],
)
def test_formats_that_are_answered(client: Client, accept: str, status: int) -> None:
    answer = client.get("/fhir/metadata", headers={"Accept": accept})
    assert answer.status_code == status
    valid(answer.json())


@pytest.mark.parametrize(
    ("form", "status"), [("json", 200), ("application/fhir json", 200), ("xml", 406)]
)
def test_a_format_in_the_address(client: Client, form: str, status: int) -> None:
    answer = client.get("/fhir/metadata", {"_format": form}, headers={"Accept": "text/html"})
    assert answer.status_code == status


@pytest.mark.parametrize(
    "kind", ["text/xml", "application/fhir+xml", "", "application/json;charset=latin1",
             "application/fhir+json; fhirVersion=5.0"],
)  # fmt: skip
def test_formats_that_are_read(client: Client, kind: str) -> None:
    answer = client.generic("POST", "/fhir/ValueSet/$expand", "{}", content_type=kind)
    assert answer.status_code == 415
    valid(answer.json())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (" ", 400),
        ("{", 400),
        ("[]", 400),
        ("null", 400),
        (b"\xff\xfe", 400),
        ('{"resourceType": "Patient"}', 400),
        ('{"resourceType": "Parameters", "parameter": {}}', 400),
        ('{"resourceType": "Parameters", "parameter": [1]}', 400),
        ('{"resourceType": "Parameters", "parameter": [{"name": "url"}]}', 400),
        (_PARAMETER % '"url", "valueUri": {"a": 1}', 400),
        (_PARAMETER % '"count", "valueInteger": NaN', 400),
        (_PARAMETER % '"url", "valueUri": "a\\u0000b"', 400),
        (_PARAMETER % '"url", "valueUri": "\\ud800"', 400),
        ('{"a":' * (MOST_LEVELS + 1) + "1" + "}" * (MOST_LEVELS + 1), 400),
        ("[" * 2_000_000, 400),
        ('"' + "\\" * 1_000_000, 400),
        (" " * (MOST_BYTES + 1), 413),
    ],
    ids=range(17),
)
def test_bodies_that_are_no_parameters(client: Client, body: str | bytes, status: int) -> None:
    assert issue(post_body(client, "ValueSet/$expand", body, status))[1]


@pytest.mark.parametrize(
    ("asked", "at"),
    [
        ({}, "url"),
        ({"url": ALL, "activeonly": "true"}, "activeonly"),
        ({"url": ALL, "count": "-1"}, "count"),
        ({"url": ALL, "count": "9" * 40}, "count"),
        ({"url": ALL, "offset": "uno"}, "offset"),
        ({"url": ALL, "activeOnly": "sí"}, "activeOnly"),
        ({"url": [ALL, ALL]}, "url"),
        ({"url": "x" * 20_000}, "url"),
        ({"url": "a\0b"}, "url"),
        ({"url": ALL, "<script>": "1"}, "<script>"),
    ],
)
def test_parameters_that_cannot_be(client: Client, asked: dict[str, Any], at: str) -> None:
    answer = client.get("/fhir/ValueSet/$expand", asked)
    assert answer.status_code in (400, 414)
    found = answer.json()
    valid(found)
    if "\0" not in str(asked) and answer.status_code == 400:
        assert found["issue"][0]["location"] == [at]


def test_a_hostile_text_comes_back_as_it_is_written(client: Client) -> None:
    text = "\u202e<b>\u0301"
    body = {"resourceType": "Parameters", "parameter": [
        {"name": "url", "valueUri": ANALYSES}, {"name": "code", "valueCode": text}]}  # fmt: skip
    answer = client.post("/fhir/CodeSystem/$validate-code", json.dumps(body), content_type=JSON)
    assert answer.status_code == 200
    assert told(answer.json(), "code") == text
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("resource", "text"),
    [
        ({"resourceType": "ValueSet", "status": "nuevo", "compose": 3}, "compose"),
        ({"resourceType": "ValueSet", "status": "active", "color": 1}, "color"),
        ({"resourceType": "ValueSet", "status": "active"}, "compose"),
        ({"resourceType": "Patient"}, "ValueSet"),
    ],
)
def test_resources_that_are_none(client: Client, resource: dict[str, Any], text: str) -> None:
    found = post_body(
        client,
        "ValueSet/$expand",
        {"resourceType": "Parameters", "parameter": [{"name": "valueSet", "resource": resource}]},
        422 if text == "compose" and "compose" not in resource else 400,
    )
    assert text in issue(found)[1]


def test_a_set_that_imports_itself(client: Client) -> None:
    a, b = f"{BASE}/ValueSet/a", f"{BASE}/ValueSet/b"
    sets = [
        {"resourceType": "ValueSet", "url": one, "status": "active",
         "compose": {"include": [{"valueSet": [other]}]}}
        for one, other in ((a, b), (b, a))
    ]  # fmt: skip
    found = post(client, "ValueSet/$expand", 422, url_valueUri=a, tx__resource_resource=sets)
    assert issue(found)[0] == "processing"


@pytest.mark.parametrize("parents", [{"a": "b", "b": "a"}, {"a": "a"}])
def test_a_circular_hierarchy_that_is_handed_in_ends(
    client: Client, parents: dict[str, str]
) -> None:
    url = f"{BASE}/CodeSystem/circle"
    concepts = [
        {"code": c, "property": [{"code": "parent", "valueCode": p}]} for c, p in parents.items()
    ]
    system = {"resourceType": "CodeSystem", "url": url, "status": "active", "content": "complete"}
    condition = {"property": "concept", "op": "is-a", "value": "a"}
    compose = {"include": [{"system": url, "filter": [condition]}]}
    own = {"resourceType": "ValueSet", "status": "active", "compose": compose}
    found = post(
        client, "ValueSet/$expand", valueSet_resource=own,
        tx__resource_resource=[system | {"concept": concepts}],
    )  # fmt: skip
    assert found["expansion"]["total"] == len(parents)


def test_too_much_is_too_costly(client: Client) -> None:
    url = f"{BASE}/CodeSystem/many"
    concepts = [{"code": str(number)} for number in range(6_000)]
    system = {"resourceType": "CodeSystem", "url": url, "status": "active", "content": "complete"}
    own = {
        "resourceType": "ValueSet",
        "status": "active",
        "compose": {"include": [{"system": url}]},
    }
    given: dict[str, Any] = {
        "valueSet_resource": own,
        "tx__resource_resource": [system | {"concept": concepts}],
    }
    assert issue(post(client, "ValueSet/$expand", 422, **given))[0] == "too-costly"
    page = post(client, "ValueSet/$expand", count_valueInteger=2, **given)
    assert page["expansion"]["total"] == 6_000
    none = post(client, "ValueSet/$expand", count_valueInteger=0, **given)
    assert "contains" not in none["expansion"]
    concepts += [{"code": str(number)} for number in range(6_000, 20_001)]
    assert issue(post(client, "ValueSet/$expand", 422, **given))[0] == "too-costly"


@pytest.mark.parametrize("pattern", ["(a+)+\\1", "a{1000}", "x" * 500, "(?=a)", "[", "a**"])
def test_a_pattern_that_may_explode(client: Client, pattern: str) -> None:
    condition = {"property": "code", "op": "regex", "value": pattern}
    compose = {"include": [{"system": ANALYSES, "filter": [condition]}]}
    own = {"resourceType": "ValueSet", "status": "active", "compose": compose}
    assert issue(post(client, "ValueSet/$expand", 422, valueSet_resource=own))[0] in (
        "invalid",
        "too-costly",
    )


def test_unknown_systems_and_versions_are_named(client: Client) -> None:
    for asked in ({"system": "urn:no"}, {"system": ANALYSES, "version": "1900"}):
        code, text = issue(get(client, "CodeSystem/$lookup", http=404, code="A", **asked))
        assert code == "not-found"
        assert list(asked.values())[-1] in text
    found = get(client, "CodeSystem/$lookup", http=404, system=ANALYSES, code="Z")
    assert "«Z»" in issue(found)[1]
    assert get(client, "ConceptMap/$translate", http=404, url="urn:no", system="s", code="c")


def test_the_asker_is_told_of_credentials_in_the_same_form(client: Client) -> None:
    answer = client.get("/fhir/metadata", headers={"Authorization": "Basic bm86bm8="})
    assert answer.status_code == 401
    valid(answer.json())
