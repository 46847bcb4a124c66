"""HL7's own terminology tests against the service: 81 of them have their files here.

Each is asked twice: of the served site with its catalogues handed in, and of stored ones.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import requests
from django.contrib.auth.models import Permission, User
from django.test import Client

from territory.models import CodeSystem, ConceptMap, ConceptMapping, ValueSet
from territory.terminology.concepts import concept_rows
from territory.terminology.keeping import keep
from territory.terminology.loading import replace_concepts, replace_mappings
from territory.terminology.translating import lines_of
from tests.clients.tx_matching import as_r4, as_r5, differences
from tests.clients.tx_suites import ARCHIVE, OPERATIONS, Case, cases, known_to_all, listed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ARCHIVE.exists(), reason="HL7's tests aren't beside the checkout"),
]
_ENGLISH = {"Accept-Language": "en", "Accept": "application/fhir+json"}
_SOURCE = {"source": "HL7", "source_url": "http://hl7.org", "cutoff_date": "2024-01-01"}
every_case = pytest.mark.parametrize("case", cases(), ids=str)

Ask = Callable[[str, dict[str, Any]], tuple[int, Any]]


@every_case
def test_with_catalogues_handed_in(case: Case, live_url: str) -> None:
    def ask(address: str, body: dict[str, Any]) -> tuple[int, Any]:
        headers = _ENGLISH | {"Content-Type": "application/fhir+json"}
        answer = requests.post(
            f"{live_url}/fhir/{address}", json.dumps(body), headers=headers, timeout=60
        )
        return answer.status_code, answer.json()

    given = [as_r4(resource) for resource in (*case.setup, *known_to_all())]
    _check(case, ask, [{"name": "tx-resource", "resource": found} for found in given])


@pytest.mark.django_db
@every_case
def test_with_stored_catalogues(case: Case, client: Client) -> None:
    user = User.objects.create_user("prepara")
    user.user_permissions.add(Permission.objects.get(codename="view_codesystem"))
    client.force_login(user)
    for resource in (*case.setup, *known_to_all()):
        _store(as_r4(resource))

    def ask(address: str, body: dict[str, Any]) -> tuple[int, Any]:
        answer = client.post(
            f"/fhir/{address}",
            json.dumps(body),
            content_type="application/fhir+json",
            headers=_ENGLISH,
        )
        return answer.status_code, answer.json()

    _check(case, ask, [])


def _check(case: Case, ask: Ask, given: list[dict[str, Any]]) -> None:
    body = case.request | {"parameter": [*case.request["parameter"], *given]}
    status, answer = ask(OPERATIONS[case.operation], body)
    assert str(status).startswith(case.http.rstrip("x")), answer
    assert differences(case.expected, as_r5(answer)) == [], json.dumps(answer, indent=1)


def _store(resource: dict[str, Any]) -> None:
    kind = resource["resourceType"]
    told: dict[str, Any] = {
        "slug": hashlib.sha256(json.dumps(resource).encode()).hexdigest(),
        "url": resource["url"],
        "version": resource.get("version"),
        "name": resource["name"],
        "title": resource.get("title", resource["name"]),
        "status": resource["status"],
        "experimental": resource.get("experimental"),
        "dated_on": resource.get("date"),
        "language": resource.get("language"),
        "extensions": resource.get("extension", []),
        **_SOURCE,
    }
    if kind == "CodeSystem":
        system = CodeSystem.objects.create(
            **told,
            case_sensitive=resource.get("caseSensitive"),
            content=resource["content"],
            supplements=resource.get("supplements"),
            hierarchy_meaning=resource.get("hierarchyMeaning"),
            properties=resource.get("property", []),
        )
        replace_concepts(system, concept_rows(resource))
    elif kind == "ValueSet":
        made_set = ValueSet.objects.create(**told, compose=resource["compose"])
        keep(ValueSet.objects.get(pk=made_set.pk))
    elif not ConceptMap.objects.filter(url=told["url"]).exists():  # two have the same version
        made = ConceptMap.objects.create(**told, groups=[])
        replace_mappings(made, (ConceptMapping(**line) for line in lines_of(resource["group"])))


def test_what_is_run_and_what_isnt() -> None:
    """The numbers that docs/conformance.md tells."""
    run = Counter(case.operation for case in cases())
    assert run == {
        "expand": 42, "validate-code": 32, "cs-validate-code": 3, "lookup": 2, "translate": 2,
    }  # fmt: skip
    named = {(suite["name"], test["name"]) for suite, test in listed()}
    here = {(case.suite, case.name) for case in cases()}
    assert here <= named
    assert {case.suite for case in cases()} == {
        "simple-cases", "extensions", "fragment", "deprecated", "inactive", "case", "translate",
        "exclude", "search",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1}, {}),
        ({"a": True}, {"a": 1}),
        ([{"a": 1}, {"a": 2}], [{"a": 2}]),
        ([{"a": 1}], [{"a": 1}, {"a": 1}]),
        ("$uuid$", "no-uuid"),
        ("x|$version$", "x|"),
        ("$fragments:uno|dos$", "uno"),
        ("$external:1:conjunto$", "otro"),
        ([{"$optional$": "version:5", "a": 1}], []),
    ],
)
def test_the_runner_sees_what_differs(expected: Any, found: Any) -> None:
    assert differences(expected, found)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ([1, 2], [2, 1]),
        ({"$optional-properties$": ["a"], "a": 1}, {}),
        ([{"$optional$": True, "a": 1}], []),
        ("x|$version$", "x|1.0"),
        ("$$", "lo que sea"),
        ("$choice:a|b$", "b"),
    ],
)
def test_the_runner_takes_what_may_differ(expected: Any, found: Any) -> None:
    assert not differences(expected, found)
