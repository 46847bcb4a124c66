"""The area of a study that names units follows their boundaries."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from territory.models import SanitationStudy
from tests.layers.boundaries.boundary_files import geojson
from tests.layers.boundaries.test_import import around, rows, run
from tests.studies import study

pytestmark = pytest.mark.django_db
DISTRICT = "080101"


def shape_of(made: SanitationStudy) -> SanitationStudy:
    made.refresh_from_db()
    assert made.shape is not None
    return made


def test_imported_boundaries_reach_a_study_and_are_undone_with_it(tmp_path: Path) -> None:
    made = study(units=[DISTRICT])
    before = shape_of(made).shape
    drawn = study(title="Con su área dibujada", footprint=before, units=[])
    run(geojson(tmp_path / "distritos.geojson", rows(DISTRICT)))
    official = around(DISTRICT)
    found = shape_of(made).shape
    assert found is not None
    assert found.area == pytest.approx(official.area)
    assert shape_of(drawn).shape == before  # what was drawn isn't boundaries'
    call_command("import_boundaries", "--restore-approximate")
    restored = shape_of(made).shape
    assert restored is not None
    assert restored.area == pytest.approx(before.area if before else 0)
