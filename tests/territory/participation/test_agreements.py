"""Agreements: when one is overdue, and what is counted where."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from territory.models import Agreement
from territory.participation.processes.agreements import (
    Chosen,
    agreements,
    counts_by_department,
    counts_by_topic,
    is_overdue,
    today,
)
from tests.processes import agreement, forum, session

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()
DUE = dt.date(2018, 12, 31)
AFTER = DUE + dt.timedelta(1)


def codes(day: dt.date = AFTER, **chosen: Any) -> list[str]:
    return [row.code for row in agreements(ANYONE, day, Chosen(**chosen))]


@pytest.mark.parametrize(
    ("moment", "overdue"),
    [
        # UTC−05:00 all year: Lima's midnight is 05:00 UTC (IANA, America/Lima).
        ("2018-12-31T17:00:00+00:00", False),
        ("2019-01-01T04:59:59+00:00", False),
        ("2019-01-01T05:00:00+00:00", True),
    ],
)
def test_an_agreement_is_overdue_from_the_next_midnight_in_lima(moment: str, overdue: bool) -> None:
    row = agreement(session(forum()), due_on=DUE)
    with mock.patch("django.utils.timezone.now", return_value=dt.datetime.fromisoformat(moment)):
        day = today()
    assert is_overdue(row, day) is overdue
    (found,) = agreements(ANYONE, day)
    assert found.overdue is overdue
    assert codes(day, progress="overdue") == (["A1"] if overdue else [])


@pytest.mark.parametrize(
    ("progress", "overdue"),
    [("pending", True), ("in_progress", True), ("fulfilled", False), ("dropped", False)],
)
def test_only_what_is_open_falls_overdue(progress: str, overdue: bool) -> None:
    agreement(session(forum()), progress=progress)
    assert [row.overdue for row in agreements(ANYONE, AFTER)] == [overdue]


def test_without_a_day_nothing_is_overdue() -> None:
    agreement(session(forum()), due_on=None)
    assert [row.overdue for row in agreements(ANYONE, dt.date(2999, 1, 1))] == [False]


def test_counts_by_department_against_a_count_by_hand() -> None:
    """Its own places, else its session's, else its forum's; each department of several once."""
    held = session(forum(), units=["13"])
    agreement(held, "A1", units=["0801", "080105", "15"])
    agreement(held, "A2", units=[], progress="fulfilled")
    agreement(held, "A3", units=["08"], due_on=None)
    agreement(session(forum("otro", units=[]), units=[]), "A4", units=[])
    agreement(session(forum("tercero", units=["21"]), units=[]), "A5", units=[], due_on=None)
    counts = counts_by_department(agreements(ANYONE, AFTER), AFTER)
    found = {row.ubigeo: (row.name, row.total, row.open, row.overdue) for row in counts}
    assert found == {
        "": ("", 1, 1, 1),
        "08": ("Cusco", 2, 2, 1),
        "13": ("La Libertad", 1, 0, 0),
        "15": ("Lima", 1, 1, 1),
        "21": ("Puno", 1, 1, 0),
    }


def test_counts_by_topic() -> None:
    held = session(forum())
    agreement(held, "A1", topic="Datos")
    agreement(held, "A2", topic="Datos", progress="dropped")
    agreement(held, "A3", topic="Agua", due_on=None)
    counts = counts_by_topic(agreements(ANYONE, AFTER), AFTER)
    assert [(c.topic, c.total, c.open, c.overdue) for c in counts] == [
        ("Agua", 1, 1, 0),
        ("Datos", 2, 1, 1),
    ]


@pytest.mark.parametrize(
    ("ubigeo", "found"),
    [
        ("13", ["prov", "reg"]),
        ("1301", ["prov", "reg"]),
        ("130101", ["prov", "reg"]),
        ("1302", ["reg"]),
        ("01", []),
        ("15", ["lima"]),
    ],
)
def test_a_place_chooses_what_is_within_and_what_speaks_for_it(
    ubigeo: str, found: list[str]
) -> None:
    held = session(forum())
    agreement(held, "prov", units=["0801", "1301"])
    agreement(held, "reg", units=["13"])
    agreement(session(forum("otro"), units=["150101"]), "lima")
    assert codes(ubigeo=ubigeo) == found


def test_they_are_chosen_by_what_they_are() -> None:
    held = session(forum())
    agreement(held, "A1", topic="Agua")
    agreement(session(forum("seis", 6)), "B1", progress="fulfilled")
    assert codes(topic="Agua") == ["A1"]
    assert codes(commitment=6) == codes(forum="seis") == codes(progress="fulfilled") == ["B1"]
    assert codes(topic="'; DROP TABLE territory_agreement; --") == []


def test_the_queries_do_not_grow_with_the_agreements() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            rows = agreements(ANYONE, AFTER)
            assert [row.session.forum.commitment.number for row in rows]
            counts_by_department(rows, AFTER)
            counts_by_topic(rows, AFTER)
        return len(captured)

    held = session(forum())
    agreement(held, "A0")
    once = asked()
    Agreement.objects.bulk_create(
        Agreement(
            session=held,
            code=f"B{n}",
            text="x",
            topic=f"tema {n}",
            owner_id=1,
            units=[f"{n % 25 + 1:02}"],
            state="published",
            source_url="https://example.org",
            cutoff_date=DUE,
        )
        for n in range(40)
    )
    assert asked() == once
