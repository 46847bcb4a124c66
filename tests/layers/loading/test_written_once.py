"""A published row is written once, with what boundaries say of it; an equal one not at all.

``pg_stat_xact_user_tables`` counts the writes of the open transaction (PostgreSQL, "The Cumulative
Statistics System", table 28.2).
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from layers.loading import importing
from layers.themes.sanitation_projects.source import SANITATION
from territory.boundaries import refresh_located, refresh_spanned
from territory.map_points import refresh_map_points
from territory.models import AdminUnit, ExtractiveSite, RightUnit, SanitationProject
from tests.layers.loading.test_bulk_plans import FILE, candidate, projects
from tests.layers.themes.extractive_sites.cadastre_files import geojson
from tests.layers.themes.extractive_sites.test_several_units import (
    ACROSS,
    BOTH,
    CALAMARCA,
    QUIRUVILCA,
    lay_boundaries,
    linked,
    put,
    right,
)
from tests.layers.themes.extractive_sites.test_source import publish

pytestmark = pytest.mark.django_db

TABLE = ExtractiveSite._meta.db_table


def writes(table: str = TABLE) -> tuple[int, int, int]:
    """Rows of the table that this transaction inserted, updated and deleted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables "
            "WHERE relname = %s",
            [table],
        )
        inserted, updated, deleted = cursor.fetchone()
    return inserted, updated, deleted


def written_by(path: Path, *rows: dict[str, Any]) -> tuple[int, ...]:
    before = writes()
    put(path, *rows)
    return tuple(now - was for now, was in zip(writes(), before, strict=True))


def located() -> dict[str, str | None]:
    rows = ExtractiveSite.objects.filter(is_sample=False)
    return dict(rows.values_list("code", "located_unit_id"))


def test_a_row_is_written_once_with_its_district_and_its_units(tmp_path: Path) -> None:
    lay_boundaries()
    first, other = right(BOTH, -78.3), right(ACROSS, -78.8)
    assert written_by(tmp_path, first, other) == (2, 0, 0)
    assert linked("1") == {CALAMARCA: Decimal("0.25"), QUIRUVILCA: Decimal("0.75")}
    assert located() == {"1": QUIRUVILCA, "2": CALAMARCA}
    assert written_by(tmp_path, first, other) == (0, 0, 0)
    keys = list(RightUnit.objects.filter(record__code="2").order_by("pk").values_list("pk"))
    assert written_by(tmp_path, right(BOTH, -78.4), other) == (0, 1, 0)
    assert linked("1") == {CALAMARCA: Decimal(1)}
    assert located() == {"1": CALAMARCA, "2": CALAMARCA}
    assert list(RightUnit.objects.filter(record__code="2").order_by("pk").values_list("pk")) == keys


def test_it_is_what_boundaries_say_of_written_rows_afterwards(tmp_path: Path) -> None:
    lay_boundaries()
    put(tmp_path, right(BOTH, -78.3), right(ACROSS, -78.8))
    before = located(), linked("1"), linked("2")
    refresh_located([ExtractiveSite])
    refresh_spanned([ExtractiveSite])
    assert (located(), linked("1"), linked("2")) == before


def test_the_same_outline_drawn_the_other_way_round_is_no_change(tmp_path: Path) -> None:
    """RFC 7946 §3.1.6: parsers don't reject what isn't counter-clockwise; it is the same shape."""
    row = right(BOTH, -78.3)
    (ring,) = row["square"]["coordinates"]
    turned = row | {"square": {"type": "Polygon", "coordinates": [ring[::-1]]}}
    put(tmp_path, row)
    before = writes()
    publish(tmp_path / "rights.geojson", geojson(turned, epsg=None))
    assert writes() == before


def drawn() -> dict[str, tuple[Any, int | None]]:
    rows = SanitationProject.objects.filter(is_sample=False)
    return {
        cui: (point, here)
        for cui, point, here in rows.values_list("cui", "map_point", "drawn_here")
    }


def test_a_project_is_written_once_with_its_place_on_the_map() -> None:
    """But one of those that share a capital, once their number is known."""
    table = SanitationProject._meta.db_table
    capital = AdminUnit.objects.get(pk="130101").capital_point
    before = writes(table)
    importing.publish(SANITATION, candidate(SANITATION, projects(8)), file=FILE)
    inserted, updated, _deleted = writes(table)
    assert (inserted - before[0], updated - before[1]) == (8, 1)
    shown = drawn()
    assert [point for point, here in shown.values() if here] == [capital]
    assert sum(point == capital for point, _here in shown.values()) == 4
    assert len({point.coords for point, _here in shown.values()}) == 5
    assert refresh_map_points() == 0
    assert drawn() == shown


def test_a_project_that_loses_its_position_is_shown_at_its_capital() -> None:
    rows = list(projects(2))
    importing.publish(SANITATION, candidate(SANITATION, iter(rows)), file=FILE)
    moved = [row | {"geom": None} for row in rows]
    importing.publish(SANITATION, candidate(SANITATION, iter(moved)), file=FILE)
    capital = AdminUnit.objects.get(pk="130101").capital_point
    points = [point for point, _here in drawn().values()]
    assert points == [capital, capital]
    assert sorted(here or 0 for _point, here in drawn().values()) == [0, 2]
