"""The door by which contributions are published or not: nothing is public before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from layers import versions
from layers.errors import (
    EditNotAllowed,
    FeatureNotFound,
    InvalidParameter,
    VersionConflict,
    WrongState,
)
from layers.models import ContributionPhoto
from layers.participation import photos
from layers.participation.contributions import NAME
from layers.participation.made_files import forget_files
from layers.participation.mail import ANNOUNCED, announce
from layers.participation.receiving import checked_text
from layers.participation.subscribing import end_of_case
from territory.models import Contribution, ContributionStep
from territory.models.contributions import AnswerState, Reason, State
from territory.participation.permissions import MODERATION_OFFICE, may_moderate
from territory.participation.redaction import is_redaction
from territory.participation.sensitive import possible_names, summary_fault
from territory.personal_data import MASK

Kind = ContributionStep.Kind
_OPEN = (State.RECEIVED, State.PUBLISHED)
MOST_OF_SUMMARY = 600


@dataclass(frozen=True)
class Publication:
    """What is shown of a contribution: the redacted text, whether place and photo are shown.

    Of one on security ``text`` is a summary in other words, no photo and no exact place is shown,
    and whoever decides says that it names nobody (``names_nobody``). ``agency`` is the acronym of
    the agency that is to answer; empty: the first in charge.
    """

    text: str
    is_public_place: bool = False
    shows_photo: bool = False
    agency: str = ""
    names_nobody: bool = False


def publish(user: User, pk: int, version: int, chosen: Publication) -> Contribution:
    """Show a contribution, or show it otherwise than so far, and send it to who answers.

    Raises EditNotAllowed, FeatureNotFound, WrongState, VersionConflict, InvalidParameter.
    """
    with transaction.atomic():
        held = _held(user, pk, version)
        text = _summary(held, chosen) if held.is_summarised else _redacted(held, chosen)
        was_public = held.state == State.PUBLISHED
        shows_place = chosen.is_public_place and held.says_public_place and held.geom is not None
        hides_more = was_public and (
            held.public_text != text
            or not chosen.shows_photo
            or (held.is_public_place and not shows_place)
        )
        held.public_text, held.is_public_place = text, shows_place
        held.agency = _agency(held, chosen.agency)
        held.state, held.reason = State.PUBLISHED, ""
        held.published_at = held.published_at or timezone.now()
        held.save()
        if held.is_summarised:
            photos.delete(held)
        ContributionPhoto.objects.filter(contribution=held).update(is_public=chosen.shows_photo)
        if not was_public:
            _note(held, Kind.PUBLISHED, user)
        if held.is_redacted:
            _note(held, Kind.REDACTED, user)
        versions.bump(NAME)
        if hides_more:
            forget_files()
    return held


def reject(
    user: User, pk: int, version: int, reason: str, duplicate_of: int | None = None
) -> Contribution:
    """Don't show a contribution, or not any more, for a reason of the list.

    Raises as ``publish`` does.
    """
    with transaction.atomic():
        held = _held(user, pk, version)
        if reason not in Reason.values:
            raise InvalidParameter("Elija un motivo de la lista.", parameter="reason")
        was_public = held.state == State.PUBLISHED
        held.duplicate_of = _original(held, reason, duplicate_of)
        held.state, held.reason, held.public_text = State.REJECTED, reason, ""
        held.is_public_place = False
        held.save()
        ContributionPhoto.objects.filter(contribution=held).update(is_public=False)
        if reason in (Reason.UNLAWFUL, Reason.PERSONAL):
            photos.delete(held)
        _note(held, Kind.REJECTED, user, reason)
        if was_public:
            versions.bump(NAME)
            forget_files()
    return held


def _redacted(held: Contribution, chosen: Publication) -> str:
    text = chosen.text.replace("\r\n", "\n").strip()
    if not is_redaction(held.text, text):
        raise InvalidParameter(
            f"Solo se puede ocultar, escribiendo «{MASK}» en lugar de lo que se oculta: "
            "lo demás queda como lo escribió quien lo envió.",
            parameter="text",
        )
    if not text.replace(MASK, "").strip():
        raise InvalidParameter(
            "No queda nada que publicar: elija un motivo para no publicarlo.", parameter="text"
        )
    return text


def _summary(held: Contribution, chosen: Publication) -> str:
    """What a moderator says of a contribution on security, which nobody else reads."""
    assert held.commitment is not None
    text = checked_text(chosen.text, "text")
    if len(text) > MOST_OF_SUMMARY:
        raise InvalidParameter(
            f"El resumen tiene {len(text)} letras: se admiten {MOST_OF_SUMMARY}.", parameter="text"
        )
    fault = summary_fault(held.commitment.number, held.unit_id, held.text, text)
    if fault:
        raise InvalidParameter(fault, parameter="text")
    if not chosen.names_nobody:
        names = possible_names(text)
        said = f" Puede ser un nombre: «{names[0]}»." if names else ""
        raise InvalidParameter(
            f"Confirme que el resumen no nombra ni señala a ninguna persona.{said}",
            parameter="names_nobody",
        )
    return text


def _held(user: User, pk: int, version: int) -> Contribution:
    """The contribution, locked, as the moderator had it in view."""
    if not may_moderate(user):
        raise EditNotAllowed("Su cuenta no revisa aportes.")
    held = (
        Contribution.objects.select_for_update(of=("self",))
        .select_related("commitment", "agency")
        .filter(pk=pk)
        .first()
    )
    if held is None:
        raise FeatureNotFound
    if held.state not in _OPEN:
        raise WrongState(f"El aporte está {held.get_state_display()}: ya no se revisa.")
    if held.version != version:
        raise VersionConflict(str(pk), named=version, current=held.version)
    return held


def _agency(held: Contribution, acronym: str) -> Any:
    """Who is in charge of the commitment; raises InvalidParameter for any other.

    Once an agency wrote an answer it stays its own: it would be shown as another's words.
    """
    assert held.commitment is not None
    leads = list(held.commitment.lead_agencies.order_by("acronym"))
    if not acronym:
        return held.agency or (leads[0] if leads else None)
    found = next((agency for agency in leads if agency.acronym == acronym), None)
    if found is None:
        raise InvalidParameter("Esa entidad no está a cargo del compromiso.", parameter="agency")
    if held.agency and found != held.agency and held.answer_state != AnswerState.NONE:
        raise InvalidParameter(
            f"{held.agency.acronym} ya respondió: su respuesta no pasa a nombre de otra entidad.",
            parameter="agency",
        )
    return found


def _original(held: Contribution, reason: str, number: int | None) -> Contribution | None:
    if number is None:
        return None
    if reason != Reason.DUPLICATE:
        raise InvalidParameter(
            "Dijo qué aporte repite, y el motivo es otro: corrija uno de los dos.",
            parameter="reason",
        )
    found = Contribution.objects.filter(pk=number, state__in=_OPEN).exclude(pk=held.pk).first()
    if found is None:
        raise InvalidParameter("El aporte que repite no existe.", parameter="duplicate_of")
    return found


def _note(held: Contribution, kind: Kind, user: User, reason: str = "") -> None:
    step = ContributionStep.objects.create(
        contribution=held, kind=kind, reason=reason, office=MODERATION_OFFICE, by=user
    )
    if kind == Kind.REJECTED:
        end_of_case(held)
    if kind in ANNOUNCED:
        transaction.on_commit(partial(announce, step.pk), robust=True)
