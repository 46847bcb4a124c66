"""``make serve`` answers before the overviews are made, and whatever becomes of them."""

from __future__ import annotations

import signal
import time
import urllib.request
from collections.abc import Iterator

import psycopg
import pytest

from layers.jobs.running import LOST, LOST_TWICE
from layers.models import Job, Overview
from layers.overviews import LEAST_POINTS
from territory.models import RuralSchool
from tests.config.processes import free_port, processes_naming
from tests.config.serving import read_until, serving
from tests.database import address

LAYER = "rural_schools"
TABLE = Overview._meta.db_table
# A reader's lock, which the making of an overview waits for.
HOLD = f"LOCK TABLE {TABLE} IN SHARE MODE"
STATES = f"SELECT state FROM {Job._meta.db_table} WHERE kind = 'refresh_overviews'"
MADE = "Vistas generales de las capas grandes: hecho en"
WAITING = (
    "SELECT pid FROM pg_locks WHERE NOT granted AND relation = %s::regclass "
    "AND mode = 'ShareRowExclusiveLock'"
)


@pytest.fixture
def held(own_database: str) -> Iterator[psycopg.Connection]:
    """A transaction in a database with a large layer, in the way of its overview."""
    concrete = RuralSchool._meta.concrete_fields
    fields = [f.column or "" for f in concrete if not f.primary_key and not f.generated]
    values = ["lpad(n::text, 7, '0')" if name == "modular_code" else name for name in fields]
    with psycopg.connect(address(own_database)) as database:
        schools = RuralSchool._meta.db_table
        database.execute(
            f"INSERT INTO {schools} ({', '.join(fields)}) SELECT {', '.join(values)} FROM "
            f"(SELECT * FROM {schools} LIMIT 1) AS one, generate_series(1, {LEAST_POINTS}) AS n"
        )
        database.commit()
        database.execute(HOLD)
        yield database


def maker(database: psycopg.Connection) -> int:
    """The backend that makes the overview, once it waits."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if found := database.execute(WAITING, [TABLE]).fetchone():
            return int(found[0])
        time.sleep(0.1)
    raise AssertionError("nobody makes the overview")


def answers(port: int) -> bool:
    address = f"http://127.0.0.1:{port}/healthz"
    with urllib.request.urlopen(address, timeout=10) as answer:
        return bool(answer.status == 200)


def test_it_answers_before_they_are_made_and_whatever_becomes_of_that(
    own_database: str, held: psycopg.Connection
) -> None:
    """Ended with the site, then lost twice, as where the database restarts, then made."""
    with serving(free_port(), own_database) as process:
        said = read_until(process, "Ctrl-C")
        assert "\nlisto\n" in said, said
        assert MADE not in said
        maker(held)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
    assert processes_naming(own_database) == []
    assert held.execute(STATES).fetchall() == [("queued",)]

    port = free_port()
    with serving(port, own_database) as process:
        read_until(process, "Ctrl-C")
        for said in (LOST, LOST_TWICE):  # tried once more, then told
            held.execute("SELECT pg_terminate_backend(%s)", [maker(held)])
            assert said in read_until(process, said)
        assert answers(port)
        assert held.execute(STATES).fetchall() == [("failed",)]

    port = free_port()
    with serving(port, own_database) as process:
        read_until(process, "Ctrl-C")
        maker(held)
        assert answers(port)
        held.rollback()
        read_until(process, MADE)
        assert held.execute(f"SELECT layer FROM {TABLE}").fetchall() == [(LAYER,)]
        assert sorted(held.execute(STATES).fetchall()) == [("failed",), ("succeeded",)]
        held.rollback()
