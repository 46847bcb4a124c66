"""Batches: each entry gets the answer that it gets by itself, and a fault costs its entry alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from ows.fhir import batch
from ows.fhir.batch import MOST_ENTRIES
from tests.ows.fhir.conftest import ANALYSES, LOCAL
from tests.ows.fhir.wire import JSON, get, issue, post_body, told
from tests.terminology import BASE, code_system

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
ALL = f"{BASE}/ValueSet/all"


def _get(url: str, method: str = "GET", **more: Any) -> dict[str, Any]:
    return {"request": {"method": method, "url": url, **more}}


def _post(url: str, **parameters: Any) -> dict[str, Any]:
    made = [{"name": name.partition("_")[0], name.partition("_")[2]: value}
            for name, value in parameters.items()]  # fmt: skip
    body = {"resourceType": "Parameters", "parameter": made}
    return {"request": {"method": "POST", "url": url}, "resource": body}


def _bundle(*entries: Any, **more: Any) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "batch", "entry": list(entries)} | more


def _sent(client: Client, *entries: Any, path: str = "") -> list[dict[str, Any]]:
    found = post_body(client, path, _bundle(*entries))
    assert (found["resourceType"], found["type"]) == ("Bundle", "batch-response")
    answers: list[dict[str, Any]] = found.get("entry", [])
    assert len(answers) == len(entries)
    return answers


def _refused(answer: dict[str, Any]) -> tuple[str, str, str]:
    """Status, issue's code and place; of an entry that says its error where clients look for it."""
    outcome = answer["resource"]
    assert outcome == answer["response"]["outcome"]
    first = outcome["issue"][0]
    assert first["details"]["text"]
    return answer["response"]["status"][:3], first["code"], first.get("expression", [""])[0]


def test_each_entry_is_answered_as_by_itself_and_in_order(client: Client) -> None:
    lookup = f"CodeSystem/$lookup?system={ANALYSES}&code=A1"
    entries = _sent(
        client,
        _get("CodeSystem/analyses-2019"),
        _get(lookup),
        _get("CodeSystem?url=" + ANALYSES + "&_summary=count"),
        _post("ValueSet/$validate-code", url_valueUri=ALL, system_valueUri=ANALYSES,
              code_valueCode="A2"),
        _get("metadata?mode=terminology"),
        _get(f"ConceptMap/$translate?system={LOCAL}&code=h1"),
    )  # fmt: skip
    assert {answer["response"]["status"] for answer in entries} == {"200 OK"}
    alone = [get(client, path) for path in ("CodeSystem/analyses-2019", lookup.partition("?")[0]
             + "?" + lookup.partition("?")[2])]  # fmt: skip
    assert [answer["resource"] for answer in entries[:2]] == alone
    assert entries[2]["resource"]["total"] == 2
    assert told(entries[3]["resource"], "result") is True
    assert entries[4]["resource"]["resourceType"] == "TerminologyCapabilities"
    assert told(entries[5]["resource"], "result") is True


def test_what_fails_costs_its_own_entry_alone(client: Client) -> None:
    entries = _sent(
        client,
        _get("CodeSystem/none"),
        _get(f"CodeSystem/$lookup?system={ANALYSES}&code=A1"),
        _get(f"CodeSystem/$lookup?system={ANALYSES}&code=Z9"),
        _get("Patient/1"),
        _get(f"ValueSet/$expand?url={ALL}&count=-1"),
        _get("CodeSystem/analyses-2019", "DELETE"),
        {"request": {"method": "POST", "url": "CodeSystem"},
         "resource": {"resourceType": "CodeSystem", "status": "active", "content": "complete"}},
        _post("ValueSet/$expand", url_valueUri={"a": 1}),
        _get("ValueSet/$expand", "POST"),
        _get("ValueSet?url=%F1"),
        _get("CodeSystem/a%0Ab"),
        _get(f"CodeSystem/$lookup?system={ANALYSES}&code=A1"),
    )  # fmt: skip
    assert entries[1]["response"]["status"] == entries[11]["response"]["status"] == "200 OK"
    del entries[11], entries[1]
    assert [_refused(answer)[0] for answer in entries] == [
        "404", "404", "404", "400", "405", "405", "400", "400", "400", "404",
    ]  # fmt: skip
    assert "«Z9»" in issue(entries[1]["resource"])[1]
    assert _refused(entries[3]) == ("400", "invalid", "count")


