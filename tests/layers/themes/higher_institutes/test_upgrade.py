"""The register published before there were institutes: its rows, and what is returned to."""

from __future__ import annotations

import gzip
import json
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from layers.loading import importing
from layers.models import Snapshot
from layers.themes.higher_institutes.institutes import kind_of
from layers.themes.rural_schools.source import EDUCATION
from territory.models import HigherInstitute, SchoolService
from tests.layers.themes.higher_institutes.test_institutes import LEVELS

pytestmark = pytest.mark.django_db

ROWS: Any = import_module("territory.migrations.0049_higher_education")
SNAPSHOTS: Any = import_module("layers.migrations.0027_snapshots_of_institutes")
IN_BLOCKS: Any = import_module("layers.migrations.0028_snapshots_in_blocks")


def test_the_upgrades_name_the_kinds_as_the_reader_does() -> None:
    levels = [level for level in LEVELS if level is not None]
    assert [SNAPSHOTS._kind(level) for level in levels] == list(map(kind_of, levels))
    service = SchoolService.objects.filter(is_sample=True)[0]
    SchoolService.objects.all().delete()
    HigherInstitute.objects.all().delete()
    for number, level in enumerate(LEVELS):
        service.pk, service.level, service.modular_code = None, level, f"{number:07}"
        service.save()
    with connection.cursor() as cursor:
        cursor.execute(ROWS._FILL)
    found = dict(HigherInstitute.objects.values_list("modular_code", "kind"))
    expected = {f"{number:07}": kind_of(level) for number, level in enumerate(LEVELS)}
    assert found == {code: kind for code, kind in expected.items() if kind}
    assert all(row.commitments == [7] for row in HigherInstitute.objects.all())


def test_a_snapshot_of_before_brings_its_institutes_back(tmp_path: Any) -> None:
    """Returned to as the older site kept it, once the upgrade has been."""
    header = "COD_MOD,ANEXO,CEN_EDU,CODGEO,D_DPTO,D_PROV,D_DIST,D_NIV_MOD,AREA_CENSO,ESTADO"
    row = "344556,0,UNO,130101,LA LIBERTAD,TRUJILLO,TRUJILLO,Superior Tecnológica,1,1"
    path = tmp_path / "padron.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    given = ("--origin", "MINEDU", "--cutoff", "2025-05-31")
    call_command("import_source", "education", str(path), *given)
    kept = Snapshot.objects.filter(source="education").latest("pk")
    # As it was kept then: a line for each row.
    IN_BLOCKS._write_rows(apps, None)
    SNAPSHOTS._remove(apps, None)
    kept.refresh_from_db()
    lines = gzip.decompress(bytes(kept.content)).splitlines()
    assert "higher_institutes" not in {json.loads(line)["table"] for line in lines}
    SNAPSHOTS._add(apps, None)
    importing.withdraw(EDUCATION)
    assert not HigherInstitute.objects.filter(is_sample=False).exists()
    kept.refresh_from_db()
    importing.return_to(EDUCATION, kept)
    (institute,) = HigherInstitute.objects.filter(is_sample=False)
    assert (institute.modular_code, institute.kind) == ("0344556", "technological")
