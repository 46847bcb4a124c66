"""QGIS opens a layer that an agency made of a file, as it opens any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from layers.datasets import states
from layers.datasets.tables import drop_table
from layers.models import Dataset
from tests.clients.test_qgis import has_qgis, qgis
from tests.datasets import DESCRIBED
from tests.layers.datasets.files import POINTS, frame, taken, written

__all__ = ["has_qgis"]


@pytest.fixture(scope="module")
def name(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Made of a GeoPackage in UTM, described and published."""
    path = written(tmp_path_factory.mktemp("file"), frame(POINTS, 32718), "a.gpkg")
    with django_db_blocker.unblock():
        made = taken(path)
        Dataset.objects.filter(pk=made.pk).update(**DESCRIBED, created_by=None)
        states.publish(made.pk, None)
        connection.close()
    yield made.name
    with django_db_blocker.unblock():
        drop_table(made.table)
        made.delete()
        connection.close()


@pytest.mark.parametrize("provider", ["WFS", "OAPIF"])
def test_qgis_reads_what_the_file_had(
    live_url: str, name: str, tmp_path: Path, provider: str
) -> None:
    found = qgis(tmp_path, "read_dataset.py", live_url, name)[provider]
    assert found["valid"]
    assert "Point" in found["type"]
    rows = sorted(found["rows"], key=lambda row: row["nombre"])
    assert [(row["nombre"], row["poblacion"]) for row in rows] == [
        ("Dos", 20),
        ("Tres", 30),
        ("Uno", 10),
    ]
    assert sorted(row["area_km2"] for row in rows) == [1.5, 2.5, 3.5]
    assert sorted(found["points"]) == sorted(f"Point ({p.x:g} {p.y:g})" for p in POINTS)
