"""What the pages of the tracking have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from layers.errors import (
    EditNotAllowed,
    FeatureNotFound,
    InvalidParameter,
    StoredFileMissing,
    TerritorioError,
    VersionConflict,
    WrongState,
)
from territory.models import (
    Commitment,
    Evidence,
    Milestone,
    ProgressReport,
    Rating,
    ReviewedRecord,
)
from territory.reviewing import Verb, may, visible_to

STATUS_OF: dict[type[TerritorioError], int] = {
    InvalidParameter: 400,
    EditNotAllowed: 403,
    FeatureNotFound: 404,
    StoredFileMissing: 404,
    WrongState: 409,
    VersionConflict: 412,
}

# What an address calls a kind of record.
MODELS: dict[str, type[ReviewedRecord]] = {
    "hito": Milestone,
    "informe": ProgressReport,
    "evidencia": Evidence,
    "evaluacion": Rating,
}


def commitment_of(number: int) -> Commitment:
    """The commitment with its agencies; raises Http404."""
    plan = Commitment.objects.select_related("plan").prefetch_related(
        "lead_agencies", "supporting_agencies"
    )
    found = plan.filter(number=number).first() if number < 100 else None
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Allowed:
    """What the visitor may do with a commitment's records: those that are facts, and samples."""

    facts: frozenset[Verb] = frozenset()
    samples: frozenset[Verb] = frozenset()

    def of(self, record: ReviewedRecord) -> frozenset[Verb]:
        """What may be done with the record."""
        return self.samples if record.is_sample else self.facts

    def __contains__(self, verb: Verb) -> bool:
        return verb in self.facts or verb in self.samples


def verbs_of(request: HttpRequest, commitment: Commitment) -> Allowed:
    """What the visitor may do with the commitment's records."""
    facts, samples = (
        frozenset(verb for verb in Verb if may(request.user, verb, commitment, samples=samples))
        for samples in (False, True)
    )
    return Allowed(facts, samples)


def record_of(request: HttpRequest, kind: str, commitment: Commitment, key: int) -> Any:
    """A record of the commitment, as the visitor sees it; raises Http404."""
    model = MODELS.get(kind)
    if model is None or key >= 2**63:
        raise Http404
    rows = model._default_manager.filter(**{model.commitment_path: commitment})
    found = visible_to(rows, request.user).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def version_in(request: HttpRequest) -> int:
    """A form's number of a version; raises Http404, since no page sends anything else."""
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return int(text)
