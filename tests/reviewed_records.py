"""A record of every kind that is reviewed; what it is a part of: ``tests/reviewed_wholes.py``.

Who adds a kind adds its line to ``MAKERS``; ``tests/reviewed_world.py`` makes one in every state.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from territory.models import (
    Agreement,
    Alliance,
    Consultation,
    ConsultationVersion,
    ContributionDecision,
    Delivery,
    DeliveryEvidence,
    EibInstrument,
    EibRound,
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
    ReviewedRecord,
    ReviewState,
    SanitationStudy,
    SecurityEvidence,
    SessionMinutes,
    StudyVersion,
    SystemVersion,
    WrittenGuideline,
)
from territory.models.residences import Item
from tests import eib_rounds, processes, residences, security_policy, studies, tracking
from tests.reviewed_wholes import NUMBER, of_first

# Of what is published within something that isn't.
HIDDEN = "hidden"
STATES = (*ReviewState.values, HIDDEN)
# A word that all records share, to search for.
SHARED = "Qzsecreto"

# The record's word, its text with the word, its state and its other values.
Maker = Callable[[str, str, str, dict[str, Any]], Any]


# A word's records, by their numbers: the published version of a text is its last.
_ORDER = {state: number for number, state in enumerate(STATES, start=1)} | {"published": 9}
ITEMS = dict(enumerate(Item.values))


def _milestone(_word: str, text: str, state: str, values: dict[str, Any]) -> Any:
    title = f"{text} {SHARED}"
    return tracking.milestone(NUMBER, state, title=title, planned_end="2018-06-30", **values)


def _report(_word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    return tracking.report(values.pop("outer"), text=text, next_steps=text, **values)


def _evidence(_word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    cleared = {"cleared_at": timezone.now()} if values["state"] == "published" else {}
    return tracking.evidence(values.pop("outer"), title=text, **values, **cleared)


def _rating(word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    return Rating.objects.create(
        commitment=tracking.commitment(NUMBER),
        by="self",
        scale="completion",
        value="limited",
        document=text,
        source_url=f"https://example.org/{word}",
        read_on="2019-01-31",
        **values,
    )


def _forum(word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    return processes.forum(word, name=f"{text} {SHARED}", purpose=text, **values)


def _session(_word: str, text: str, state: str, values: dict[str, Any]) -> Any:
    outer = values.pop("outer")
    return processes.session(outer, _ORDER[state], title=f"{text} {SHARED}", agenda=text, **values)


def _minutes(_word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    cleared = {"cleared_at": timezone.now()} if values["state"] == "published" else {}
    return processes.minutes(values.pop("outer"), text=text, **values, **cleared)


def _agreement(_word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    return processes.agreement(values.pop("outer"), text=text, topic=text[:80], **values)


def _consultation(word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    return processes.consultation(word, title=f"{text} {SHARED}", summary=text, **values)


def _version(_word: str, text: str, state: str, values: dict[str, Any]) -> Any:
    outer = values.pop("outer")
    return processes.version(outer, _ORDER[state], text, note=text, **values)


def _decision(_word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    return ContributionDecision.objects.create(
        contribution=values.pop("outer"), outcome="accepted", reason=text, **values
    )


def _guideline(_word: str, text: str, state: str, values: dict[str, Any]) -> Any:
    return WrittenGuideline.objects.create(
        commitment=tracking.commitment(NUMBER),
        title=f"{text} {SHARED}",
        label=state,
        issued_on="2018-06-30",
        changes=text,
        document_url="https://example.org/lineamientos.pdf",
        source=text,
        source_url="https://example.org/lineamientos",
        cutoff_date="2019-01-31",
        **values,
    )


def _need(_word: str, text: str, state: str, values: dict[str, Any]) -> Any:
    """Of one residence, an item for each state."""
    return residences.need(
        residences.known(), ITEMS[_ORDER[state]], document=text[:200], **of_first(values)
    )


def _alliance(_word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    outer = values.pop("outer")
    return residences.alliance(outer, organisation=text[:150], document=text[:200], **values)


def _delivery(_word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    return residences.delivery(values.pop("outer"), document=text[:200], **values)


def _delivery_evidence(_word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    cleared = {} if values["state"] == "published" else {"cleared_at": None}
    return residences.evidence(values.pop("outer"), title=text[:200], **values, **cleared)


def _condition(_word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    cleared = {} if values["state"] == "published" else {"cleared_at": None}
    of = residences.known()
    return residences.condition(of, title=text[:200], **of_first(values), **cleared)


def _instrument(word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    return eib_rounds.instrument(word, commitment=NUMBER, title=text, purpose=text, **values)


def _round(word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    return eib_rounds.round_of(
        values.pop("outer"), word, title=text, asked=text, source=text, **values
    )


def _security_evidence(_word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    cleared = {} if values["state"] == "published" else {"cleared_at": None}
    named = {"title": text[:200], "shows": text, "institution": text[:200]}
    return security_policy.evidence(NUMBER, **named, **values, **cleared)


def _policy_document(_word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    return security_policy.document(NUMBER, text[:200], summary=text, **values)


def _policy_basis(_word: str, text: str, state: str, values: dict[str, Any]) -> Any:
    return security_policy.basis(values.pop("outer"), _ORDER[state], use=text, **values)


def _planned(word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    return security_policy.planned(NUMBER, series=text[:200], **values)


def _system(word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    return security_policy.system(NUMBER, word[:30], name=text[:200], records=text, **values)


def _system_version(word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    outer = values.pop("outer")
    return security_policy.system_version(outer, word[:40], improvements=text, **values)


def _study(_word: str, text: str, _state: str, values: dict[str, Any]) -> Any:
    named = {"title": text[:300], "abstract": text, "institution": text[:200]}
    return studies.study(NUMBER, **named, **values)


def _study_version(_word: str, text: str, state: str, values: dict[str, Any]) -> Any:
    cleared = {} if values["state"] == "published" else {"cleared_at": None}
    outer = values.pop("outer")
    return studies.version(outer, _ORDER[state], title=text[:200], **values, **cleared)


# A kind of record that is added later has its line here.
MAKERS: dict[type[ReviewedRecord], Maker] = {
    Milestone: _milestone,
    ProgressReport: _report,
    Evidence: _evidence,
    Rating: _rating,
    Forum: _forum,
    ForumSession: _session,
    SessionMinutes: _minutes,
    Agreement: _agreement,
    Consultation: _consultation,
    ConsultationVersion: _version,
    ContributionDecision: _decision,
    WrittenGuideline: _guideline,
    ResidenceNeed: _need,
    Alliance: _alliance,
    Delivery: _delivery,
    DeliveryEvidence: _delivery_evidence,
    ResidenceCondition: _condition,
    EibInstrument: _instrument,
    EibRound: _round,
    SecurityEvidence: _security_evidence,
    PolicyDocument: _policy_document,
    PolicyBasis: _policy_basis,
    PlannedPublication: _planned,
    InformationSystem: _system,
    SystemVersion: _system_version,
    SanitationStudy: _study,
    StudyVersion: _study_version,
}
