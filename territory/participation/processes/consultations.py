"""Consultations: whether one takes contributions, and the versions of its text."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from territory.models import Consultation, ConsultationVersion, ReviewState
from territory.participation.processes.seen import seen
from territory.roles import AnyUser


class Phase(StrEnum):
    """Where a consultation is by the day, in Lima's time."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


PHASE_TITLES = {
    Phase.COMING: "por abrir",
    Phase.OPEN: "abierta",
    Phase.CLOSED: "cerrada",
}


def phase_of(consultation: Consultation, day: dt.date) -> Phase:
    """Both its first and its last day are open ones."""
    if day < consultation.opens_on:
        return Phase.COMING
    return Phase.OPEN if day <= consultation.closes_on else Phase.CLOSED


def is_open(consultation: Consultation, day: dt.date) -> bool:
    """Whether it takes contributions: it is published, and the day is one of its own."""
    published = consultation.state == ReviewState.PUBLISHED
    return published and phase_of(consultation, day) is Phase.OPEN


def versions_of(consultation: Consultation, user: AnyUser) -> list[ConsultationVersion]:
    """Its versions that the account sees, the first one first."""
    rows = seen(ConsultationVersion, user).filter(consultation=consultation)
    return list(rows.order_by("number"))


def highest_paragraph(consultation: Consultation) -> int:
    """The highest number that a paragraph of any version has; 0 without one.

    What waits beside a published version counts: a number is given once.
    """
    numbers = [0]
    for version in ConsultationVersion.objects.filter(consultation=consultation):
        proposed = (version.proposed or {}).get("paragraphs", [])
        numbers += [item["number"] for item in (*version.paragraphs, *proposed)]
    return max(numbers)
