"""Reports of beds by the API: taken, repeated, corrected, refused; by keys good and bad."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from layers import versions
from territory import api_tokens
from territory.models import ApiToken, ChangeEntry, EmergencyBeds, FacilityAccount, LiveBedReport
from tests.facilities import CODE, OTHER_CODE, facility, key, reporter
from tests.zones import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v1/emergency-beds/reports/"


@pytest.fixture
def text() -> str:
    """A key of an account that reports for the facility."""
    facility()
    return key(reporter("reporta")).text


def kept() -> QuerySet[ChangeEntry]:
    """The history of the reports that are there; histories of others are never emptied."""
    keys = [str(pk) for pk in LiveBedReport.objects.values_list("pk", flat=True)]
    return ChangeEntry.objects.filter(record="territory.livebedreport", key__in=keys)


def now(**before: int) -> str:
    return (timezone.now() - dt.timedelta(**before)).isoformat(timespec="seconds")


def said(**values: Any) -> dict[str, Any]:
    given = {
        "facility": CODE,
        "area": "general",
        "at": now(minutes=5),
        "total": 12,
        "operational": 10,
        "available": 4,
        "occupied": 6,
    }
    return {name: value for name, value in (given | values).items() if value is not ...}


def post(data: Any, text: str | None, client: Client | None = None) -> Any:
    body = data if isinstance(data, str | bytes) else json.dumps(data)
    headers = {} if text is None else {"Authorization": f"Bearer {text}"}
    return (client or Client()).post(PATH, body, "application/json", headers=headers)


def test_a_report_is_the_latest_of_its_facility(text: str) -> None:
    before = versions.of("emergency_beds")
    answer = post(said(), text)
    assert answer.status_code == 201
    found = answer.json()
    assert (found["outcome"], found["version"], found["available"]) == ("created", 1, 4)
    assert "106" in found["notice"]
    assert "no-store" in answer["Cache-Control"]
    beds = EmergencyBeds.objects.get(is_sample=False)
    assert (beds.available, beds.operational, beds.total) == (4, 10, 12)
    assert beds.facility_name == f"HOSPITAL DE PRUEBA {CODE}"
    assert beds.declared_unit_id == "210201"
    assert beds.occupied_percent == pytest.approx(60)
    assert versions.of("emergency_beds") > before
    assert ApiToken.objects.get().last_used_at is not None


def test_the_same_again_changes_nothing(text: str) -> None:
    sent = said()
    assert post(sent, text).status_code == 201
    before = versions.of("emergency_beds")
    again = post(sent, text)
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    # The same instant in another zone is the same.
    moved = dt.datetime.fromisoformat(sent["at"]).astimezone(dt.timezone(dt.timedelta(hours=-5)))
    assert post(sent | {"at": moved.isoformat()}, text).json()["outcome"] == "unchanged"
    assert versions.of("emergency_beds") == before
    assert LiveBedReport.objects.count() == kept().count() == 1


def test_a_correction_keeps_what_was_before_and_a_replay_does_not_undo_it(text: str) -> None:
    first = said()
    post(first, text)
    other = first | {"available": 1, "occupied": 9}
    refused = post(other, text)
    assert refused.status_code == 409
    assert refused.json()["kept"]["available"] == 4
    assert refused.json()["parameter"] == "corrects"
    corrected = post(other | {"corrects": 1}, text).json()
    assert (corrected["outcome"], corrected["version"]) == ("corrected", 2)
    # What was on its way before arrives late.
    assert post(first, text).status_code == 409
    assert post(first | {"corrects": 1}, text).status_code == 409
    assert post(other | {"corrects": 1}, text).json()["outcome"] == "unchanged"
    assert EmergencyBeds.objects.get(is_sample=False).available == 1
    history = Client().get(f"{PATH}{corrected['id']}/").json()
    last, made = history["changes"]
    assert (last["action"], last["version"], last["office"]) == ("update", 2, f"IPRESS {CODE}")
    assert last["before"] == {"available": 4, "occupied": 6}
    assert last["after"] == {"available": 1, "occupied": 9}
    assert made["action"] == "insert"
    assert "reporta" not in json.dumps(history)


@pytest.mark.parametrize(
    ("values", "parameter"),
    [
        ({"operational": 13}, "operational"),
        ({"available": 5}, "available"),
        ({"occupied": 11, "available": ...}, "occupied"),
        ({"available": 11, "occupied": ...}, "available"),
        ({"inoperative": 3}, "inoperative"),
        ({"operational": ...}, "operational"),
        ({"operational": None}, "operational"),
        ({"operational": -1}, "operational"),
        ({"total": 10**9}, "total"),
        ({"total": 10**400}, "total"),
        ({"total": "12"}, "total"),
        ({"total": 12.0}, "total"),
        ({"available": True}, "available"),
        ({"available": [4]}, "available"),
        ({"area": "uci"}, "area"),
        ({"area": ["general"]}, "area"),
        ({"area": ...}, "area"),
        ({"at": ...}, "at"),
        ({"at": "2026-01-31"}, "at"),
        ({"at": "2026-01-31T10:00:00"}, "at"),
        ({"at": "2026-02-30T10:00:00Z"}, "at"),
        ({"at": "0001-01-01T00:00:00+23:59"}, "at"),
        ({"at": "2026-W05-6T10:00:00Z"}, "at"),
        ({"at": "٢٠٢٦-01-31T10:00:00Z"}, "at"),
        ({"at": 1769871600}, "at"),
        ({"at": lambda: now(hours=73)}, "at"),
        ({"at": lambda: now(minutes=-5)}, "at"),
        ({"facility": "2941"}, "facility"),
        ({"facility": 2941}, "facility"),
        ({"facility": "٠٠٠٠٢٩٤١"}, "facility"),
        ({"corrects": "1"}, "corrects"),
        ({"corrects": True}, "corrects"),
        ({"director": "Juan Pérez"}, "director"),
        ({"telefono": "999999999"}, "telefono"),
    ],
)
def test_what_is_wrong_is_named(text: str, values: dict[str, Any], parameter: str) -> None:
    # An age is counted when it is sent, not when the tests were collected.
    given = {name: value() if callable(value) else value for name, value in values.items()}
    answer = post(said(**given), text)
    assert answer.status_code == 400
    assert answer.json()["parameter"] == parameter
    assert "Juan" not in answer.content.decode()
    assert not LiveBedReport.objects.exists()


def test_what_fits_exactly_is_taken(text: str) -> None:
    values = {"total": 10, "operational": 10, "inoperative": 0, "available": 0, "occupied": 10}
    assert post(said(**values), text).status_code == 201
    assert (
        post(said(area="covid", total=0, operational=0, available=0, occupied=0), text).json()[
            "operational"
        ]
        == 0
    )


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '{"total": NaN}',
        '{"total": Infinity}',
        "[" * 4_000,
        b"\xff\xfe",
        json.dumps(said(), ensure_ascii=False).replace("general", "\x00"),
    ],
)
def test_what_is_no_report_is_refused(text: str, body: str | bytes) -> None:
    assert post(body, text).status_code == 400


def test_a_huge_body_is_refused_unread(text: str) -> None:
    assert post(json.dumps(said()) + " " * 9_000, text).status_code == 413
    assert not LiveBedReport.objects.exists()


def test_keys_that_open_nothing(text: str) -> None:
    guessed = text[:-1] + ("0" if text[-1] != "0" else "1")
    for wrong in (guessed, "x", ""):
        answer = post(said(), wrong)
        assert answer.status_code == 401
        assert 'error="invalid_token"' in answer["WWW-Authenticate"]
    assert post(said(), None).status_code == 401
    token = ApiToken.objects.get()
    api_tokens.revoke(token, token.user)
    assert post(said(), text).status_code == 401
    assert not LiveBedReport.objects.exists()


def test_a_key_is_of_its_facility_alone(text: str) -> None:
    other = facility(OTHER_CODE)
    foreign = key(reporter("ajena", OTHER_CODE), OTHER_CODE).text
    assert post(said(), foreign).status_code == 403
    # Of a facility that there isn't the answer is the same.
    answers = {
        post(said(facility=code), text).content for code in (other.code, "00000000", "12345678")
    }
    assert len(answers) == 1
    # An account that acts for both has a key for one.
    user = ApiToken.objects.get(facility_code=CODE).user
    FacilityAccount.objects.create(user=user, facility_code=OTHER_CODE)
    assert post(said(facility=OTHER_CODE), text).status_code == 403
    assert not LiveBedReport.objects.exists()


def test_an_account_reports_with_its_forms_own_key(text: str) -> None:
    user = ApiToken.objects.get().user
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert post(said(), None, client).status_code == 403
    assert post(said(), None, client_of(user)).status_code == 201
    assert post(said(facility=OTHER_CODE), None, client_of(user)).status_code == 403


def test_what_the_demonstration_reports_is_a_sample() -> None:
    facility(is_sample=True, code="99000901")
    user = reporter("muestra", "99000901", is_demonstration=True)
    made = key(user, "99000901", is_sample=True)
    assert post(said(facility="99000901"), made.text).status_code == 201
    assert LiveBedReport.objects.get().is_sample
    beds = EmergencyBeds.objects.get(facility_code="99000901")
    assert beds.is_sample
    office = kept().get().office
    assert office is not None
    assert office.startswith("EJEMPLO")


def test_the_list_and_its_filter(text: str) -> None:
    for minutes in (30, 20, 10):
        post(said(at=now(minutes=minutes)), text)
    found = Client().get(f"{PATH}?facility={CODE}&limit=2").json()
    assert found["count"] == 3
    first, second = (row["at"] for row in found["results"])
    assert first > second
    assert Client().get(f"{PATH}?facility={OTHER_CODE}").json()["count"] == 0
    assert Client().get(f"{PATH}?facilty={CODE}").status_code == 400
    assert Client().get(f"{PATH}?facility=%00").status_code in (200, 400)
    assert Client().get(f"{PATH}999999999999/").status_code == 404


def test_queries_do_not_grow_with_reports(text: str) -> None:
    post(said(at=now(minutes=59)), text)
    few = queries_of(said(at=now(minutes=58)), text)
    for minutes in range(40, 56):
        post(said(at=now(minutes=minutes)), text)
    assert queries_of(said(at=now(minutes=39)), text) == few


def queries_of(data: Any, text: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert post(data, text).status_code == 201
    return len(asked)
