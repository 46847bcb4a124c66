"""The kinds of records that are prepared of commitments 16, 17 and 18."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from layers.errors import InvalidParameter
from layers.record_kinds import Kind
from territory.models import (
    InformationSystem,
    PlannedPublication,
    PolicyBasis,
    PolicyDocument,
    SecurityEvidence,
    SystemVersion,
)
from territory.participation.processes.agreements import today

NUMBERS = (16, 17, 18)
_SOURCE = ("source_url", "cutoff_date")
NO_PERSONS = (
    "Confirmo que no hay víctimas, denunciantes ni otras personas que se reconozcan, ni nombres, "
    "firmas, direcciones, números de documento o testimonios identificables"
)


def not_to_come(record: Any, *names: str) -> Iterator[InvalidParameter]:
    """What was published or counted was so on a day that has been."""
    for name in names:
        day = getattr(record, name)
        if isinstance(day, dt.date) and day > today():
            title = str(record._meta.get_field(name).verbose_name).capitalize()
            yield InvalidParameter(f"{title}: ese día aún no llega.", parameter=name)


def _evidence_problems(record: Any) -> Iterator[InvalidParameter]:
    yield from not_to_come(record, "issued_on", "period_to", "cutoff_date")
    first, last = record.period_from, record.period_to
    if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
        yield InvalidParameter("Hasta: es antes del comienzo.", parameter="period_to")


def _document_problems(record: Any) -> Iterator[InvalidParameter]:
    yield from not_to_come(record, "issued_on", "cutoff_date")
    consultation = record.consultation
    if consultation is None:
        return
    if consultation.commitment_id != record.commitment_id:
        yield InvalidParameter("La consulta es de otro compromiso.", parameter="consultation")
    elif consultation.is_sample != record.is_sample:
        yield InvalidParameter(
            "Un ejemplo no es parte de un hecho, ni un hecho de un ejemplo.",
            parameter="consultation",
        )


SECURITY_EVIDENCE = Kind(
    "security_evidence",
    SecurityEvidence,
    ("commitment_id",),
    (
        "title",
        "shows",
        "method",
        "institution",
        "issued_on",
        "period_from",
        "period_to",
        "units",
        "cutoff_date",
    ),
    among=NUMBERS,
    problems=_evidence_problems,
    confirms=NO_PERSONS,
    takes_file=True,
)
POLICY_DOCUMENT = Kind(
    "policy_document",
    PolicyDocument,
    ("commitment_id", "title"),
    (
        "kind",
        "agency_id",
        "summary",
        "issued_on",
        "document_url",
        "consultation_id",
        *_SOURCE,
    ),
    among=NUMBERS,
    problems=_document_problems,
)
POLICY_BASIS = Kind(
    "policy_basis",
    PolicyBasis,
    ("document_id", "number"),
    ("evidence_id", "layer", "figure", "period", "figure_cutoff", "use"),
    within="document",
    among=NUMBERS,
    problems=lambda record: not_to_come(record, "figure_cutoff"),
)

PLANNED_PUBLICATION = Kind(
    "planned_publication",
    PlannedPublication,
    ("commitment_id", "source", "series", "period"),
    ("planned_on", *_SOURCE),
    among=NUMBERS,
    problems=lambda record: not_to_come(record, "cutoff_date"),
)
INFORMATION_SYSTEM = Kind(
    "information_system",
    InformationSystem,
    ("commitment_id", "code"),
    ("name", "institution", "records", *_SOURCE),
    among=NUMBERS,
    problems=lambda record: not_to_come(record, "cutoff_date"),
)
SYSTEM_VERSION = Kind(
    "system_version",
    SystemVersion,
    ("system_id", "label"),
    ("in_use_from", "improvements", "coverage", "lag_days", "evidence_id", *_SOURCE),
    within="system",
    among=NUMBERS,
    problems=lambda record: not_to_come(record, "in_use_from", "cutoff_date"),
)

# Those that hang on a commitment itself.
OF_COMMITMENTS = (SECURITY_EVIDENCE, POLICY_DOCUMENT, PLANNED_PUBLICATION, INFORMATION_SYSTEM)
SECURITY_KINDS = (*OF_COMMITMENTS, POLICY_BASIS, SYSTEM_VERSION)
