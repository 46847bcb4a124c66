"""SMART's client of FHIR R4 asks the served site, and reads its answers by R4's own classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from fhirclient.client import FHIRClient
from fhirclient.models.bundle import Bundle
from fhirclient.models.codesystem import CodeSystem as ClientSystem
from fhirclient.models.parameters import Parameters
from fhirclient.models.valueset import ValueSet as ClientSet
from fhirclient.server import FHIRNotFoundException
from pytest_django.plugin import DjangoDbBlocker

from territory.models import CodeSystem, ValueSet
from territory.terminology.concepts import ConceptRow
from territory.terminology.keeping import keep
from tests.terminology import BASE, code_system, value_set

SLUG = "client-test"
URL = f"{BASE}/CodeSystem/{SLUG}"


@pytest.fixture(scope="module")
def client(
    live_url: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[FHIRClient]:
    with django_db_blocker.unblock():
        rows = [
            ConceptRow(f"C{number:02}", f"Concepto {number}", parents=("C00",) if number else ())
            for number in range(25)
        ]
        system = code_system(SLUG, rows, hierarchy_meaning="is-a")
        condition = {"property": "concept", "op": "descendent-of", "value": "C00"}
        chosen = value_set(SLUG, {"include": [{"system": URL, "filter": [condition]}]})
        keep(ValueSet.objects.get(pk=chosen.pk))
        connection.close()
    yield FHIRClient(settings={"app_id": "pruebas", "api_base": f"{live_url}/fhir/"})
    with django_db_blocker.unblock():
        ValueSet.objects.filter(pk=chosen.pk).delete()
        CodeSystem.objects.filter(pk=system.pk).delete()
        connection.close()


def test_a_system_is_searched_for_and_read(client: FHIRClient) -> None:
    found = list(ClientSystem.where({"url": URL}).perform_resources_iter(client.server))
    assert [system.version for system in found] == ["1"]
    read = ClientSystem.read(found[0].id, client.server)
    assert [concept.code for concept in read.concept][:2] == ["C00", "C01"]
    assert read.count == 25


def test_a_set_is_expanded_page_by_page(client: FHIRClient) -> None:
    seen: list[str] = []
    for offset in range(0, 30, 10):
        path = f"ValueSet/{SLUG}/$expand?offset={offset}&count=10"
        page = ClientSet(client.server.request_json(path))
        assert page.expansion.total == 24
        seen += [member.code for member in page.expansion.contains or []]
    assert seen == [f"C{number:02}" for number in range(1, 25)]


def test_a_code_is_validated_by_parameters(client: FHIRClient) -> None:
    asked: dict[str, Any] = {"resourceType": "Parameters", "parameter": [
        {"name": "url", "valueUri": f"{BASE}/ValueSet/{SLUG}"},
        {"name": "coding", "valueCoding": {"system": URL, "code": "C00"}},
    ]}  # fmt: skip
    answer = client.server.post_json("ValueSet/$validate-code", asked)
    found = Parameters(answer.json())
    results = {part.name: part for part in found.parameter}
    assert results["result"].valueBoolean is False
    assert results["issues"].resource.issue[0].details.coding[0].code == "not-in-vs"


def test_a_batch_is_answered_entry_by_entry(client: FHIRClient) -> None:
    base = client.server.base_uri
    urls = [f"CodeSystem/$lookup?system={URL}&code=C03", "CodeSystem/no-hay",
            f"{base}ValueSet/{SLUG}/$expand?offset=20&count=3"]  # fmt: skip
    entries = [{"request": {"method": "GET", "url": url}} for url in urls]
    sent = Bundle({"resourceType": "Bundle", "type": "batch", "entry": entries})
    answer = Bundle(client.server.post_json("", sent.as_json()).json())
    assert answer.type == "batch-response"
    looked_up, missing, page = answer.entry
    assert [entry.response.status[:3] for entry in answer.entry] == ["200", "404", "200"]
    named = {part.name: part.valueString for part in looked_up.resource.parameter}
    assert named["display"] == "Concepto 3"
    assert missing.resource.issue[0].code == "not-found"
    assert [member.code for member in page.resource.expansion.contains] == ["C21", "C22", "C23"]


def test_what_is_not_there_is_not_found(client: FHIRClient) -> None:
    with pytest.raises(FHIRNotFoundException):
        ClientSystem.read("no-hay", client.server)
