"""The database away, or its disk full: every address says so in its own form, and the log once."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections
from django.test import Client
from lxml import etree
from psycopg import errors

from layers.database_faults import fault_of
from layers.errors import DatabaseAway, QueryTimeout, StorageFull
from territory.models import InterventionZone
from tests.ows.rest.zone_wire import ZONES, send
from tests.zones import PASSWORD, client_of, feature, planner

pytestmark = pytest.mark.django_db

MAP = (
    "/ows/wms?service=WMS&version=1.3.0&request=GetMap&layers=districts&styles=&crs=CRS:84"
    "&bbox=-73,-14,-71,-12&width=8&height=8&format=image/png"
)
OWS, PROBLEM, HTML = "application/xml", "application/problem+json", "text/html"
ADDRESSES = {
    MAP: "text/xml",
    "/ows/wms?service=WMS&request=GetCapabilities": "text/xml",
    "/ows?service=WMS&request=GetCapabilities": "text/xml",
    "/ows/wfs?service=WFS&request=GetCapabilities": OWS,
    "/ows/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=districts": OWS,
    "/ogc/collections?f=json": PROBLEM,
    "/ogc/collections/districts/items?f=json": PROBLEM,
    "/ogc/collections/districts/items?f=html": HTML,
    "/ogc/collections/districts/tiles/WebMercatorQuad/4/8/4?f=mvt": PROBLEM,
    "/api/v1/units/": PROBLEM,
    "/api/v1/units/13/summary/": PROBLEM,
    "/api/v1/layers/districts/features/": PROBLEM,
    "/api/v1/search/?q=lima": PROBLEM,
    ZONES: PROBLEM,
    "/compromisos/": HTML,
    "/t/13/": HTML,
    "/buscar/?q=lima": HTML,
    "/zonas/": HTML,
}


@contextmanager
def lost_connection(nowhere: Path) -> Iterator[None]:
    """No server listens where the site looks for it: the driver's own error, not a made up one."""
    before = connections[DEFAULT_DB_ALIAS]
    lost = connections.create_connection(DEFAULT_DB_ALIAS)
    lost.settings_dict = lost.settings_dict | {"HOST": str(nowhere)}
    connections[DEFAULT_DB_ALIAS] = lost
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before


@pytest.fixture
def away(tmp_path: Path) -> Iterator[None]:
    with lost_connection(tmp_path):
        yield


def assert_unavailable(response: Any, content_type: str, status: int = 503) -> None:
    """RFC 9110 §15.6.4 and §10.2.3; RFC 4918 §11.5 for 507."""
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith(content_type)
    assert int(response["Retry-After"]) > 0
    assert "no-store" in response["Cache-Control"]
    if content_type.endswith("xml"):
        assert etree.fromstring(response.content).tag.endswith("ExceptionReport")
    elif content_type == PROBLEM:
        assert response.json()["status"] == status
    else:
        assert "<h1>" in response.content.decode()


def assert_one_line(caplog: pytest.LogCaptureFixture) -> None:
    shown = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.exc_info for record in shown] == [None], caplog.text
    assert "the database does not answer" in shown[0].getMessage()


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_database_that_is_away(path: str, caplog: pytest.LogCaptureFixture, away: None) -> None:
    response = Client(raise_request_exception=False).get(path)
    assert_unavailable(response, ADDRESSES[path])
    assert_one_line(caplog)


@pytest.mark.parametrize("path", [path for path, form in ADDRESSES.items() if form != HTML])
def test_the_same_for_who_signs_in_by_basic(
    path: str, caplog: pytest.LogCaptureFixture, away: None
) -> None:
    """The account can't be looked up: that is no refusal of the account, and no page of HTML."""
    credentials = base64.b64encode(f"ana:{PASSWORD}".encode()).decode()
    client = Client(raise_request_exception=False)
    response = client.get(path, headers={"Authorization": f"Basic {credentials}"})
    assert_unavailable(response, ADDRESSES[path])
    assert response["Access-Control-Allow-Origin"] == "*"
    assert_one_line(caplog)


@pytest.mark.parametrize("path", ["/t/13/", "/zonas/", "/admin/", ZONES, MAP])
def test_the_same_for_who_has_a_session(
    path: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    client = client_of(planner("ana"))
    client.raise_request_exception = False
    with lost_connection(tmp_path):
        response = client.get(path)
    assert_unavailable(response, ADDRESSES.get(path, HTML))
    assert_one_line(caplog)
    assert client.get("/zonas/").status_code == 200  # back without anybody's hand


def test_health_of_a_database_that_is_away(
    client: Client, caplog: pytest.LogCaptureFixture, away: None
) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"database\n")
    assert_one_line(caplog)


FULL = """
CREATE FUNCTION pg_temp.full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON territory_interventionzone
FOR EACH ROW EXECUTE FUNCTION pg_temp.full_disk();
"""


def test_a_write_on_a_full_disk(caplog: pytest.LogCaptureFixture) -> None:
    client = client_of(planner("ana"))
    with connection.cursor() as cursor:
        cursor.execute(FULL)
    response = send(client, "post", ZONES, feature())
    assert_unavailable(response, PROBLEM, 507)
    assert "no tiene espacio" in response.json()["detail"]
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING] == [
        f"no space left on the disk: {ZONES}"
    ]
    assert not InterventionZone.objects.exists()
    assert client.get(ZONES).status_code == 200  # what is there is read all the same


def test_health_tells_of_a_full_disk(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    full = "DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = 'disk_full'; END $$"
    monkeypatch.setattr("config.health._SORTED_ON_DISK", full)
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"disk\n")
    assert int(response["Retry-After"]) > 0


def test_health_writes_to_the_disk() -> None:
    """The probe is no probe unless its sort leaves memory."""
    from config.health import _SORTED_ON_DISK  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64kB'")
        cursor.execute(f"EXPLAIN (ANALYZE) {_SORTED_ON_DISK}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Sort Method: external" in plan


def _caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (_caused(OperationalError(), errors.AdminShutdown()), DatabaseAway),
        (_caused(OperationalError(), errors.CrashShutdown()), DatabaseAway),
        (_caused(OperationalError(), errors.CannotConnectNow()), DatabaseAway),
        (_caused(OperationalError(), errors.TooManyConnections()), DatabaseAway),
        (_caused(OperationalError(), errors.ConnectionFailure()), DatabaseAway),
        (
            _caused(OperationalError(), psycopg.OperationalError("consuming input failed")),
            DatabaseAway,
        ),
        (InterfaceError("connection already closed"), DatabaseAway),
        (psycopg.OperationalError("the connection is lost"), DatabaseAway),
        (_caused(OperationalError(), errors.QueryCanceled()), QueryTimeout),
        (_caused(OperationalError(), errors.DiskFull()), StorageFull),
        (OSError(28, "No space left on device"), StorageFull),
        (OSError(2, "No such file"), None),
        (_caused(OperationalError(), errors.DeadlockDetected()), None),
        (InterfaceError("the cursor is closed"), None),
        (ValueError(), None),
        (None, None),
    ],
)
def test_what_an_error_is(error: Exception | None, expected: type[Exception] | None) -> None:
    """PostgreSQL, appendix A: classes 08, 53, 57P and 58; no state is a lost connection."""
    found = fault_of(error)
    assert type(found) is (expected or type(None))
