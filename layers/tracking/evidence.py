"""What supports a report or a delivery: an address, or a file that is looked at and kept."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from layers import reviewing, stored
from layers.errors import InvalidParameter
from layers.evidence_files import described
from layers.models import StoredFile
from territory.models import (
    DeliveryEvidence,
    Evidence,
    ProgressReport,
    ResidenceCondition,
    ReviewedRecord,
    SecurityEvidence,
)
from territory.reviewing import Step, Verb
from territory.roles import AnyUser

Supporting = TypeVar("Supporting", Evidence, DeliveryEvidence, ResidenceCondition, SecurityEvidence)


def add(
    user: AnyUser,
    report: ProgressReport,
    title: str,
    *,
    address: str = "",
    file: StoredFile | None = None,
) -> Evidence:
    """A draft of evidence for a report; the file is the evidence's from now on.

    Raises as ``support`` does.
    """
    return support(user, Evidence(report=report), report, title, address=address, file=file)


def support(
    user: AnyUser,
    evidence: Supporting,
    supported: ReviewedRecord,
    title: str,
    *,
    address: str = "",
    file: StoredFile | None = None,
) -> Supporting:
    """Make a draft of ``evidence`` of what it supports; the file is its own from now on.

    Raises EditNotAllowed, or InvalidParameter where the file or a text can't be taken; a file that
    isn't kept is deleted.
    """
    try:
        samples = supported.is_sample
        reviewing.demand(user, Verb.PREPARE, supported.of_commitment, samples=samples)
        for name, value in described(title, address, file, samples=samples).items():
            setattr(evidence, name, value)
        with transaction.atomic():
            made = reviewing.create(user, evidence)
    except BaseException:
        if file is not None:
            stored.delete(file)
        raise
    return made


def publish(user: AnyUser, evidence: Evidence, *, is_cleared: bool) -> Evidence:
    """Publish a locked evidence, once the person confirms that nothing personal is in it."""
    if not is_cleared:
        raise InvalidParameter(
            "Confirme que no hay asistentes, firmas, números de documento ni testimonios "
            "identificables.",
            parameter="cleared",
        )
    return reviewing.take(user, evidence, Step.PUBLISH, cleared_at=timezone.now())
