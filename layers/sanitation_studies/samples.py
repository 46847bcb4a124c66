"""Studies that show the pages, marked as examples throughout: some of every region."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from layers import versions as data_versions
from layers.sanitation_studies.kinds import LAYER
from layers.tracking.sample_files import example_of_evidence, forget_files
from territory.models import AdminUnit, Commitment, ReviewState, SanitationStudy, StudyVersion
from territory.models.placed import SAMPLE_PREFIX
from territory.models.studies import StudyKind, StudyLicence
from territory.sanitation_studies import refresh_studies
from territory.sanitation_studies.library import NUMBER

_CUTOFF = dt.date(2018, 12, 31)
_EACH = 4
_SHOWN = {"state": ReviewState.PUBLISHED, "is_sample": True}
# What an example is of, by turns.
_KINDS = (
    (StudyKind.DIAGNOSIS, StudyLicence.CC_BY, "Diagnóstico"),
    (StudyKind.STATISTICS, StudyLicence.ODC_BY, "Estadísticas"),
    (StudyKind.EVALUATION, StudyLicence.UNKNOWN, "Evaluación"),
    (StudyKind.TECHNICAL, StudyLicence.CC_BY_NC, "Estudio técnico"),
)


def load() -> None:
    """Make them, or make them again what a fresh machine has; an unchanged row stays."""
    commitment = Commitment.objects.filter(number=NUMBER).first()
    if commitment is None:
        return
    with transaction.atomic():
        before = SanitationStudy.objects.filter(is_sample=True).count()
        made = [
            _study(commitment, unit, turn)
            for unit in AdminUnit.objects.filter(level="department").order_by("pk").defer("geom")
            for turn in range(_EACH)
        ]
        _versions(made)
        refresh_studies()
        if SanitationStudy.objects.filter(is_sample=True).count() > before:
            data_versions.bump(LAYER)


def remove() -> int:
    """Delete them; gives how many there were."""
    with transaction.atomic():
        versions = StudyVersion.objects.filter(is_sample=True)
        forget_files(versions)
        studies = SanitationStudy.objects.filter(is_sample=True)
        removed = versions.count() + studies.count()
        # What they are found by, and how often they were taken home, goes with them.
        versions.delete()
        studies.delete()
        if removed:
            data_versions.bump(LAYER)
        return removed


def _study(commitment: Commitment, unit: AdminUnit, turn: int) -> SanitationStudy:
    kind, licence, what = _KINDS[turn]
    named = {
        "commitment": commitment,
        "title": f"{SAMPLE_PREFIX}{what} de saneamiento en {unit.name} que no es un hecho",
        "is_sample": True,
    }
    values: dict[str, Any] = {
        "abstract": f"{SAMPLE_PREFIX}Así se resume un estudio sobre agua potable, alcantarillado "
        f"y tratamiento en {unit.name}.",
        "institution": f"{SAMPLE_PREFIX}entidad que no existe",
        "year": 2014 + turn,
        "kind": kind.value,
        "licence": licence.value,
        "units": [unit.pk],
        "cutoff_date": _CUTOFF,
        "state": ReviewState.PUBLISHED,
    }
    found = SanitationStudy.objects.filter(**named).first()
    if found is None:
        return SanitationStudy.objects.create(**(values | named))
    SanitationStudy.objects.filter(pk=found.pk).update(**values)
    return found


def _versions(studies: list[SanitationStudy]) -> None:
    """A file for the first of them; the others are described only."""
    study = studies[0] if studies else None
    if study is None or study.versions.exists():
        return
    StudyVersion.objects.create(**(example_of_evidence() | _SHOWN), study=study, number=1)
