"""``load_fixtures``: what a fresh machine gets, and that a second run changes nothing."""

from __future__ import annotations

import inspect
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries

from layers import registry, versions
from layers.loading import fixtures
from layers.loading.fixtures import load_fixtures
from layers.loading.sources import SOURCES
from layers.models import LoadedFile
from layers.plan.load import LAYER as PLAN_LAYER
from layers.reading.results import SourceError
from territory.models import (
    Agreement,
    Alliance,
    Commitment,
    Consultation,
    ConsultationVersion,
    Delivery,
    DeliveryEvidence,
    EibInstrument,
    EibRound,
    EnvironmentalCommission,
    Evidence,
    Forum,
    ForumSession,
    InformationSystem,
    Milestone,
    PlannedPublication,
    PolicyBasis,
    PolicyDocument,
    ProgressReport,
    Rating,
    ResidenceCondition,
    ResidenceNeed,
    SanitationStudy,
    SecurityEvidence,
    StudyVersion,
    SystemVersion,
)
from tests.territory.shapes import FIXTURES, stored

pytestmark = pytest.mark.django_db

UNCHANGED = [
    "Unidades: sin cambios.",
    "Límites: sin cambios.",
    "Plan: sin cambios.",
    "Lenguas originarias: sin cambios.",
    "Propuesta de metas de los ODS: sin cambios.",
    "Estándar de agua: sin cambios.",
    "Servicios del catálogo federado: sin cambios.",
    "Reparto del canon: sin cambios.",
    "Relieve: sin cambios.",
    "Áreas de las UGEL: sin cambios.",
    "Cortes de saneamiento: sin cambios.",
    "Muestras: sin cambios.",
]


def load(folder: Path = FIXTURES, *, samples: bool = True) -> list[str]:
    lines: list[str] = []
    load_fixtures(folder, samples=samples, report=lines.append)
    return lines