@pytest.mark.parametrize(
    ("entry", "code", "at"),
    [
        (7, "structure", "Bundle.entry[1]"),
        ({}, "required", "Bundle.entry[1].request"),
        ({"request": {"method": "GET"}}, "structure", "Bundle.entry[1]"),
        ({"request": {"url": "metadata"}}, "structure", "Bundle.entry[1]"),
        ({"request": "metadata"}, "structure", "Bundle.entry[1]"),
        (_get("metadata") | {"color": 1}, "structure", "Bundle.entry[1]"),
        (_get("metadata", "TRACE"), "code-invalid", "Bundle.entry[1].request.method"),
        (_get("http://otro.example/fhir/metadata"), "invalid", "Bundle.entry[1].request.url"),
        (_get("//otro.example/fhir/metadata"), "invalid", "Bundle.entry[1].request.url"),
        (_get("http://testserver/api/v1/units/"), "invalid", "Bundle.entry[1].request.url"),
        (_get("http://[x"), "invalid", "Bundle.entry[1].request.url"),
        (_get("urn:uuid:1"), "invalid", "Bundle.entry[1].request.url"),
        (_get("metadata?x=" + "a" * 9_000), "too-long", "Bundle.entry[1].request.url"),
        (_get("/", "POST"), "not-supported", "Bundle.entry[1].request.url"),
        (_get("http://testserver/fhir/", "POST"), "not-supported", "Bundle.entry[1].request.url"),
    ],
    ids=range(15),
)
def test_entries_that_ask_nothing(client: Client, entry: Any, code: str, at: str) -> None:
    first, refused, last = _sent(client, _get("metadata"), entry, _get("metadata"))
    assert _refused(refused) == ("400", code, at)
    assert first["response"]["status"] == last["response"]["status"] == "200 OK"


@pytest.mark.parametrize(
    ("body", "status", "code", "at"),
    [
        ({"resourceType": "Parameters"}, 400, "structure", "resourceType"),
        ({"resourceType": "Bundle"}, 400, "invalid", "Bundle.type"),
        (_bundle(type="collection"), 400, "invalid", "Bundle.type"),
        (_bundle(_get("metadata"), type="transaction"), 422, "not-supported", "Bundle.type"),
        (_bundle(entry={"a": 1}), 400, "structure", "Bundle.entry"),
        (_bundle(*[_get("metadata")] * (MOST_ENTRIES + 1)), 422, "too-costly", "Bundle.entry"),
        (_bundle(color="azul"), 400, "structure", None),
    ],
    ids=range(7),
)
def test_bundles_that_are_no_batch(
    client: Client, body: dict[str, Any], status: int, code: str, at: str | None
) -> None:
    found = post_body(client, "", body, status)["issue"][0]
    assert (found["code"], found.get("expression", [None])[0]) == (code, at)


def test_a_transaction_is_told_that_nothing_is_written(client: Client) -> None:
    text = issue(post_body(client, "", _bundle(type="transaction"), 422))[1]
    assert "solo se lee" in text
    assert "batch" in text


def test_an_empty_batch_and_one_of_as_many_as_there_may_be(client: Client) -> None:
    assert _sent(client) == []
    url = f"CodeSystem/$validate-code?url={ANALYSES}&code=A1"
    answers = _sent(client, *[_get(url)] * MOST_ENTRIES)
    assert all(told(answer["resource"], "result") is True for answer in answers)


