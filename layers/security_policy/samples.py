"""Evidence and a document that show the pages, marked as examples throughout."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from layers.security_policy import sample_systems
from layers.tracking.sample_files import example_of_evidence, forget_files
from territory.models import (
    Agency,
    Commitment,
    PolicyBasis,
    PolicyDocument,
    ReviewState,
    SecurityEvidence,
)
from territory.models.placed import SAMPLE_PREFIX

_CUTOFF = dt.date(2019, 6, 30)
_SHOWN = {"state": ReviewState.PUBLISHED, "is_sample": True}
_Method = SecurityEvidence.Method
# Title, of which commitment, by what method, of which units.
_EVIDENCE: tuple[tuple[str, int, str, list[str]], ...] = (
    ("Encuesta que no es un hecho", 16, _Method.QUANTITATIVE, []),
    ("Entrevistas que no son un hecho", 17, _Method.QUALITATIVE, ["1301"]),
    ("Revisión de registros que no es un hecho", 18, _Method.MIXED, []),
)


def load() -> None:
    """Make them, or make them again what a fresh machine has; an unchanged row stays."""
    plan = {found.number: found for found in Commitment.objects.filter(number__in=(16, 17, 18))}
    if len(plan) < 3:
        return
    with transaction.atomic():
        made = [
            _evidence(plan[number], title, str(method), units)
            for title, number, method, units in _EVIDENCE
        ]
        agency = Agency.objects.filter(led_commitments=plan[17]).order_by("pk").first()
        if agency is not None:
            _document(plan[17], agency, made[1])
        sample_systems.load(plan[16], plan[18])


def remove() -> int:
    """Delete them; gives how many there were."""
    with transaction.atomic():
        evidence = SecurityEvidence.objects.filter(is_sample=True)
        removed = sample_systems.remove()
        for model in (PolicyBasis, PolicyDocument):
            removed += model._default_manager.filter(is_sample=True).delete()[0]
        forget_files(evidence)
        return removed + evidence.delete()[0]


def _evidence(
    commitment: Commitment, title: str, method: str, units: list[str]
) -> SecurityEvidence:
    named = {"commitment": commitment, "title": f"{SAMPLE_PREFIX}{title}", "is_sample": True}
    values: dict[str, Any] = {
        "shows": f"{SAMPLE_PREFIX}Así se dice qué muestra una evidencia y cómo se hizo.",
        "method": method,
        "institution": f"{SAMPLE_PREFIX}entidad que no existe",
        "units": units,
        "cutoff_date": _CUTOFF,
        **_SHOWN,
    }
    found = SecurityEvidence.objects.filter(**named).first()
    if found is None:
        # The title is this one's own.
        return SecurityEvidence.objects.create(**(example_of_evidence() | values | named))
    SecurityEvidence.objects.filter(pk=found.pk).update(**values)
    return found


def _document(commitment: Commitment, agency: Agency, evidence: SecurityEvidence) -> None:
    document, _ = PolicyDocument.objects.update_or_create(
        commitment=commitment,
        title=f"{SAMPLE_PREFIX}Propuesta que no es un hecho",
        defaults={
            "kind": PolicyDocument.Kind.PROPOSAL,
            "agency": agency,
            "summary": f"{SAMPLE_PREFIX}Así se dice qué propone un documento y en qué se apoya.",
            "issued_on": _CUTOFF,
            "cutoff_date": _CUTOFF,
            **_SHOWN,
        },
    )
    bases: tuple[dict[str, Any], ...] = (
        {"evidence": evidence},
        {
            "layer": "departments",
            "figure": "población",
            "period": "2017",
            "figure_cutoff": _CUTOFF,
        },
    )
    for number, values in enumerate(bases, start=1):
        PolicyBasis.objects.update_or_create(
            document=document,
            number=number,
            defaults={**values, "use": f"{SAMPLE_PREFIX}Para mostrar un sustento.", **_SHOWN},
        )
