"""What the operations answer of stored catalogues, by the address and by Parameters."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from territory.models import CodeSystem, ValueSet
from tests.ows.fhir.conftest import ANALYSES, LOCAL
from tests.ows.fhir.wire import codes, get, issue, post, post_body, told
from tests.terminology import BASE, code_system

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
BLOOD, ALL = f"{BASE}/ValueSet/blood", f"{BASE}/ValueSet/all"


def test_a_code_is_looked_up_in_the_last_version_or_the_one_that_is_asked_for(
    client: Client,
) -> None:
    last = get(client, "CodeSystem/$lookup", system=ANALYSES, code="A2")
    assert (told(last, "version"), told(last, "display")) == ("2019", "Glucosa en ayunas")
    assert told(last, "definition") == "Medida tras ocho horas sin comer."
    older = get(client, "CodeSystem/$lookup", system=ANALYSES, code="A2", version="2018")
    assert told(older, "version") == "2018"
    by_address = get(client, "CodeSystem/analyses-2018/$lookup", code="A2")
    assert told(by_address, "version") == "2018"
    in_quechua = post(
        client,
        "CodeSystem/$lookup",
        coding_valueCoding={"system": ANALYSES, "code": "A2"},
        displayLanguage_valueCode="qu",
    )
    assert told(in_quechua, "display") == "Misk'i yawar"


def test_a_lookup_tells_what_is_next_to_a_code(client: Client) -> None:
    found = get(client, "CodeSystem/$lookup", system=ANALYSES, code="A", property=["child"])
    children = [
        {p["name"]: p.get("valueCode") for p in part["part"]}["value"]
        for part in found["parameter"]
        if part["name"] == "property"
    ]
    assert children == ["A1", "A2", "A3"]
    assert told(found, "designation") is None


def test_a_set_is_expanded_by_pages_and_words(client: Client) -> None:
    assert codes(get(client, "ValueSet/$expand", url=BLOOD)) == ["A1", "A2"]
    assert codes(get(client, "ValueSet/all/$expand")) == ["A", "A1", "A2", "A3", "B"]
    page = get(client, "ValueSet/$expand", url=ALL, offset=1, count=2)
    assert codes(page) == ["A1", "A2"]
    assert (page["expansion"]["offset"], page["expansion"]["total"]) == (1, 5)
    none = get(client, "ValueSet/$expand", url=ALL, count=0)
    assert (codes(none), none["expansion"]["total"]) == ([], 5)
    assert codes(get(client, "ValueSet/$expand", url=ALL, activeOnly="true", offset=3)) == ["B"]
    assert codes(get(client, "ValueSet/$expand", url=ALL, filter="IMAGEN")) == ["B"]
    assert codes(get(client, "ValueSet/$expand", url=ALL, offset=99)) == []


def test_an_older_version_is_expanded_where_it_is_asked_for(client: Client) -> None:
    asked: dict[str, Any] = {"url": ALL, "system-version": f"{ANALYSES}|2018"}
    assert codes(get(client, "ValueSet/$expand", **asked)) == ["A", "A1", "A2"]
    forced = get(
        client, "ValueSet/$expand", url=ALL, **{"force-system-version": f"{ANALYSES}|1"}, http=404
    )
    assert "2018" not in issue(forced)[1]
    checked: dict[str, Any] = {"url": ALL, "check-system-version": f"{ANALYSES}|2018"}
    assert get(client, "ValueSet/$expand", http=422, **checked)


def test_a_set_of_ones_own_is_expanded(client: Client) -> None:
    include = [{"system": ANALYSES, "concept": [{"code": "B", "display": "Otra"}, {"code": "Z"}]}]
    own = {"resourceType": "ValueSet", "status": "draft", "compose": {"include": include}}
    found = post(client, "ValueSet/$expand", valueSet_resource=own)
    assert found["expansion"]["contains"] == [{"system": ANALYSES, "code": "B", "display": "Otra"}]


def test_an_operations_resource_is_sent_as_it_is(client: Client) -> None:
    own = {
        "resourceType": "ValueSet",
        "status": "draft",
        "compose": {"include": [{"system": ANALYSES, "concept": [{"code": "B"}]}]},
    }
    assert codes(post_body(client, "ValueSet/$expand", own)) == ["B"]
    assert codes(post_body(client, "ValueSet/$expand?count=0", own)) == []
    path = f"ValueSet/$validate-code?code=A1&system={ANALYSES}"
    assert told(post_body(client, path, own), "result") is False
    # No operation of code systems takes a value set.
    assert post_body(client, "CodeSystem/$lookup", own, 400)


@pytest.mark.parametrize(
    ("asked", "result"),
    [
        ({"code": "A1", "system": ANALYSES}, True),
        ({"code": "A1", "system": ANALYSES, "display": "HEMOGLOBINA"}, True),
        ({"code": "A1", "system": ANALYSES, "display": "Glucosa"}, False),
        ({"code": "B", "system": ANALYSES}, False),
        ({"code": "a1", "system": ANALYSES}, False),
        ({"code": "A1", "inferSystem": "true"}, True),
        ({"code": "A1"}, False),
        ({"code": "A1", "system": "urn:otro"}, False),
        ({"coding": f"{ANALYSES}|A2"}, True),
    ],
)
def test_a_code_is_of_a_set_or_not(client: Client, asked: dict[str, Any], result: bool) -> None:
    found = get(client, "ValueSet/$validate-code", url=BLOOD, **asked)
    assert told(found, "result") is result
    assert (told(found, "message") is None) is result


def test_a_concept_with_several_codes_needs_one_of_the_set(client: Client) -> None:
    concept = {"coding": [{"system": ANALYSES, "code": c} for c in ("B", "A1")]}
    found = post(
        client,
        "ValueSet/$validate-code",
        url_valueUri=BLOOD,
        codeableConcept_valueCodeableConcept=concept,
    )
    assert (told(found, "result"), told(found, "code")) == (True, "A1")
    concept["coding"].append({"system": ANALYSES, "code": "Z"})
    found = post(
        client,
        "ValueSet/$validate-code",
        url_valueUri=BLOOD,
        codeableConcept_valueCodeableConcept=concept,
    )
    assert told(found, "result") is False


def test_a_code_is_of_a_system_or_not(client: Client) -> None:
    good = get(client, "CodeSystem/$validate-code", url=ANALYSES, code="A3")
    assert (told(good, "result"), told(good, "inactive")) == (True, True)
    assert "fuera de uso" in told(good, "message")
    older = get(client, "CodeSystem/$validate-code", url=ANALYSES, code="A3", version="2018")
    assert told(older, "result") is False
    assert "«A3» desconocido" in told(older, "message")


def test_messages_are_spanish_unless_english_is_preferred(client: Client) -> None:
    def message(accepted: str) -> str:
        answer = client.get(
            "/fhir/CodeSystem/$validate-code",
            {"url": ANALYSES, "code": "Z"},
            headers={"Accept-Language": accepted},
        )
        return str(told(answer.json(), "message"))

    assert message("fr, es-PE;q=0.8, en;q=0.5").startswith("Código")
    assert message("en-US,es;q=0.5").startswith("Unknown code")


def test_what_a_code_is_elsewhere(client: Client) -> None:
    one = get(client, "ConceptMap/$translate", system=LOCAL, code="h1", targetsystem=ANALYSES)
    assert told(one, "result") is True
    assert _matches(one) == [("equivalent", "A1")]
    two = get(client, "ConceptMap/to-local/$translate", system=LOCAL, code="g1")
    assert _matches(two) == [("wider", "A2"), ("inexact", "A3")]
    back = get(client, "ConceptMap/$translate", system=ANALYSES, code="A3", reverse="true")
    assert _matches(back) == [("inexact", "g1")]
    none = get(client, "ConceptMap/$translate", system=LOCAL, code="x1")
    assert (told(none, "result"), _matches(none)) == (False, [("unmatched", None)])
    unknown = get(client, "ConceptMap/$translate", system=LOCAL, code="zz")
    assert (told(unknown, "result"), _matches(unknown)) == (False, [])


@pytest.mark.parametrize(
    ("unmapped", "expected"),
    [
        ({"mode": "fixed", "code": "otros"}, [("relatedto", "otros")]),
        ({"mode": "provided"}, [("equal", "zz")]),
        (None, []),
    ],
)
def test_what_becomes_of_a_code_that_a_map_does_not_name(
    client: Client, unmapped: Any, expected: Any
) -> None:
    element = [{"code": "h1", "target": [{"code": "A1", "equivalence": "equal"}]}]
    group = {"source": LOCAL, "target": ANALYSES, "element": element}
    if unmapped:
        group["unmapped"] = unmapped
    given = {"resourceType": "ConceptMap", "status": "active", "group": [group]}
    found = post(
        client, "ConceptMap/$translate", conceptMap_resource=given, system_valueUri=LOCAL,
        code_valueCode="zz",
    )  # fmt: skip
    assert _matches(found) == expected


@pytest.mark.parametrize("other", [ANALYSES, "", None])
def test_that_there_is_no_code_is_said_whichever_catalogue_is_asked_for(
    client: Client, other: str | None
) -> None:
    element = [{"code": "h1", "target": [{"equivalence": "unmatched"}]}]
    group = {"source": LOCAL, "element": element}
    given = {"resourceType": "ConceptMap", "status": "active", "group": [group]}
    asked: dict[str, Any] = {"system_valueUri": LOCAL, "code_valueCode": "h1"}
    if other is not None:
        asked["targetsystem_valueUri"] = other
    found = post(client, "ConceptMap/$translate", conceptMap_resource=given, **asked)
    assert (told(found, "result"), _matches(found)) == (False, [("unmatched", None)])


def _matches(answer: dict[str, Any]) -> list[tuple[str, str | None]]:
    found = []
    for match in answer["parameter"]:
        if match["name"] == "match":
            parts = {part["name"]: part for part in match["part"]}
            concept = parts.get("concept", {}).get("valueCoding", {})
            found.append((parts["equivalence"]["valueCode"], concept.get("code")))
    return found


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("A", "A1", "subsumes"),
        ("A1", "A", "subsumed-by"),
        ("A1", "A1", "equivalent"),
        ("A1", "B", "not-subsumed"),
    ],
)
def test_what_a_code_is_to_another(client: Client, one: str, other: str, outcome: str) -> None:
    asked: dict[str, Any] = {"codeA": one, "codeB": other}
    assert told(get(client, "CodeSystem/$subsumes", system=ANALYSES, **asked), "outcome") == outcome
    by_address = get(client, "CodeSystem/analyses-2019/$subsumes", **asked)
    assert told(by_address, "outcome") == outcome
    codings: dict[str, Any] = {
        f"coding{n}_valueCoding": {"system": ANALYSES, "code": c}
        for n, c in (("A", one), ("B", other))
    }
    assert told(post(client, "CodeSystem/$subsumes", **codings), "outcome") == outcome


def test_drafts_are_seen_by_who_prepares_them_alone(client: Client) -> None:
    CodeSystem.objects.filter(slug="analyses-2019").update(status="draft")
    ValueSet.objects.filter(slug="blood").update(status="draft")
    found = get(client, "CodeSystem/$lookup", system=ANALYSES, code="A")
    assert told(found, "version") == "2018"
    assert codes(get(client, "ValueSet/$expand", url=ALL)) == ["A", "A1", "A2"]
    get(client, "ValueSet/$expand", url=BLOOD, http=404)
    get(client, "ValueSet/blood", http=404)
    get(client, "CodeSystem/analyses-2019/$lookup", code="A", http=404)
    assert get(client, "CodeSystem", url=ANALYSES)["total"] == 1
    user = User.objects.create_user("prepara")
    user.user_permissions.add(Permission.objects.get(codename="view_codesystem"))
    client.force_login(user)
    assert codes(get(client, "ValueSet/$expand", url=BLOOD)) == ["A1", "A2"]
    assert get(client, "CodeSystem", url=ANALYSES)["total"] == 2


def test_examples_are_no_part_of_an_answer_of_facts(client: Client) -> None:
    code_system("examples", ["e1"], is_sample=True, title="EJEMPLO · Catálogo")
    url = f"{BASE}/CodeSystem/examples"
    get(client, "CodeSystem/$lookup", system=url, code="e1", http=404)
    assert get(client, "CodeSystem", url=url)["total"] == 0
    user = User.objects.create_user("prepara")
    user.user_permissions.add(Permission.objects.get(codename="view_codesystem"))
    client.force_login(user)
    assert get(client, "CodeSystem", url=url)["total"] == 0
    client.logout()
    CodeSystem.objects.filter(is_sample=False).delete()
    assert told(get(client, "CodeSystem/$lookup", system=url, code="e1"), "display") == "e1"
    row = get(client, "CodeSystem/examples-1")
    assert row["meta"]["tag"][0]["code"] == "HTEST"
