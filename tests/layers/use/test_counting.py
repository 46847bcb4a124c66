"""Answers counted as they go out, written once, of layers that everybody sees; and the pages."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from pytest_django import Settings

from layers.models import LayerUse, OfferedCount
from layers.models.federation import FederatedService
from layers.use import counting
from layers.use.counting import write

pytestmark = pytest.mark.django_db
POINTS = "environmental_monitoring_points"
MAP = f"/ows/wms?REQUEST=GetMap&LAYERS={POINTS}"


@pytest.fixture(autouse=True)
def unwritten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing waits from elsewhere, and no thread writes."""
    counting._waiting.clear()
    monkeypatch.setattr(counting, "_writer", [object()])
    LayerUse.objects.all().delete()
    yield
    counting._waiting.clear()


def answered(address: str, status: str = "200 OK", method: str = "GET", **said: Any) -> None:
    """The address asked of a site that answers so."""

    def site(_variables: Any, start_response: Any) -> list[bytes]:
        start_response(status, [])
        return [b""]

    variables = RequestFactory().generic(method, address, **said).environ
    list(counting.counting(site)(variables, lambda *_said: None))


def counts() -> dict[tuple[str, str], int]:
    write()
    return {(one.layer, one.kind): one.times for one in LayerUse.objects.all()}


@pytest.fixture(autouse=True)
def counted(settings: Settings) -> None:
    settings.LAYER_USE_FLUSH_S = 30


def test_answers_add_up_over_writings() -> None:
    for _ in range(3):
        answered(MAP)
    assert counts() == {(POINTS, "request"): 3}
    answered(MAP)
    answered(f"/ogc/collections/{POINTS}/items?f=csv")
    assert counts() == {(POINTS, "request"): 4, (POINTS, "download"): 1}
    assert write() == 0


@pytest.mark.parametrize(
    ("status", "number"),
    [
        ("200 OK", 1),
        ("206 Partial Content", 1),
        ("304 Not Modified", 1),
        ("400 Bad Request", 0),
        ("404 Not Found", 0),
        ("500 Internal Server Error", 0),
        ("503 Service Unavailable", 0),
    ],
)
def test_only_what_was_answered_counts(status: str, number: int) -> None:
    answered(MAP, status)
    assert sum(counts().values()) == number


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST"])
def test_only_what_was_read_counts(method: str) -> None:
    answered(MAP, method=method)
    assert counts() == {}


def test_names_that_nobody_published_are_not_kept() -> None:
    answered("/ows/wms?REQUEST=GetMap&LAYERS=nada")
    answered(f"/ows/wms?REQUEST=GetMap&LAYERS=nada,{POINTS}")
    assert counts() == {(POINTS, "request"): 1}


def test_a_flood_of_names_stays_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_MOST_WAITING", 3)
    for number in range(50):
        answered(f"/ows/wms?REQUEST=GetMap&LAYERS=a{number}")
    assert len(counting._waiting) == 3


def test_nothing_of_who_asked_is_kept() -> None:
    answered(MAP, REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="QGIS", HTTP_COOKIE="sessionid=a")
    write()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM layers_layeruse")
        names = {column.name for column in cursor.description or ()}
        told = str(cursor.fetchall())
    assert names == {"id", "layer", "month", "kind", "times"}
    assert not any(text in told for text in ("203.0.113.9", "QGIS", "sessionid"))


def test_what_cannot_be_written_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    answered(MAP)

    def fails(_asked: set[str]) -> set[str]:
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr(counting, "_public_names", fails)
        with pytest.raises(DatabaseError):
            write()
    answered(MAP)
    assert counts() == {(POINTS, "request"): 2}


def test_it_can_be_turned_off(settings: Settings) -> None:
    settings.LAYER_USE_FLUSH_S = 0
    site = object()
    assert counting.counting(site) is site  # type: ignore[arg-type]


def use(layer: str, month: int, kind: str, times: int) -> None:
    LayerUse.objects.create(layer=layer, month=dt.date(2026, month, 1), kind=kind, times=times)


def test_the_page_and_the_table_tell_it_by_month(client: Client) -> None:
    page = " ".join(client.get("/ambiente/uso/").content.decode().split())
    assert "Todavía no se contó ningún uso." in page
    assert "a ningún servicio se le preguntó todavía" in page
    use(POINTS, 1, "request", 1_500)
    use(POINTS, 1, "download", 7)
    use(POINTS, 2, "request", 2)
    use("departments", 2, "request", 9)  # of no commitment
    service = FederatedService.objects.create(
        key="uso", platform="oefa", title="Uso", owner_name="OEFA"
    )
    for month, number in ((1, 4), (2, 6)):
        OfferedCount.objects.create(
            service=service,
            month=dt.date(2026, month, 1),
            number=number,
            counted_at=dt.datetime(2026, month, 20, tzinfo=dt.UTC),
        )
    rows = client.get("/api/v1/environment/use/").json()["results"]
    assert [(row["month"], row["downloads"], row["requests"]) for row in rows] == [
        ("2026-02-01", 0, 2),
        ("2026-01-01", 7, 1_500),
    ]
    assert {row["layer"] for row in rows} == {POINTS}
    page = " ".join(client.get("/ambiente/uso/").content.decode().split())
    assert "Se cuenta desde enero 2026" in page.replace("Enero", "enero")
    assert page.index(">6<") < page.index(">4<")
    answer = client.get("/api/v1/environment/use/?f=csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["2026-01-01", "7", "1500"] in [line[3:6] for line in lines]
    assert client.get("/api/v1/environment/use/?f=csv&x=1").status_code == 400
