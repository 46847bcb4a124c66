"""The samples: written by a seeded script, of demonstration size, over the whole country."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from layers.layer import Layer
from layers.themes import THEMES
from layers.themes.sample_places import SamplePlaces
from layers.themes.samples import sample_files
from tests.layers.themes.contract.room import regions_of
from tests.territory.shapes import FIXTURES

SAMPLES = FIXTURES / "samples"
LAYERS = [layer for theme in THEMES for layer in theme.layers]


def test_the_files_are_those_that_the_command_writes() -> None:
    call_command("write_samples", check=True)


def test_check_names_what_differs(tmp_path: Path, settings: Any) -> None:
    for name in ("units.csv", "departments.geojson"):
        (tmp_path / "fixtures").mkdir(exist_ok=True)
        (tmp_path / "fixtures" / name).write_bytes((FIXTURES / name).read_bytes())
    settings.BASE_DIR = tmp_path
    call_command("write_samples")
    call_command("write_samples", check=True)
    changed = tmp_path / "fixtures" / "samples" / "rural_schools.csv"
    changed.write_text("COD_MOD\n")
    (changed.parent / "strange.csv").write_text("")
    with pytest.raises(CommandError, match=r"rural_schools\.csv, strange\.csv"):
        call_command("write_samples", check=True)


@pytest.mark.django_db
@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_every_layer_has_some_hundreds_of_samples_over_all_regions(layer: Layer) -> None:
    rows = layer.rows(AnonymousUser()).filter(is_sample=True)
    assert 90 <= rows.count() <= 1_000
    units = rows.exclude(declared_unit=None).values_list("declared_unit", flat=True)
    assert {ubigeo[:2] for ubigeo in units} == regions_of(layer.commitments)


def test_no_name_could_be_taken_for_a_real_one() -> None:
    """Each file's own column of names; a test of the readers holds that no fact is named so."""
    columns = {
        "environmental_commissions.csv": "nombre",
        "extractive_sites.csv": "CONCESION",
        "rural_schools.csv": "CEN_EDU",
        "education_models.csv": "CEN_EDU",
        "sanitation_projects.csv": "NOMBRE_INVERSION",
        "transport_atu.csv": "parnom",
        "urban_transport_plans.csv": "plan",
        "urban_transport_projects.csv": "medida",
        "urban_transport_indicators.csv": "indicador",
        "transport_surveys.csv": "encuesta",
    }
    for name, column in columns.items():
        text = (SAMPLES / name).read_text("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text[:20] else ","))
        assert rows
        assert all("DE EJEMPLO" in row[column] for row in rows), name


def test_a_seed_gives_the_same_files_and_another_gives_others() -> None:
    def drawn(seed: str) -> list[str]:
        places = SamplePlaces(FIXTURES, seed)
        return [place.ubigeo for place in places.some(places.inside("", 6), 20)]

    assert drawn("one") == drawn("one") != drawn("two")
    assert sample_files(FIXTURES) == sample_files(FIXTURES)
