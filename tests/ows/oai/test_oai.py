"""OAI-PMH 2.0: every verb and every error of the protocol, by its own rules (§3 and §4)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from ows.oai import views
from territory.models import SanitationStudy
from tests.studies import study, version

pytestmark = pytest.mark.django_db
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
LIST = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def ask(**arguments: Any) -> Any:
    return parsed(Client().get("/oai", arguments))


def parsed(answer: Any) -> Any:
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    root: Any = etree.fromstring(answer.content)
    assert root.tag == f"{OAI}OAI-PMH"
    assert [child.tag for child in root[:2]] == [f"{OAI}responseDate", f"{OAI}request"]
    assert _STAMP.fullmatch(root[0].text or "")
    assert root[1].text == "http://testserver/oai"
    return root


def code_of(root: Any) -> str:
    (error,) = root.findall(f"{OAI}error")
    assert error.text
    if error.get("code") in ("badVerb", "badArgument"):
        assert not root[1].attrib
    return str(error.get("code"))


def headers(root: Any) -> list[str]:
    return [item.text or "" for item in root.iter(f"{OAI}identifier")]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Nothing"}, "badVerb"),
        ({"verb": "identify"}, "badVerb"),
        ({"verb": ["Identify", "Identify"]}, "badVerb"),
        ({"verb": "Identify", "x": "1"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "GetRecord", "identifier": "x"}, "badArgument"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc"}, "badArgument"),
        (LIST | {"metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
        (LIST | {"metadataPrefix": ["oai_dc", "oai_dc"]}, "badArgument"),
        (LIST | {"from": "ayer"}, "badArgument"),
        (LIST | {"from": "2019-02-30"}, "badArgument"),
        (LIST | {"from": "2019-01-01", "until": "2018-01-01"}, "badArgument"),
        (LIST | {"from": "2019-01-01", "until": "2030-01-01T00:00:00Z"}, "badArgument"),
        (LIST | {"from": "2019-01-01T00:00Z"}, "badArgument"),
        (LIST | {"from": "2019"}, "badArgument"),
        (LIST | {"set": "a b"}, "badArgument"),
        (LIST | {"set": "otro"}, "noRecordsMatch"),
        (LIST | {"set": "region-25"}, "noRecordsMatch"),
        # Of Cusco's study, but none of these is a set.
        (LIST | {"set": "region-0"}, "noRecordsMatch"),
        (LIST | {"set": "region-08x"}, "noRecordsMatch"),
        (LIST | {"set": "region-0801"}, "noRecordsMatch"),
        (LIST | {"until": "2000-01-01"}, "noRecordsMatch"),
        (LIST | {"from": "9999-12-31", "until": "9999-12-31"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
        (LIST | {"resumptionToken": "x"}, "badArgument"),
        ({"verb": "ListMetadataFormats", "identifier": "oai:x:1"}, "idDoesNotExist"),
        (
            {"verb": "GetRecord", "identifier": "x\x00", "metadataPrefix": "oai_dc"},
            "idDoesNotExist",
        ),
        (
            {"verb": "GetRecord", "identifier": "oai:testserver:estudio-" + "9" * 30}
            | {"metadataPrefix": "oai_dc"},
            "idDoesNotExist",
        ),
    ],
)
def test_each_error_has_its_code(arguments: dict[str, Any], code: str) -> None:
    study()
    assert code_of(ask(**arguments)) == code
    posted = Client(enforce_csrf_checks=True).post(
        "/oai", _encoded(arguments), content_type="application/x-www-form-urlencoded"
    )
    assert code_of(parsed(posted)) == code


def _encoded(arguments: dict[str, Any]) -> str:
    return urlencode(arguments, doseq=True)


def test_without_studies_there_are_no_sets() -> None:
    SanitationStudy.objects.update(state="draft")
    assert code_of(ask(verb="ListSets")) == "noSetHierarchy"
    assert code_of(ask(**LIST)) == "noRecordsMatch"
    assert ask(verb="Identify").findtext(f".//{OAI}earliestDatestamp")


def test_identify_says_what_the_protocol_asks_in_its_order() -> None:
    study()
    (said,) = ask(verb="Identify").iter(f"{OAI}Identify")
    assert [etree.QName(child).localname for child in said] == [
        "repositoryName",
        "baseURL",
        "protocolVersion",
        "adminEmail",
        "earliestDatestamp",
        "deletedRecord",
        "granularity",
    ]
    assert said.findtext(f"{OAI}protocolVersion") == "2.0"
    assert said.findtext(f"{OAI}deletedRecord") == "transient"
    assert re.fullmatch(r"\S+@(\S+\.)+\S+", said.findtext(f"{OAI}adminEmail") or "")


def test_a_record_is_dublin_core() -> None:
    made = study(title="Agua <b> & saneamiento")
    version(made)
    name = f"oai:testserver:estudio-{made.pk}"
    root = ask(verb="GetRecord", identifier=name, metadataPrefix="oai_dc")
    assert root[1].attrib == {
        "verb": "GetRecord",
        "identifier": name,
        "metadataPrefix": "oai_dc",
    }
    assert root.findtext(f".//{DC}title") == "Agua <b> & saneamiento"
    values = {etree.QName(item).localname: item.text for item in root.iter() if DC in str(item.tag)}
    assert values["coverage"] == "Cusco"
    assert values["rights"] == "https://creativecommons.org/licenses/by/4.0/"
    assert values["identifier"] == f"http://testserver/estudios/{made.pk}/"
    assert {item.text for item in root.iter(f"{OAI}setSpec")} == {"tipo-diagnosis", "region-08"}
    assert [item.text for item in ask(verb="ListMetadataFormats").iter(f"{OAI}metadataPrefix")] == [
        "oai_dc"
    ]


def test_what_xml_cannot_hold_is_left_out() -> None:
    """A form feed, as texts copied from a PDF have it, would else cost the whole list."""
    study(title="Agua\x0c y saneamiento", abstract="Página 1\x0cPágina 2")
    root = ask(**LIST)
    assert root.findtext(f".//{DC}title") == "Agua y saneamiento"
    assert root.findtext(f".//{DC}description") == "Página 1Página 2"


def test_each_set_that_is_listed_holds_what_its_records_say() -> None:
    study()
    study(title="Otro", units=["150101"], kind="evaluation")
    listed = {item.text for item in ask(verb="ListSets").iter(f"{OAI}setSpec")}
    said = {item.text for item in ask(**LIST).iter(f"{OAI}setSpec")}
    assert listed == said
    for name in listed:
        for header in ask(**LIST, set=name).iter(f"{OAI}header"):
            assert name in {item.text for item in header.iter(f"{OAI}setSpec")}


def test_a_list_is_whole_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 3)
    made = [study(title=f"Estudio {number}") for number in range(7)]
    seen: list[str] = []
    root = ask(verb="ListIdentifiers", metadataPrefix="oai_dc")
    cursors = []
    for _ in range(9):
        seen += headers(root)
        token = root.find(f".//{OAI}resumptionToken")
        assert token is not None
        cursors.append(token.get("cursor"))
        assert token.get("completeListSize") == "7"
        if not token.text:
            break
        assert code_of(ask(verb="ListRecords", resumptionToken=token.text)) == "badResumptionToken"
        assert code_of(ask(verb="ListIdentifiers", resumptionToken="A" + token.text)) == (
            "badResumptionToken"
        )
        again = ask(verb="ListIdentifiers", resumptionToken=token.text)
        # The same token again gives the same page (§3.5).
        assert headers(again) == headers(ask(verb="ListIdentifiers", resumptionToken=token.text))
        root = again
    assert cursors == ["0", "3", "6"]
    assert sorted(seen) == sorted(f"oai:testserver:estudio-{one.pk}" for one in made)


def test_both_ends_are_within_what_is_asked() -> None:
    made = study()
    stamp = ask(**LIST).findtext(f".//{OAI}datestamp") or ""
    assert headers(ask(**LIST, **{"from": stamp, "until": stamp})) == [
        f"oai:testserver:estudio-{made.pk}"
    ]
    day = stamp[:10]
    assert len(headers(ask(**LIST, **{"from": day, "until": day}))) == 1
    later = dt.datetime.fromisoformat(stamp) + dt.timedelta(seconds=1)
    written = later.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert code_of(ask(**LIST, **{"from": written})) == "noRecordsMatch"


def test_what_was_withdrawn_is_told_as_deleted() -> None:
    made = study()
    study(title="Otro")
    SanitationStudy.objects.filter(pk=made.pk).update(state="withdrawn")
    name = f"oai:testserver:estudio-{made.pk}"
    root = ask(verb="GetRecord", identifier=name, metadataPrefix="oai_dc")
    (header,) = root.iter(f"{OAI}header")
    assert header.get("status") == "deleted"
    assert root.find(f".//{OAI}metadata") is None
    assert name in headers(ask(**LIST))


def test_what_was_never_published_is_nobodys() -> None:
    made = study(state="draft")
    name = f"oai:testserver:estudio-{made.pk}"
    assert code_of(ask(verb="GetRecord", identifier=name, metadataPrefix="oai_dc")) == (
        "idDoesNotExist"
    )


def test_a_page_costs_the_same_however_many_studies_it_has() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            ask(**LIST)
        return len(found)

    for number in range(2):
        version(study(title=f"Estudio {number}"))
    before = queries()
    for number in range(2, 9):
        version(study(title=f"Estudio {number}"))
    assert queries() == before


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused_in_the_protocols_form(method: str) -> None:
    answer = getattr(Client(), method)("/oai")
    assert answer.status_code == 405
    assert etree.fromstring(answer.content).find(f"{OAI}error") is not None
