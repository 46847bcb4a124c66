"""``/emergencias/`` and the form of one minute."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from territory.emergency_beds.current import refresh_emergency_beds
from territory.emergency_beds.freshness import stale_after
from territory.models import EmergencyBeds, LiveBedReport
from tests.facilities import CODE, OTHER_CODE, facility, reporter
from tests.frontend.reading import text_of
from tests.territory.emergency_beds.test_live import live
from tests.zones import account, client_of

pytestmark = pytest.mark.django_db
FORM = f"/emergencias/{CODE}/reportar/"
GOOD = {"area": "general", "operational": "10", "occupied": "6", "available": "4", "total": "12"}
NEAR = "/emergencias/?lat=-15&lon=-70.2&categoria=&area=general"


@pytest.fixture
def client_of_reporter() -> Client:
    facility()
    return client_of(reporter("reporta"))


def test_the_commitment_leads_here() -> None:
    assert 'href="/emergencias/"' in Client().get("/compromisos/12/").content.decode()


@pytest.mark.parametrize(
    "path", ["", "establecimientos/", "puntualidad/", f"{CODE}/", "?lat=-15&lon=-70.2"]
)
def test_each_page_says_that_it_is_not_the_106(path: str) -> None:
    facility()
    live(at=timezone.now())
    refresh_emergency_beds()
    assert "No sustituye a la línea 106" in text_of(Client(), f"/emergencias/{path}")


def test_the_nearest_free_bed() -> None:
    facility()
    live(at=timezone.now())
    facility(OTHER_CODE)
    live(OTHER_CODE, at=timezone.now() - stale_after())
    refresh_emergency_beds()
    text = text_of(Client(), NEAR)
    assert "11,1 km en línea recta" in text
    assert "4 camas disponibles" in text
    # What is stale is not found, and says so where it is listed.
    assert f"HOSPITAL DE PRUEBA {OTHER_CODE}" not in text
    assert "vencido" in text_of(Client(), f"/emergencias/{OTHER_CODE}/")
    assert "No quiere decir que no haya camas" in text_of(
        Client(), NEAR.replace("categoria=", "categoria=III-2")
    )


@pytest.mark.parametrize(
    "query",
    [
        "lat=x&lon=-70",
        "lat=-15",
        "lat=nan&lon=-70",
        "lat=40&lon=-3",
        "lat=-15&lon=-70&categoria=<script>alert(1)</script>",
        "lat=1e999&lon=-70&area=%00",
    ],
)
def test_a_bad_question_is_answered(query: str) -> None:
    answer = Client().get(f"/emergencias/?{query}")
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "field-error" in body
    assert "<script>alert" not in body


def test_a_report_in_a_minute(client_of_reporter: Client) -> None:
    assert client_of_reporter.get("/emergencias/reportar/")["Location"] == FORM
    page = client_of_reporter.get(FORM)
    assert "no-store" in page["Cache-Control"]
    answer = client_of_reporter.post(FORM, GOOD)
    assert (answer.status_code, answer["Location"]) == (302, f"/emergencias/{CODE}/")
    report = LiveBedReport.objects.get()
    assert (report.operational, report.available, report.inoperative) == (10, 4, None)
    assert EmergencyBeds.objects.get(is_sample=False).available == 4
    # What seldom changes is there the next time, what is to be counted isn't.
    again = client_of_reporter.get(FORM).content.decode()
    assert re.search(r'name="operational"[^>]*value="10"|value="10"[^>]*name="operational"', again)
    assert not re.search(r'name="available"[^>]*value=', again)


def test_twice_in_a_minute_is_once_or_a_correction(client_of_reporter: Client) -> None:
    live(at=timezone.now().replace(second=0, microsecond=0), inoperative=None)
    assert client_of_reporter.post(FORM, GOOD).status_code in (302, 200)
    assert LiveBedReport.objects.count() <= 2
    latest = LiveBedReport.objects.order_by("-at")[0]
    values = GOOD | {"available": "2", "at": latest.at.isoformat()}
    refused = client_of_reporter.post(FORM, values)
    assert refused.status_code == 409
    body = refused.content.decode()
    assert 'name="corrects" value="1"' in body
    assert client_of_reporter.post(FORM, values | {"corrects": "1"}).status_code == 302
    latest.refresh_from_db()
    assert (latest.available, latest.version) == (2, 2)
    assert "disponibles 4 → 2" in text_of(client_of_reporter, f"/emergencias/{CODE}/")
    corrected = client_of_reporter.get(f"{FORM}?reporte={latest.pk}").content.decode()
    assert 'name="corrects" value="2"' in corrected


@pytest.mark.parametrize(
    "values",
    [
        {"operational": ""},
        {"operational": "13"},
        {"available": "5"},
        {"occupied": "-1"},
        {"total": "1e3"},
        {"total": "NaN"},
        {"total": "9" * 400},
        {"total": "<script>alert(1)</script>"},
        {"area": "uci"},
        {"at": "2001-01-01T00:00:00Z"},
        {"at": "9999-12-31T23:59:59Z"},
        {"at": "x"},
        {"corrects": "x"},
        {"operational": "1\x00"},
    ],
)
def test_what_is_wrong_is_refused(client_of_reporter: Client, values: dict[str, str]) -> None:
    answer = client_of_reporter.post(FORM, GOOD | values)
    assert answer.status_code == 400
    assert "<script>alert" not in answer.content.decode()
    assert not LiveBedReport.objects.exists()


def test_who_does_not_act_for_it_gets_nowhere(client_of_reporter: Client) -> None:
    for client in (client_of(account("nadie")), client_of(reporter("otra", OTHER_CODE))):
        assert client.get(FORM).status_code == 403
        assert client.post(FORM, GOOD).status_code == 403
    assert Client().post(FORM, GOOD)["Location"].startswith("/cuenta/ingresar/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reporter("estricta"))
    assert strict.post(FORM, GOOD).status_code == 403
    assert not LiveBedReport.objects.exists()


@pytest.mark.parametrize("code", ["00000000", "x", "0" * 60, "..%2f"])
def test_a_facility_that_there_is_not(code: str) -> None:
    assert Client().get(f"/emergencias/{code}/").status_code == 404


def queries_of(path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    "path",
    [NEAR, "/emergencias/establecimientos/", "/emergencias/puntualidad/", f"/emergencias/{CODE}/"],
)
def test_queries_do_not_grow(path: str) -> None:
    def reported(codes: range) -> None:
        for number in codes:
            if number != 1:
                facility(f"{number:08}")
            live(f"{number:08}" if number != 1 else CODE, at=timezone.now())
        for minutes in codes:
            live(at=timezone.now() - minutes * stale_after() / 100)
        refresh_emergency_beds()

    facility()
    reported(range(1, 3))
    queries_of(path)
    few: Any = queries_of(path)
    reported(range(10, 22))
    assert queries_of(path) == few


def test_reports_are_a_series_with_a_table_and_a_file() -> None:
    facility()
    now = timezone.now().replace(second=0, microsecond=0)
    for hours in range(9):
        live(at=now - dt.timedelta(hours=hours), occupied=hours % 4)
    live(at=now, area="covid", available=None)
    refresh_emergency_beds()
    body = Client().get(f"/emergencias/{CODE}/").content.decode()
    assert body.count('<figure class="series"') == 2
    drawn = body.split('id="reportes-general"')[1].split("</svg>")[0]
    # Six instants of three numbers are drawn; the table has all.
    assert drawn.count("<rect") == 18
    row = body.split('id="reportes-general"')[1].split("Ocupadas</th>")[1].split("</tr>")[0]
    assert re.findall(r">(\d+)<", row) == [str(hours % 4) for hours in reversed(range(9))]
    # What isn't said has no bar.
    covid = body.split('id="reportes-covid"')[1].split("</figure>")[0]
    assert "no se dijo" in covid
    address = html.unescape(re.findall(r'href="([^"]+f=csv)"', covid)[0])
    lines = Client().get(address).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 10
    assert lines[0].startswith("id,facility,area,at,")


def test_the_series_of_samples_says_so() -> None:
    facility(is_sample=True)
    live(at=timezone.now(), is_sample=True)
    refresh_emergency_beds()
    assert "EJEMPLO · Reportes al instante" in text_of(Client(), f"/emergencias/{CODE}/")


def test_the_search_offers_ones_own_position_and_works_without() -> None:
    body = Client().get("/emergencias/").content.decode()
    assert re.search(r"<form[^>]* data-own-position", body)
    assert 'name="lat"' in body
    assert "no se guarda" in body
