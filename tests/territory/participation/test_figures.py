"""Participation as figures: what is counted where, and never an example with a fact."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layers.participation.processes import samples
from territory.models import AdminUnit, Contribution
from territory.models.contributions import State
from territory.participation.figures import participation_figures, participation_tables
from tests.contributions import moderator, published, sent
from tests.processes import agreement, consultation, forum, session

pytestmark = pytest.mark.django_db

DAY = dt.date(2019, 1, 1)


@pytest.fixture(autouse=True)
def _on_that_day(db: None) -> Any:
    """Without the examples of a fresh machine."""
    samples.remove()
    with mock.patch("territory.participation.figures.today", return_value=DAY):
        yield


def of_unit(ubigeo: str, number: int = 1) -> dict[str, Any]:
    found = participation_figures(AdminUnit.objects.get(pk=ubigeo))
    return {figure.name: figure.value for figure in found.get(number, [])}


def of_departments(number: int = 1) -> dict[str, dict[str, Any]]:
    (table,) = participation_tables(number)
    return {
        row.unit.pk if row.unit else "": {figure.name: figure.value for figure in row.figures}
        for row in table.rows
    }


def test_counts_against_a_count_by_hand() -> None:
    made = forum(units=["08"])
    held = session(made, units=["1301"])
    session(made, 2, units=[])
    agreement(held, "A1", units=["0801", "080105", "15"])
    agreement(held, "A2", units=[], progress="fulfilled")
    agreement(held, "A3", units=["08"], progress="in_progress", due_on=DAY)
    agreement(held, "A4", units=["08"], progress="dropped")
    consultation(forum=made)
    consultation("suelta")
    (table,) = participation_tables(1)
    assert {figure.name: figure.value for figure in table.total} == {
        "forums": 1,
        "forum_sessions": 2,
        "agreements": 4,
        "agreements_pending": 1,
        "agreements_in_progress": 1,
        "agreements_fulfilled": 1,
        "agreements_dropped": 1,
        "agreements_overdue": 1,
        "consultations": 2,
    }
    found = of_departments()
    assert list(found) == ["08", "13", "15", ""]
    assert found["08"]["forum_sessions"] == 1
    assert (found["08"]["agreements"], found["08"]["agreements_overdue"]) == (3, 1)
    assert found["13"] == {
        "forum_sessions": 1,
        "agreements": 1,
        "agreements_pending": 0,
        "agreements_in_progress": 0,
        "agreements_fulfilled": 1,
        "agreements_dropped": 0,
        "agreements_overdue": 0,
    }
    assert found["15"]["agreements_pending"] == 1
    assert found[""] == {"consultations": 1}
    assert all(figure.source and figure.cutoff_date for figure in table.total)


def test_a_unit_counts_what_speaks_for_it_or_is_inside_it_once() -> None:
    held = session(forum(units=["08"]), units=["0801"])
    agreement(held, "A1", units=["0801", "080105", "15"])
    assert of_unit("08")["agreements"] == 1
    assert of_unit("08")["forums"] == 1
    assert "forums" not in of_unit("0801")
    assert of_unit("0801")["forum_sessions"] == 1
    assert of_unit("080105")["agreements"] == 1
    assert of_unit("1508") == {}
    assert of_unit("01") == {}


def test_contributions_count_once_published_at_the_unit_that_they_name() -> None:
    author = moderator()
    named = published(author, sent(unit="080101", geom=None))
    pinned = published(author, sent())
    sent(unit="080101", geom=None)  # waits
    (table,) = participation_tables(9)
    assert {figure.name: figure.value for figure in table.total} == {
        "contributions": 2,
        "contributions_answered": 0,
    }
    assert table.is_sample is False
    assert of_departments(9)["08"]["contributions"] == 2
    assert of_unit("08", 9)["contributions"] == 2
    assert of_unit("080101", 9)["contributions"] == 1
    Contribution.objects.filter(pk=pinned.pk).update(unit=None)
    assert of_departments(9)["08"]["contributions"] == 1
    assert of_departments(9)[""]["contributions"] == 1
    Contribution.objects.filter(pk__in=[named.pk, pinned.pk]).update(state=State.RECEIVED)
    assert participation_tables(9) == []


def test_examples_are_a_table_apart() -> None:
    marked: dict[str, Any] = {"is_sample": True, "source_url": None}
    forum("muestra", name="EJEMPLO · Foro", **marked)
    assert [table.is_sample for table in participation_tables(1)] == [True]
    consultation("hecho")
    tables = participation_tables(1)
    assert [table.is_sample for table in tables] == [False, True]
    assert [[figure.name for figure in table.total] for table in tables] == [
        ["consultations"],
        ["forums"],
    ]
    forum("hecho")
    (table,) = participation_tables(1)
    assert {figure.name: figure.value for figure in table.total} == {
        "forums": 1,
        "consultations": 1,
    }


@pytest.mark.parametrize("state", ["draft", "submitted", "withdrawn"])
def test_what_is_not_published_is_not_counted(state: str) -> None:
    made = forum(state=state)
    agreement(session(made))
    consultation(state=state)
    assert participation_tables(1) == []
    assert of_unit("08") == {}


def test_the_number_of_queries_is_fixed() -> None:
    unit = AdminUnit.objects.get(pk="08")
    for size in (1, 12):
        for place in range(size):
            held = session(forum(f"foro-{size}-{place}"), units=["08", "15"])
            agreement(held, units=["08", "21"])
        with CaptureQueriesContext(connection) as asked:
            participation_figures(unit)
        assert len(asked) == 1
        with CaptureQueriesContext(connection) as asked:
            participation_tables(1)
        assert len(asked) == 2


def test_pages_and_services_give_them(client: Client) -> None:
    held = session(forum(units=["08"]))
    agreement(held, units=["08"])
    page = client.get("/compromisos/1/").content.decode()
    assert "Sin cifras" not in page
    assert "Sesiones de los foros" in page
    assert "Acuerdos de los foros" in client.get("/t/08/").content.decode()
    summary = client.get("/api/v1/units/08/summary/").json()
    (first,) = [found for found in summary["commitments"] if found["number"] == 1]
    counted = {figure["name"]: figure["value"] for figure in first["figures"]}
    assert counted["agreements"] == 1
    tables = client.get("/api/v1/commitments/1/figures/").json()["tables"]
    assert "Participación" in [table["title"] for table in tables]
    text = client.get("/api/v1/commitments/1/figures/?f=csv").content.decode()
    assert "agreements_overdue" in text
