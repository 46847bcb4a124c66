"""The photo of a residence: drawn anew, without pupils, and private until somebody confirms it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from layers import reviewing, stored
from layers.errors import InvalidParameter
from layers.evidence_files import described
from layers.models import StoredFile
from layers.residences.kinds import COMMITMENT
from layers.residences.naming import find
from territory.agencies import is_demonstration
from territory.models import Commitment, ResidenceCondition
from territory.models.evidence_files import EvidenceKind
from territory.models.residence_conditions import Condition
from territory.participation.processes.agreements import today
from territory.personal_data import masked
from territory.reviewing import Verb
from territory.roles import AnyUser


@dataclass(frozen=True)
class Seen:
    """What a form says of a photo."""

    code: str
    title: str
    condition: str
    observed_on: dt.date


def add(user: AnyUser, said: Seen, file: StoredFile | None) -> ResidenceCondition:
    """A draft; the file is the photo's from now on, and is deleted where it can't be taken.

    Raises EditNotAllowed, InvalidParameter.
    """
    samples = is_demonstration(user)
    commitment = Commitment.objects.get(number=COMMITMENT)
    try:
        reviewing.demand(user, Verb.PREPARE, commitment, samples=samples)
        made = _described(said, file, samples=samples)
        made.commitment = commitment
        with transaction.atomic():
            return reviewing.create(user, made)
    except BaseException:
        for kept in StoredFile.objects.filter(pk=file.pk) if file else ():
            stored.delete(kept)
        raise


def _described(said: Seen, file: StoredFile | None, *, samples: bool) -> ResidenceCondition:
    residence = find(said.code, samples=samples)
    if said.observed_on > today():
        raise InvalidParameter("Vista el: ese día aún no llega.", parameter="observed_on")
    if said.condition not in Condition.values:
        raise InvalidParameter("Elija un estado de la lista.", parameter="condition")
    if masked(said.title) != said.title:
        raise InvalidParameter(
            "Tiene un teléfono, un correo o un número de documento: quítelo.", parameter="title"
        )
    if file is None:
        raise InvalidParameter("Falta la foto.", parameter="file")
    values = described(said.title, "", file, samples=samples)
    if values["kind"] != EvidenceKind.IMAGE:
        raise InvalidParameter("No es una foto PNG o JPEG.", parameter="file")
    return ResidenceCondition(
        residence=residence, condition=said.condition, observed_on=said.observed_on, **values
    )
