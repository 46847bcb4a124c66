"""The door by which the agency in charge answers a contribution."""

from __future__ import annotations

from functools import partial

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
from layers.participation.contributions import NAME
from layers.participation.mail import announce
from layers.participation.receiving import checked_text
from layers.participation.subscribing import end_of_case
from territory.models import Contribution, ContributionStep
from territory.models.contributions import AnswerState, Outcome, State
from territory.participation.permissions import may_answer, may_approve_answer, waits_for_second
from territory.participation.sensitive import is_sensitive, public_fault
from territory.personal_data import masked

Kind = ContributionStep.Kind


def answer(user: User, pk: int, version: int, text: str, outcome: str) -> Contribution:
    """Write the agency's answer, or another one in its place; it is public at once.

    Where the agency wants a second person it waits for them. Raises EditNotAllowed,
    FeatureNotFound, WrongState, VersionConflict, InvalidParameter.
    """
    with transaction.atomic():
        held = _held(pk, version)
        if not may_answer(user, held):
            raise EditNotAllowed("Su cuenta no responde por la entidad a cargo de este aporte.")
        if outcome not in Outcome.values:
            raise InvalidParameter("Elija qué se hace con el aporte.", parameter="outcome")
        held.answer = _fit_to_publish(held, _without_persons(checked_text(text, "answer")))
        held.outcome, held.answer_by = outcome, user
        if waits_for_second(held):
            held.answer_state, held.answered_at = AnswerState.SUBMITTED, None
            kind = Kind.DRAFTED
        else:
            held.answer_state, held.answered_at = AnswerState.PUBLISHED, timezone.now()
            kind = Kind.ANSWERED
        return _saved(held, kind, user)


def approve(user: User, pk: int, version: int) -> Contribution:
    """Publish what another person of the agency answered; raises as ``answer`` does."""
    with transaction.atomic():
        held = _held(pk, version)
        if not may_approve_answer(user, held):
            raise EditNotAllowed("Su cuenta no aprueba esta respuesta.")
        held.answer_state, held.answered_at = AnswerState.PUBLISHED, timezone.now()
        return _saved(held, Kind.ANSWERED, user)


def send_back(user: User, pk: int, version: int) -> Contribution:
    """Don't publish what another person of the agency answered; raises as ``answer`` does."""
    with transaction.atomic():
        held = _held(pk, version)
        if not may_approve_answer(user, held):
            raise EditNotAllowed("Su cuenta no aprueba esta respuesta.")
        held.answer, held.outcome, held.answer_by = "", "", None
        held.answer_state, held.answered_at = AnswerState.NONE, None
        return _saved(held, Kind.RETURNED, user)


def _held(pk: int, version: int) -> Contribution:
    found = Contribution.objects.select_for_update(of=("self",)).select_related(
        "agency", "commitment"
    )
    held = found.filter(pk=pk).first()
    if held is None:
        raise FeatureNotFound
    if held.state != State.PUBLISHED:
        raise WrongState("Solo se responde lo que está publicado.")
    if held.version != version:
        raise VersionConflict(str(pk), named=version, current=held.version)
    return held


def _saved(held: Contribution, kind: Kind, user: User) -> Contribution:
    held.save()
    office = held.agency.acronym if held.agency else ""
    step = ContributionStep.objects.create(contribution=held, kind=kind, office=office, by=user)
    if kind == Kind.ANSWERED:
        end_of_case(held)
        transaction.on_commit(partial(announce, step.pk), robust=True)
    versions.bump(NAME)
    return held


def _fit_to_publish(held: Contribution, text: str) -> str:
    """The same text, which of a contribution on security tells no place that isn't public."""
    fault = ""
    if held.commitment is not None and is_sensitive(held.commitment.number):
        fault = public_fault(held.commitment.number, held.unit_id, text)
    if fault:
        raise InvalidParameter(fault, parameter="answer")
    return text


def _without_persons(text: str) -> str:
    if masked(text) != text:
        raise InvalidParameter(
            "La respuesta tiene un teléfono, un correo o un número de documento de una persona: "
            "quítelo, porque es pública.",
            parameter="answer",
        )
    return text