def test_the_root_is_found_with_and_without_its_slash(client: Client) -> None:
    sent = json.dumps(_bundle(_get("http://testserver/fhir/CodeSystem/analyses-2019")))
    for path in ("/fhir", "/fhir/"):
        answer = client.post(path, sent, content_type=JSON)
        assert answer.status_code == 200
        assert answer.json()["entry"][0]["resource"]["version"] == "2019"


def test_an_entry_that_is_not_wanted_again(client: Client) -> None:
    url = "CodeSystem/analyses-2019"
    first = _sent(client, _get(url))[0]["response"]
    assert first["lastModified"].endswith("+00:00")
    same, head, other = _sent(
        client,
        _get(url, ifNoneMatch=first["etag"]),
        _get(url, "HEAD"),
        _get("CodeSystem/local", ifNoneMatch=first["etag"]),
    )
    assert (same["response"]["status"], "resource" in same) == ("304 Not Modified", False)
    assert (head["response"]["status"], "resource" in head) == ("200 OK", False)
    assert other["resource"]["id"] == "local"


def test_letters_and_spaces_in_an_address(client: Client) -> None:
    coded, written = _sent(
        client, _get(f"ValueSet/$expand?url={ALL}&filter=an%C3%A1lisis"),
        _get(f"ValueSet/$expand?url={ALL}&filter=análisis"),
    )  # fmt: skip
    for answer in (coded, written):
        assert [found["code"] for found in answer["resource"]["expansion"]["contains"]] == ["A"]


def test_entries_are_asked_in_the_name_and_language_of_who_sends_them(client: Client) -> None:
    code_system("draft", ["a"], status="draft", version=None)
    sent = json.dumps(
        _bundle(_get("CodeSystem/draft"), _get(f"CodeSystem/$lookup?system={ANALYSES}&code=Z9"))
    )

    def asked() -> list[dict[str, Any]]:
        answer = client.post("/fhir/", sent, content_type=JSON, headers={"Accept-Language": "en"})
        entries: list[dict[str, Any]] = answer.json()["entry"]
        return entries

    hidden, unknown = asked()
    assert _refused(hidden)[0] == "404"
    assert "Unknown code 'Z9'" in issue(unknown["resource"])[1]
    editor = User.objects.create_user("editora", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="view_codesystem"))
    client.force_login(editor)
    assert asked()[0]["resource"]["id"] == "draft"


def test_an_answer_has_its_length(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(client.get("/fhir/CodeSystem/analyses-2019").content)
    monkeypatch.setattr(batch, "MOST_ANSWERED_BYTES", 2 * size + 1)
    url = _get("CodeSystem/analyses-2019")
    entries = _sent(client, url, url, url, _get("CodeSystem/local"))
    assert [answer["response"]["status"][:3] for answer in entries[:2]] == ["200", "200"]
    for place, answer in enumerate(entries[2:], 2):
        assert _refused(answer) == ("422", "too-costly", f"Bundle.entry[{place}]")
        assert "por separado" in issue(answer["resource"])[1]


def test_a_batch_has_its_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 1.0, batch.MOST_SECONDS + 1, batch.MOST_SECONDS + 2])
    monkeypatch.setattr(batch, "monotonic", lambda: next(ticks))
    first, *others = _sent(client, *[_get("metadata")] * 3)
    assert first["response"]["status"] == "200 OK"
    assert [_refused(answer)[:2] for answer in others] == [("422", "too-costly")] * 2


def test_what_an_entry_costs_grows_with_its_batch_alone(
    client: Client, django_assert_num_queries: Any
) -> None:
    """An entry of a batch asks the database what it asks by itself."""
    url = f"CodeSystem/$validate-code?url={ANALYSES}&code=A1"
    with django_assert_num_queries(2):
        get(client, url)
    with django_assert_num_queries(10):
        _sent(client, *[_get(url)] * 5)


def test_the_statement_says_that_batches_are_taken(client: Client) -> None:
    rest = get(client, "metadata")["rest"][0]
    assert [found["code"] for found in rest["interaction"]] == ["batch"]
    assert str(MOST_ENTRIES) in rest["interaction"][0]["documentation"]
