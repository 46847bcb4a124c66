"""What was decided before decisions were kept, read from the versions by the migration."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from layers import registry
from layers.editing import Decide, Decision, Remark, apply
from territory.models import ZoneDecision
from tests.zones import LAYER, planner, reviewer, stored

pytestmark = pytest.mark.django_db

EARLIER = import_module("territory.migrations.0026_zone_decisions")._EARLIER


def test_the_migration_finds_each_step_with_its_version_and_who_took_it() -> None:
    author, boss = planner("ana"), reviewer("rosa")
    layer = registry.get(LAYER, author)
    zone = stored(author)
    zone.title = "Otro título"  # a version that decides nothing
    zone.save()
    fid = str(zone.pk)
    apply(author, layer, [Decide(fid, 2, Decision.SUBMIT)])
    apply(boss, layer, [Decide(fid, 3, Decision.APPROVE)])
    apply(boss, layer, [Decide(fid, 4, Decision.RETURN, Remark("Falta el puente"))])
    fields = ("zone_id", "version", "decision", "by_id", "by_name")
    # Of this zone: what journeys left of others is kept for good.
    decisions = ZoneDecision.objects.filter(zone_id=zone.pk).order_by("pk")
    kept = list(decisions.values_list(*fields))
    assert [row[1:3] for row in kept] == [(2, "submit"), (3, "approve"), (4, "return")]
    with connection.cursor() as cursor:
        cursor.execute(EARLIER)
    found = decisions.values_list(*fields)[len(kept) :]
    assert list(found) == kept


def test_a_step_that_nobody_on_the_site_took_names_nobody() -> None:
    zone = stored(planner("ana"))
    zone.status = "submitted"
    zone.save()
    with connection.cursor() as cursor:
        cursor.execute(EARLIER)
    assert not ZoneDecision.objects.filter(zone_id=zone.pk).exists()
