"""The door by which the agency in charge decides on contributions to a consultation.

A decision is a reviewed record: an editor prepares and submits it, an approver publishes it, each
step is kept. It exists while its contribution is public, and goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction

from layers import reviewing, versions
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
from territory.models import Contribution, ContributionDecision, ContributionStep
from territory.models.contributions import State
from territory.participation.processes.consultations import versions_of
from territory.participation.processes.texts import compared
from territory.participation.sensitive import is_sensitive, public_fault
from territory.personal_data import masked
from territory.reviewing import Step, Verb, may, office_for
from territory.roles import AnyUser

Outcome = ContributionDecision.Outcome


@dataclass(frozen=True)
class Said:
    """A decision: what becomes of the contribution, why, and where the text changed by it.

    ``version`` is the number of a version of the text, ``paragraph`` one that differs in it from
    the version before; both None where nothing changed, or nothing yet.
    """

    outcome: str
    reason: str
    version: int | None = None
    paragraph: int | None = None


@transaction.atomic
def decide(user: AnyUser, key: int, version: int | None, said: Said) -> ContributionDecision:
    """Prepare the decision on a contribution, or change it.

    ``version`` is that of the decision that was in view, None where there was none. Raises
    EditNotAllowed, FeatureNotFound, InvalidParameter, VersionConflict, WrongState.
    """
    contribution = _held(key)
    _demand(user, contribution, Verb.PREPARE)
    values = _checked(user, contribution, said)
    current = ContributionDecision.objects.filter(pk=key).values_list("version", flat=True).first()
    if current is None and version is None:
        return reviewing.create(user, ContributionDecision(contribution=contribution, **values))
    if current is None or version is None:
        raise VersionConflict(str(key), named=version or 0, current=current or 0)
    return reviewing.change(user, _locked(user, key, version), values)


@transaction.atomic
def take(user: AnyUser, key: int, version: int | None, step: Step) -> ContributionDecision:
    """A step of a decision's review; raises as ``decide`` does, and VersionRequired."""
    contribution = _held(key)
    if not any(may(user, verb, _commitment(contribution)) for verb in Verb):
        raise EditNotAllowed
    decision = _locked(user, key, version)
    if step is Step.PUBLISH:
        _check_published(reviewing.with_proposal(decision))
    saved = reviewing.take(user, decision, step)
    if step is Step.PUBLISH:
        _announce(user, contribution)
    if step in (Step.PUBLISH, Step.WITHDRAW):
        versions.bump(NAME)
    return saved


def _announce(user: AnyUser, contribution: Contribution) -> None:
    """Keep that it was decided, also where another decision took its place; tell who asked."""
    assert isinstance(user, User)  # nobody else publishes
    step = ContributionStep.objects.create(
        contribution=contribution,
        kind=ContributionStep.Kind.DECIDED,
        office=office_for(user, Verb.PUBLISH, _commitment(contribution)),
        by=user,
    )
    transaction.on_commit(partial(announce, step.pk), robust=True)


def _held(key: int) -> Contribution:
    """The published contribution, locked: nobody withdraws it meanwhile."""
    rows = Contribution.objects.select_for_update(of=("self",))
    rows = rows.select_related("commitment", "consultation")
    found = rows.filter(pk=key, state=State.PUBLISHED, consultation__isnull=False).first()
    if found is None:
        raise FeatureNotFound("No hay ningún aporte a una consulta con ese número.")
    return found


def _commitment(contribution: Contribution) -> Any:
    return contribution.commitment


def _demand(user: AnyUser, contribution: Contribution, verb: Verb) -> None:
    if not may(user, verb, _commitment(contribution)):
        raise EditNotAllowed("Su cuenta no decide por la entidad a cargo de esta consulta.")


def _locked(user: AnyUser, key: int, version: int | None) -> ContributionDecision:
    return reviewing.locked(ContributionDecision, user, key, version)


def _checked(user: AnyUser, contribution: Contribution, said: Said) -> dict[str, Any]:
    """What the columns hold; raises InvalidParameter, which names the field."""
    if said.outcome not in Outcome.values:
        raise InvalidParameter("Elija qué se decide.", parameter="outcome")
    reason = checked_text(said.reason, "reason")
    if masked(reason) != reason:
        raise InvalidParameter(
            "El motivo tiene un teléfono, un correo o un número de documento de una persona: "
            "quítelo, porque es público.",
            parameter="reason",
        )
    number = _commitment(contribution).number
    if is_sensitive(number) and (fault := public_fault(number, contribution.unit_id, reason)):
        raise InvalidParameter(fault, parameter="reason")
    changed = _changed_version(user, contribution, said)
    return {
        "outcome": said.outcome,
        "reason": reason,
        "changed_version_id": changed,
        "changed_paragraph": None if changed is None else said.paragraph,
    }


def _changed_version(user: AnyUser, contribution: Contribution, said: Said) -> int | None:
    """The version's key; the paragraph must really differ in it from the version before."""
    if said.version is None and said.paragraph is None:
        return None
    if said.outcome == Outcome.DECLINED:
        raise InvalidParameter(
            "Lo que no se acoge no cambia el texto: deje vacíos versión y párrafo.",
            parameter="changed_version",
        )
    if said.version is None or said.paragraph is None:
        name = "changed_version" if said.version is None else "changed_paragraph"
        raise InvalidParameter("Diga la versión y el párrafo, o ninguno.", parameter=name)
    assert contribution.consultation is not None
    every = versions_of(contribution.consultation, user)
    found = next((one for one in every if one.number == said.version), None)
    before = [one for one in every if one.number < said.version]
    if found is None or not before:
        raise InvalidParameter(
            "El texto no tiene una versión con ese número que siga a otra.",
            parameter="changed_version",
        )
    differing = {
        one.number
        for one in compared(before[-1].paragraphs, found.paragraphs)
        if one.kind != "same"
    }
    if said.paragraph not in differing:
        raise InvalidParameter(
            f"El párrafo {said.paragraph} es el mismo en las versiones {before[-1].number} y "
            f"{found.number}.",
            parameter="changed_paragraph",
        )
    key: int = found.pk
    return key


def _check_published(decision: ContributionDecision) -> None:
    """What everybody is sent to has to be there for everybody."""
    key = decision.changed_version_id
    if key is None:
        return
    assert decision.contribution.consultation is not None
    public = versions_of(decision.contribution.consultation, AnonymousUser())
    if not any(one.pk == key for one in public):
        raise WrongState("La versión que cambió no está publicada: publíquela antes.")
