"""Versions are the database's: whatever writes, each is kept, with who, and none is changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.db import DatabaseError, IntegrityError, connection, transaction

from layers import registry, versions
from layers.editing import Delete, Edit, Insert, Update, apply
from layers.errors import InvalidParameter, LayerNotEditable, VersionConflict, VersionRequired
from territory.models import InterventionZone, ZoneVersion
from tests.zones import LAYER, planner, square, stored

pytestmark = pytest.mark.django_db

TABLE = "territory_interventionzone"


def shape(**values: Any) -> GEOSGeometry:
    return GEOSGeometry(str(square(**values)).replace("'", '"'), srid=4326)


def run(sql: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def history(zone: InterventionZone) -> list[tuple[str, int, str]]:
    events = ZoneVersion.objects.filter(pgh_obj=zone.pk).order_by("pgh_id")
    return list(events.values_list("pgh_label", "version", "title"))


def who(zone: InterventionZone) -> list[str | None]:
    events = ZoneVersion.objects.filter(pgh_obj=zone.pk).order_by("pgh_id")
    return [(event.pgh_context or {}).get("name") for event in events]


def test_raw_sql_makes_a_version_too() -> None:
    zone = stored(planner("ana"), title="Uno")
    run(f"UPDATE {TABLE} SET title = 'Dos' WHERE id = %s", zone.pk)
    run(f"UPDATE {TABLE} SET title = 'Tres', version = 1 WHERE id = %s", zone.pk)
    run(f"UPDATE {TABLE} SET title = 'Cuatro', version = 99 WHERE id = %s", zone.pk)
    assert history(zone) == [
        ("insert", 1, "Uno"),
        ("update", 2, "Dos"),
        ("update", 3, "Tres"),
        ("update", 4, "Cuatro"),
    ]
    zone.refresh_from_db()
    assert zone.version == 4


def test_raw_sql_can_not_choose_a_first_version() -> None:
    zone = stored(planner("ana"))
    run(
        f"INSERT INTO {TABLE} (title, description, commitments, status, geom, version, author_id, "
        "department_ubigeo, created_at, updated_at, is_sample) "
        f"SELECT title, '', '{{}}', 'draft', geom, 41, author_id, department_ubigeo, now(), now(), "
        f"false FROM {TABLE} WHERE id = %s",
        zone.pk,
    )
    assert set(InterventionZone.objects.values_list("version", flat=True)) == {1}


def test_a_deleted_zone_leaves_its_history() -> None:
    zone = stored(planner("ana"), title="Uno")
    run(f"DELETE FROM {TABLE} WHERE id = %s", zone.pk)
    assert history(zone) == [("insert", 1, "Uno"), ("delete", 1, "Uno")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE territory_zoneversion SET title = 'otra cosa'",
        "UPDATE territory_zoneversion SET pgh_context = '{}'",
        "DELETE FROM territory_zoneversion",
        "TRUNCATE territory_zoneversion",
    ],
)
def test_history_cannot_be_rewritten(statement: str) -> None:
    zone = stored(planner("ana"), title="Uno")
    with pytest.raises(DatabaseError), transaction.atomic():
        run(statement)
    assert history(zone) == [("insert", 1, "Uno")]


def test_every_version_says_who() -> None:
    ana = planner("ana")
    layer = registry.get(LAYER, ana)
    (saved,) = apply(ana, layer, [Insert(shape(), {"title": "Uno"})])
    apply(ana, layer, [Update(saved.fid, 1, {"title": "Dos"})])
    zone = InterventionZone.objects.get(pk=saved.fid)
    assert who(zone) == ["Nombre de ana", "Nombre de ana"]
    context = ZoneVersion.objects.filter(pgh_obj=zone.pk).last().pgh_context
    assert context == {"user": ana.pk, "name": "Nombre de ana"}


def test_a_version_that_nobody_of_the_site_wrote_names_nobody() -> None:
    zone = stored(planner("ana"))
    run(f"UPDATE {TABLE} SET title = 'Dos' WHERE id = %s", zone.pk)
    assert who(zone) == [None, None]


@pytest.mark.parametrize(
    "change",
    [
        "title = 'x', is_sample = true",  # a sample that doesn't say so
        "geom = ST_GeomFromText('MULTIPOLYGON(((0 0,1 1,1 0,0 1,0 0)))', 4326)",
        "department_ubigeo = '0801'",
    ],
)
def test_what_the_database_itself_refuses(change: str) -> None:
    zone = stored(planner("ana"))
    with pytest.raises(IntegrityError), transaction.atomic():
        run(f"UPDATE {TABLE} SET {change} WHERE id = %s", zone.pk)


def test_all_edits_or_none() -> None:
    ana = planner("ana")
    layer = registry.get(LAYER, ana)
    before = versions.of(LAYER)
    edits: list[Edit] = [Insert(shape(), {"title": "Uno"}), Insert(shape(), {"title": ""})]
    with pytest.raises(InvalidParameter), transaction.atomic():
        apply(ana, layer, edits)
    assert not InterventionZone.objects.exists()
    assert versions.of(LAYER) == before
    saved = apply(ana, layer, [Insert(shape(), {"title": str(n)}) for n in range(3)])
    assert len(saved) == 3
    assert versions.of(LAYER) == before + 1


def test_edits_of_one_transaction_build_on_one_another() -> None:
    ana = planner("ana")
    layer = registry.get(LAYER, ana)
    zone = stored(ana)
    fid = str(zone.pk)
    saved = apply(
        ana, layer, [Update(fid, 1, {"title": "A"}), Update(fid, 2, {"title": "B"}), Delete(fid, 3)]
    )
    assert [item.version for item in saved] == [2, 3, None]


def test_the_door_wants_a_version() -> None:
    ana = planner("ana")
    layer = registry.get(LAYER, ana)
    zone = stored(ana)
    with pytest.raises(VersionRequired):
        apply(ana, layer, [Update(str(zone.pk), None, {"title": "A"})])
    with pytest.raises(VersionConflict) as caught:
        apply(ana, layer, [Update(str(zone.pk), 5, {"title": "A"})])
    assert (caught.value.named, caught.value.current) == (5, 1)


def test_other_layers_are_not_edited() -> None:
    ana = planner("ana")
    with pytest.raises(LayerNotEditable):
        apply(ana, registry.get("districts", ana), [Delete("150101", 1)])
