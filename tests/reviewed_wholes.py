"""What a record that is reviewed has to be a part of: a milestone, a forum, a consultation."""

from __future__ import annotations

import itertools
from typing import Any

from django.utils import timezone

from territory.models import (
    Alliance,
    Consultation,
    ConsultationVersion,
    Contribution,
    ContributionDecision,
    Delivery,
    DeliveryEvidence,
    EibRound,
    Evidence,
    ForumSession,
    PolicyBasis,
    ProgressReport,
    ReviewedRecord,
    StudyVersion,
    SystemVersion,
)
from tests import eib_rounds, processes, residences, security_policy, studies, tracking

# The commitment of all of them.
NUMBER = 1
_once = itertools.count(100)


def outer_of(model: type[ReviewedRecord], state: str) -> dict[str, Any]:
    """What the record is to be a part of, in that state, without a word of its own."""
    if not model.within:
        return {}
    number = next(_once)
    if model in (ProgressReport, Evidence):
        milestone = tracking.milestone(NUMBER, f"x{number}", state=state)
        if model is ProgressReport:
            return {"outer": milestone}
        return {"outer": tracking.report(milestone, state="published")}
    if model in (Alliance, Delivery, DeliveryEvidence):
        return {"outer": _outer_of_residence(model, number, state)}
    if model in (ConsultationVersion, ContributionDecision):
        consultation = processes.consultation(f"x{number}", state=state)
        if model is ConsultationVersion:
            return {"outer": consultation}
        return {"outer": _contributed(consultation, number)}
    if model is EibRound:
        return {"outer": eib_rounds.instrument(f"x{number}", commitment=NUMBER, state=state)}
    if model is SystemVersion:
        return {"outer": security_policy.system(NUMBER, f"x{number}", state=state)}
    if model is PolicyBasis:
        return {"outer": security_policy.document(NUMBER, f"x{number}", state=state)}
    if model is StudyVersion:
        return {"outer": studies.study(NUMBER, title=f"x{number}", state=state)}
    forum = processes.forum(f"x{number}", state=state)
    return {"outer": forum if model is ForumSession else processes.session(forum)}


def _outer_of_residence(model: type[ReviewedRecord], number: int, state: str) -> Any:
    """A need of a residence of its own, an alliance towards it, a delivery of that."""
    need = residences.need(residences.residence(number), **of_first({"state": state}))
    if model is Alliance:
        return need
    alliance = residences.alliance(need)
    return alliance if model is Delivery else residences.delivery(alliance)


def _contributed(consultation: Consultation, number: int) -> Contribution:
    """A published contribution to it, without a word of its own."""
    return Contribution.objects.create(
        code_hash=f"x{number}",
        state="published",
        text="Algo que se dijo.",
        public_text="Algo que se dijo.",
        published_at=timezone.now(),
        commitment=consultation.commitment,
        consultation=consultation,
        paragraph=1,
    )


def of_first(values: dict[str, Any]) -> dict[str, Any]:
    """What is of commitment 8 alone, made of the world's commitment: its accounts see it."""
    return {"commitment": tracking.commitment(NUMBER)} | values
