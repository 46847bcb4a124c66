"""A paragraph that takes contributions: its consultation is open, and its text has it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from layers.errors import FeatureNotFound, InvalidParameter, WrongState
from territory.models import Consultation, ConsultationVersion
from territory.participation.processes.agreements import today
from territory.participation.processes.consultations import (
    PHASE_TITLES,
    is_open,
    phase_of,
    versions_of,
)
from territory.participation.processes.seen import seen

_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,60}")


@dataclass(frozen=True)
class OpenParagraph:
    """A paragraph of the latest published version of an open consultation."""

    consultation: Consultation
    version: ConsultationVersion
    number: int
    text: str


def open_paragraph(slug: str, paragraph: int | None) -> OpenParagraph:
    """The paragraph as everybody reads it today.

    Raises FeatureNotFound where nothing is published by that name, WrongState where it isn't open,
    InvalidParameter where the text has no such paragraph.
    """
    consultation = published_consultation(slug)
    day = today()
    if not is_open(consultation, day):
        raise WrongState(
            f"La consulta está {PHASE_TITLES[phase_of(consultation, day)]}: recibe aportes del "
            f"{consultation.opens_on:%d/%m/%Y} al {consultation.closes_on:%d/%m/%Y}.",
            parameter="consultation",
        )
    versions = versions_of(consultation, AnonymousUser())
    text = versions[-1].paragraph(paragraph) if versions and paragraph is not None else None
    if text is None or paragraph is None:
        raise InvalidParameter("El texto en consulta no tiene ese párrafo.", parameter="paragraph")
    return OpenParagraph(consultation, versions[-1], paragraph, text)


def published_consultation(slug: str) -> Consultation:
    """Raises FeatureNotFound; a sample is shown, but nobody contributes to it."""
    rows = seen(Consultation, AnonymousUser()).select_related("commitment")
    found = rows.filter(slug=slug).first() if _SLUG.fullmatch(slug) else None
    if found is None:
        raise FeatureNotFound("No hay ninguna consulta con ese nombre.", parameter="consultation")
    if found.is_sample:
        raise WrongState("Es un ejemplo: no recibe aportes.", parameter="consultation")
    return found
