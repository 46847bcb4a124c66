"""QGIS with HTTP Basic sees its planner's draft in WFS, OGC API and WMS; without, nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from layers import versions
from territory.models import InterventionZone
from tests.clients.test_qgis import has_qgis, qgis
from tests.zones import LAYER, planner, square, stored

__all__ = ["has_qgis"]

# A password that a connection's text can hold.
PASSWORD = "clave-de-prueba"
DRAFT, APPROVED = "Borrador de ana", "Aprobada de ana"


@pytest.fixture(scope="module")
def report(
    live_url: str,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Any]]:
    with django_db_blocker.unblock():
        ana = planner("ana")
        ana.set_password(PASSWORD)
        ana.save()
        stored(ana, "draft", square(), title=DRAFT)
        stored(ana, "approved", square(), title=APPROVED)
        try:
            folder: Path = tmp_path_factory.mktemp("qgis")
            yield qgis(folder, "read_zones.py", live_url, "ana", PASSWORD)
        finally:
            InterventionZone.objects.filter(author=ana).delete()
            ana.delete()
            versions.bump(LAYER)


@pytest.mark.parametrize("service", ["wfs", "oapif", "wms"])
@pytest.mark.parametrize("how", ["connection", "store"])
def test_the_planner_sees_the_draft(report: dict[str, Any], service: str, how: str) -> None:
    assert report[service][how] == [APPROVED, DRAFT]


@pytest.mark.parametrize("service", ["wfs", "oapif", "wms"])
def test_an_anonymous_user_does_not(report: dict[str, Any], service: str) -> None:
    assert report[service]["anonymous"] == [APPROVED]


def test_wrong_credentials_open_nothing(report: dict[str, Any]) -> None:
    """Told, rather than shown less than the planner expects."""
    assert report["wrong"]["valid"] is False
