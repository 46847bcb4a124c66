"""What the log holds: a line a request at most, and a traceback for defects alone."""

from __future__ import annotations

import logging
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.test import Client
from procrastinate.exceptions import ConnectorException

from config import accounts, prepare
from config.log_lines import MOST_HOSTS, EachHostOnce, FaultsInALine, OneLine
from tests.zones import planner

pytestmark = pytest.mark.django_db

REFUSED = (
    "/ows/wfs?service=WFS&request=Nothing",
    "/ows/wms?service=WMS&request=GetMap",
    "/ogc/collections/none",
    "/ogc/?a=" + "&a=" * 2_000,
    "/api/v1/units/99/",
    "/nothing/",
    "/%F1",
    "/t/999999/",
)


def shown(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("path", REFUSED)
def test_a_refused_request_is_the_askers_business(
    path: str, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    assert 400 <= client.get(path).status_code < 500
    assert client.post(path, b"<a>", content_type="text/xml").status_code < 500
    assert shown(caplog) == []


def test_neither_a_forged_form_nor_a_wrong_password_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(planner("ana"))
    assert client.post("/cuenta/salir/").status_code == 403
    assert Client().get("/ogc/", headers={"Authorization": "Basic YTpi"}).status_code == 401
    assert shown(caplog) == []


def test_a_host_that_is_not_ours_is_said_once_without_a_traceback(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("django.security.DisallowedHost")
    (once,) = [item for item in logger.filters if isinstance(item, EachHostOnce)]
    once.__init__()  # type: ignore[misc]
    for number in range(3 * MOST_HOSTS):
        for _again in range(2):
            response = client.get("/", headers={"Host": f"host{number}.example"})
            assert response.status_code == 400
    records = shown(caplog)
    assert len(records) == MOST_HOSTS
    assert {record.levelname for record in records} == {"WARNING"}
    assert not any(record.exc_info for record in records)
    assert "ALLOWED_HOSTS" in records[0].getMessage()


def test_a_defect_keeps_its_traceback_and_is_said_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("layers.registry.describe_all", broken)
    client = Client(raise_request_exception=False)
    for path in ("/ogc/collections?f=json", "/api/v1/layers/", "/catalogo/"):
        caplog.clear()
        assert client.get(path).status_code == 500, path
        (record,) = shown(caplog)
        assert record.levelname == "ERROR"
        assert record.exc_info


@pytest.mark.parametrize("text", ["a\nERROR forged", "a\rb", "a\x1b[2Jb", "a\u2028b", "a\x00b"])
def test_what_a_request_wrote_makes_no_line_of_its_own(text: str) -> None:
    """CWE-117: a log can't be forged by what it quotes."""
    record = logging.LogRecord("x", logging.WARNING, "", 0, "at %s", (text,), None)
    line = OneLine("{levelname} {message}", style="{").format(record)
    assert line.startswith("WARNING at a")
    assert line.isprintable()
    assert "Ñandú" in OneLine("{message}", style="{").format(
        logging.LogRecord("x", logging.WARNING, "", 0, "Ñandú", (), None)
    )


def test_the_settings_use_them() -> None:
    logging_: Any = settings.LOGGING
    assert logging_["handlers"]["stderr"]["formatter"] == "line"
    assert logging_["formatters"]["line"]["()"] == "config.log_lines.OneLine"


@pytest.mark.parametrize("watched", [True, False])
def test_first_passwords_are_for_a_person_at_a_terminal(
    watched: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Any,
) -> None:
    monkeypatch.setattr(prepare, "is_watched", lambda: watched)
    monkeypatch.setattr("config.local_secrets.directory", lambda: tmp_path)
    made = accounts.ensure_administrator()
    name, _, password = made.partition(" / ")
    assert password
    prepare._say_account("Cuenta de administración", made)
    said = capsys.readouterr().out
    assert name in said
    assert (password in said) is watched
    assert ("make accounts" in said) is not watched


@pytest.mark.parametrize(
    "name",
    ["procrastinate.worker", "procrastinate.worker.worker", "procrastinate.utils", "asyncio"],
)
def test_a_worker_without_its_database_says_so_in_a_line(name: str) -> None:
    """A defect keeps its traceback."""
    (in_a_line,) = logging.getLogger(name).filters
    assert isinstance(in_a_line, FaultsInALine)
    wrapped = ConnectorException()
    wrapped.__cause__ = psycopg.OperationalError("server closed the connection")
    for error, is_fault in ((wrapped, True), (wrapped.__cause__, True), (ValueError("x"), False)):
        record = logging.LogRecord(
            name, logging.ERROR, "", 1, "side task failed", (), (type(error), error, None)
        )
        assert in_a_line.filter(record)
        assert (record.exc_info is None) is is_fault
        assert (record.levelno == logging.WARNING) is is_fault
