"""A file published a second time: no statement of it reads a whole table for each row.

PostgreSQL's planner joins by nested loops what it takes for a handful of rows ("Routine
Vacuuming", 24.1.3: after a bulk load "it is a good idea to run ANALYZE"), and a loading
transaction is over before autovacuum looks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from django.db import connection

from layers import overviews, registry
from layers.loading import importing, snapshots
from layers.loading.candidates import Candidate
from layers.reading.results import Reading
from layers.source import Source
from layers.themes.extractive_sites.source import EXTRACTIVES
from layers.themes.rural_schools.source import EDUCATION
from layers.themes.sanitation_projects.source import SANITATION
from tests.plans import rereadings

pytestmark = pytest.mark.django_db

ROWS = 3_000
FILE = snapshots.File("archivo.csv", "0" * 64)
_PROVENANCE = {
    "source": "MEF",
    "source_url": "",
    "cutoff_date": dt.date(2025, 6, 30),
    "is_sample": False,
}
_SQUARE = "MULTIPOLYGON((({0} -9,{1} -9,{1} -8.99,{0} -9)))"


def sites(number: int) -> Iterator[dict[str, Any]]:
    for at in range(number):
        west = -78 + at / 10_000
        yield _PROVENANCE | {
            "feed": EXTRACTIVES.feed,
            "code": f"{at:09d}",
            "name": f"CONCESIÓN {at}",
            "status": "titled",
            "state": "TITULADO",
            "declared_ubigeo": "1301",
            "named_units": ["1301"],
            "datum": "WGS84",
            "geom": f"SRID=4326;{_SQUARE.format(west, west + 0.01)}",
            "commitments": [4],
        }


def projects(number: int) -> Iterator[dict[str, Any]]:
    for at in range(number):
        yield _PROVENANCE | {
            "cui": str(2_000_001 + at),
            "place": "130101",
            "name": f"AGUA POTABLE {at}",
            "declared_ubigeo": "130101",
            "selected_by": "function",
            "geom": f"SRID=4326;POINT({-78 + at / 10_000:.4f} -8)" if at % 2 else None,
            "commitments": [14],
        }


def schools(number: int) -> Iterator[dict[str, Any]]:
    for at in range(number):
        yield _PROVENANCE | {
            "modular_code": f"{at:07d}",
            "annex": 0,
            "name": f"ESCUELA {at}",
            "area": "rural",
            "kind": "technological",
            "declared_ubigeo": "130101",
            # Further apart than an overview's finest cells.
            "geom": f"SRID=4326;POINT({-78 + at % 60 / 50:.2f} {-8 - at // 60 / 50:.2f})",
            "commitments": [8],
        }


def candidate(source: Source, rows: Iterator[dict[str, Any]]) -> Candidate:
    """The rows in each of the source's tables."""
    given = list(rows)
    frames = {
        table.name: pd.DataFrame(
            [[row.get(column) for column in table.columns] for row in given],
            columns=table.columns,
            dtype=object,
        )
        for table in source.tables
    }
    return Candidate.of(Reading(frames, feed=source.feed))


@pytest.mark.parametrize(
    ("source", "rows"), [(EXTRACTIVES, sites), (SANITATION, projects), (EDUCATION, schools)]
)
def test_no_statement_after_a_bulk_load_reads_a_table_again_for_each_row(
    source: Source, rows: Any
) -> None:
    tables = [table.model._meta.db_table for table in source.tables]
    with rereadings((*tables, *(f"stage_{table}" for table in tables))) as found:
        for number in (ROWS, ROWS, ROWS // 2):
            published = importing.publish(source, candidate(source, rows(number)), file=FILE)
        assert published.swapped[source.tables[0].name].deleted == ROWS - ROWS // 2
        importing.roll_back(source)
        importing.publish(
            source, candidate(source, rows(ROWS)), file=FILE, covers=("13",), replace_others=True
        )
        importing.withdraw(source)
    assert found == []


def test_statistics_are_those_of_the_new_rows_when_a_load_ends() -> None:
    """ANALYZE stores in ``pg_class.reltuples`` how many rows the planner is to expect."""
    importing.publish(SANITATION, candidate(SANITATION, projects(ROWS)), file=FILE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE oid = 'territory_sanitationproject'::regclass"
        )
        (expected,) = cursor.fetchone()
    assert expected >= ROWS


def test_an_overview_of_many_points_reads_them_once(monkeypatch: pytest.MonkeyPatch) -> None:
    importing.publish(EDUCATION, candidate(EDUCATION, schools(ROWS)), file=FILE)
    monkeypatch.setattr(overviews, "LEAST_POINTS", ROWS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL work_mem = '64kB'; SET LOCAL hash_mem_multiplier = 1"
        )  # too little to hash so many places
    layer = next(layer for layer in registry.LAYERS if layer.name == "rural_schools")
    with rereadings(("overview_choice", "territory_ruralschool")) as found:
        assert overviews.refresh(layer)
    assert found == []


def test_a_plan_that_reads_a_table_for_each_row_is_found() -> None:
    """The measure itself, where the planner may join in no other way."""
    importing.publish(EDUCATION, candidate(EDUCATION, schools(ROWS)), file=FILE)
    with rereadings(("territory_ruralschool",)) as found, connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
        cursor.execute(
            "SELECT count(*) FROM territory_ruralschool AS one"
            " JOIN territory_ruralschool AS other ON one.name = other.name"
        )
    assert len(found) == 1
