"""What a fresh machine gets: units, boundaries, the plan and, unless refused, the samples."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from layers import versions
from layers.eib_rounds import samples as eib_rounds
from layers.errors import StorageAway
from layers.federation.shipped import TABLE as SERVICES
from layers.federation.shipped import load_services
from layers.languages.load import load_languages
from layers.loading.importing import load_samples, remove_samples
from layers.loading.sources import SOURCES
from layers.models import LoadedFile
from layers.participation.processes import samples as processes
from layers.plan.load import load_plan, load_proposal
from layers.rasters.terrain import keep_file, load_terrain
from layers.residences import samples as residences
from layers.sanitation_studies import samples as studies
from layers.security_policy import samples as security_policy
from layers.tracking import samples as tracking
from layers.units.load import load_boundaries, load_units
from territory.environment_info.standard import load_standard
from territory.extraction.rules import load_rules
from territory.sanitation.states import keep_states
from territory.ugel.areas import refresh_ugel_areas

SAMPLES = "samples"

_ROOT = Path(__file__).resolve().parent.parent.parent
_LANGUAGES = _ROOT / "territory" / "languages"
_UGEL_RULES = _ROOT / "territory" / "ugel"
_UGEL_FILES = ("areas.py", "areas.sql", "eib.sql", "offices.py")
_SANITATION_RULES = _ROOT / "territory" / "sanitation"
_CANON_RULES = _ROOT / "territory" / "extraction" / "canon_rules.csv"
_WATER_STANDARD = _ROOT / "territory" / "environment_info" / "water_standard.csv"
_BOUNDARY_RULES = _ROOT / "territory" / "boundaries"
_TERRAIN_RULES = _ROOT / "layers" / "rasters" / "terrain.py"
# The readers and the tables decide a sample's row as much as its file does: after an upgrade
# samples are what a fresh machine would get. Nobody edits them, and a load rewrites only the rows
# that differ; units and the plan, which an administrator may correct, go by their files alone.
_SAMPLE_RULES = (
    "layers/eib_rounds",
    "layers/loading",
    "layers/participation/processes",
    "layers/reading",
    "layers/residences",
    "layers/sanitation_studies",
    "layers/security_policy",
    "layers/themes",
    "layers/tracking",
    "territory/disclosure",
    "territory/eib",
    "territory/environment_info",
    "territory/languages",
    "territory/models",
    "territory/residences",
    "territory/sanitation",
)


@dataclass(frozen=True)
class Part:
    """A part of the fixtures: what it is called, what decides its rows, and how it is loaded."""

    name: str
    title: str
    files: tuple[Path, ...]
    load: Callable[[], None]


def load_fixtures(folder: Path, *, samples: bool, report: Callable[[str], None]) -> None:
    """Load every part whose files changed since the last time, in one transaction.

    Without ``samples`` the loaded ones are removed. ``report`` gets a line of progress, in
    Spanish, for each part.
    """
    try:
        keep_file(folder)
    except StorageAway as error:
        report(f"Relieve: {error} El sitio sigue sin él.")
    with transaction.atomic():
        loaded = dict(LoadedFile.objects.select_for_update().values_list("name", "sha256"))
        for part in _parts(folder):
            if part.name == SAMPLES and not samples:
                if part.name in loaded:
                    report(f"{part.title}: {_remove_samples()} filas retiradas.")
                    LoadedFile.objects.filter(pk=part.name).delete()
                continue
            digest = _digest(part.files)
            if loaded.get(part.name) == digest:
                report(f"{part.title}: sin cambios.")
                continue
            report(f"{part.title}: cargando…")
            part.load()
            LoadedFile.objects.update_or_create(name=part.name, defaults={"sha256": digest})


def _parts(folder: Path) -> tuple[Part, ...]:
    units, departments = folder / "units.csv", folder / "departments.geojson"
    plan = folder / "plan" / "plan.json"
    proposal = folder / "plan" / "sdg_proposal.csv"
    samples = folder / "samples"
    return (
        Part("units", "Unidades", (units,), lambda: _load_units(folder)),
        Part(
            "boundaries",
            "Límites",
            # The rule decides the cells as much as the seeds do.
            (units, departments, *(_BOUNDARY_RULES / f"approximate.{s}" for s in ("py", "sql"))),
            lambda: load_boundaries(folder),
        ),
        Part("plan", "Plan", (plan,), lambda: load_plan(plan)),
        Part(
            "languages",
            "Lenguas originarias",
            tuple(path for path in _files(_LANGUAGES) if path.suffix in (".csv", ".py")),
            load_languages,
        ),
        Part(
            "sdg_proposal",
            "Propuesta de metas de los ODS",
            (proposal,),
            lambda: load_proposal(proposal),
        ),
        Part("water_standard", "Estándar de agua", (_WATER_STANDARD,), load_standard),
        Part(
            "federated_services",
            "Servicios del catálogo federado",
            (SERVICES, SERVICES.with_name("shipped.py")),
            load_services,
        ),
        Part("canon_rules", "Reparto del canon", (_CANON_RULES,), load_rules),
        Part(
            "terrain",
            "Relieve",
            (folder / "terrain.tif", _TERRAIN_RULES),
            lambda: load_terrain(folder),
        ),
        Part(
            "ugel_areas",
            "Áreas de las UGEL",
            # After an upgrade they are what its rules make of the registers that were published.
            tuple(_UGEL_RULES / name for name in _UGEL_FILES),
            _refresh_ugel_areas,
        ),
        Part(
            "sanitation_states",
            "Cortes de saneamiento",
            # What was published before an upgrade is the first of the cuts to be compared.
            tuple(_SANITATION_RULES / f"states.{suffix}" for suffix in ("py", "sql")),
            keep_states,
        ),
        Part(
            SAMPLES,
            "Muestras",
            (*_files(samples), *sample_rules()),
            lambda: _load_samples(samples),
        ),
    )


def _refresh_ugel_areas() -> None:
    refresh_ugel_areas()
    versions.bump("ugel_areas")


def _load_units(folder: Path) -> None:
    load_units(folder)


def sample_rules() -> tuple[Path, ...]:
    """The code that decides the samples' rows."""
    files = (path for name in _SAMPLE_RULES for path in _files(_ROOT / name))
    return tuple(path for path in files if path.suffix in (".py", ".sql"))


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in sorted(folder.rglob("*")) if path.is_file())


def _load_samples(folder: Path) -> None:
    for source in SOURCES:
        if source.sample:
            load_samples(source, folder)
    tracking.load(folder)
    processes.load()
    residences.load()
    security_policy.load()
    eib_rounds.load()
    studies.load()


def _remove_samples() -> int:
    made_here = processes.remove() + tracking.remove()
    made_here += residences.remove() + eib_rounds.remove() + security_policy.remove()
    made_here += studies.remove()
    return made_here + sum(remove_samples(source) for source in SOURCES)


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()