def newest_row() -> str:
    """The highest transaction id that wrote any row of the territory."""
    tables = (
        "adminunit",
        "plan",
        "agency",
        "commitment",
        "commitmentterritory",
        "commitment_lead_agencies",
        "commitment_supporting_agencies",
        "environmentalcommission",
        "sanitationproject",
    )
    query = " UNION ALL ".join(f"SELECT xmin::text::bigint AS x FROM territory_{t}" for t in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(x) FROM ({query}) AS rows")
        return str(cursor.fetchone())


def test_a_second_run_changes_nothing(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    before, newest = versions.current(), newest_row()
    with django_assert_max_num_queries(4):
        assert load() == UNCHANGED
    assert versions.current() == before
    assert newest_row() == newest


def sample_counts() -> dict[str, int]:
    """Model → its samples, over all sources, the tracking and the participation."""
    models: set[type[Model]] = {table.model for source in SOURCES for table in source.tables}
    models |= {Evidence, Milestone, ProgressReport, Rating}
    models |= {Agreement, Consultation, ConsultationVersion, Forum, ForumSession}
    models |= {EibInstrument, EibRound}
    models |= {Alliance, Delivery, DeliveryEvidence, ResidenceCondition, ResidenceNeed}
    models |= {PolicyBasis, PolicyDocument, SecurityEvidence}
    models |= {InformationSystem, PlannedPublication, SystemVersion}
    models |= {SanitationStudy, StudyVersion}
    return {
        model.__name__: model._default_manager.filter(is_sample=True).count() for model in models
    }


@pytest.mark.slow
def test_without_samples_the_loaded_ones_go_and_come_back() -> None:
    before, version = sample_counts(), versions.of("environmental_commissions")
    assert min(before.values()) > 0
    lines = load(samples=False)
    assert lines == [*UNCHANGED[:-1], f"Muestras: {sum(before.values())} filas retiradas."]
    assert set(sample_counts().values()) == {0}
    assert versions.of("environmental_commissions") > version
    assert load(samples=False) == UNCHANGED[:-1]
    assert load()[-1] == "Muestras: cargando…"
    assert sample_counts() == before


def test_the_environment_decides_on_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMPLES", "0")
    out, count = StringIO(), sum(sample_counts().values())
    call_command("load_fixtures", stdout=out)
    assert f"{count} filas retiradas" in out.getvalue()
    assert set(sample_counts().values()) == {0}


def test_every_sample_is_unmistakable() -> None:
    samples = EnvironmentalCommission.objects.filter(is_sample=True)
    names = list(samples.values_list("name", flat=True))
    assert sorted(names) == sorted(f"COMISIÓN DE EJEMPLO {n}" for n in range(1, len(names) + 1))
    assert not samples.exclude(source="Muestra escrita para este sitio: no es un hecho").exists()
    assert {tuple(row) for row in samples.values_list("commitments", flat=True)} == {(3,)}
    assert set(samples.values_list("kind", flat=True)) == {"CAR", "CAM"}


def test_what_an_administrator_changed_stays() -> None:
    Commitment.objects.filter(number=1).update(short_title="Cambiado")
    load()
    assert Commitment.objects.get(number=1).short_title == "Cambiado"


def test_a_changed_file_is_loaded_and_only_that(tmp_path: Path) -> None:
    folder = tmp_path / "fixtures"
    shutil.copytree(FIXTURES, folder)
    plan_file = folder / "plan" / "plan.json"
    text = plan_file.read_text(encoding="utf-8")
    plan_file.write_text(text.replace('"Foros multiactor"', '"Foros"'), encoding="utf-8")
    before = versions.current()
    lines = load(folder)
    assert lines == [*UNCHANGED[:2], "Plan: cargando…", *UNCHANGED[3:]]
    assert Commitment.objects.get(number=1).short_title == "Foros"
    raised = {layer for layer, version in versions.current().items() if version != before[layer]}
    assert raised == {PLAN_LAYER}


@pytest.mark.slow
def test_samples_are_loaded_again_where_a_reader_changed_and_stay_the_same_rows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader = tmp_path / "reader.py"
    rules = (*fixtures.sample_rules(), reader)
    monkeypatch.setattr(fixtures, "sample_rules", lambda: rules)
    before, newest = versions.current(), newest_row()
    for code in ("before", "after"):
        reader.write_text(code)
        assert load() == [*UNCHANGED[:-1], "Muestras: cargando…"]
        assert load() == UNCHANGED
    assert versions.current() == before
    assert newest_row() == newest


def test_the_code_that_decides_samples_is_known() -> None:
    """Each reader and each table that it fills lies where ``sample_rules`` looks."""
    sampled = [source for source in SOURCES if source.sample]
    deciding: set[Any] = {source.read for source in sampled}
    deciding |= {table.model for source in sampled for table in source.tables}
    files = {Path(inspect.getfile(thing)).resolve() for thing in deciding}
    assert len(files) > len(sampled) / 2
    assert files <= {path.resolve() for path in fixtures.sample_rules()}


@pytest.mark.slow
def test_loading_everything_again_gives_the_same_rows() -> None:
    levels = ("department", "province", "district")
    before = {level: stored(level) for level in levels}
    ids = set(EnvironmentalCommission.objects.values_list("pk", flat=True))
    LoadedFile.objects.all().delete()
    load()
    for level in levels:
        assert all(geom.equals(before[level][u]) for u, geom in stored(level).items())
    assert set(EnvironmentalCommission.objects.values_list("pk", flat=True)) == ids


def test_one_bad_part_undoes_all(tmp_path: Path) -> None:
    folder = tmp_path / "fixtures"
    shutil.copytree(FIXTURES, folder)
    (folder / "plan" / "plan.json").write_text(
        (FIXTURES / "plan" / "plan.json").read_text("utf-8").replace("Foros multiactor", "F"),
        encoding="utf-8",
    )
    samples = folder / "samples" / "environmental_commissions.csv"
    samples.write_bytes(samples.read_bytes().replace(b"CAR;03;", b"CAX;03;"))
    before = set(LoadedFile.objects.values_list("name", "sha256"))
    with pytest.raises(SourceError, match=r"environmental_commissions\.csv: fila"):
        load(folder)
    assert Commitment.objects.get(number=1).short_title == "Foros multiactor"
    assert set(LoadedFile.objects.values_list("name", "sha256")) == before


def test_the_layers_whose_versions_rise_exist() -> None:
    known = {layer.name for layer in registry.LAYERS}
    named = {name for source in SOURCES for name in source.layers}
    assert {*named, PLAN_LAYER} <= known
