"""Which record a page is about, and what the account may do with it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from layers.eib_rounds.kinds import INSTRUMENT, ROUND
from layers.errors import EditNotAllowed
from layers.participation.processes.kinds import (
    AGREEMENT,
    CONSULTATION,
    FORUM,
    GUIDELINE,
    MINUTES,
    SESSION,
    VERSION,
)
from layers.record_kinds import Kind
from layers.residences.kinds import ALLIANCE, CONDITION, DELIVERY, DELIVERY_EVIDENCE, NEED
from layers.sanitation_studies.kinds import STUDY, STUDY_VERSION
from layers.security_policy.kinds import (
    INFORMATION_SYSTEM,
    PLANNED_PUBLICATION,
    POLICY_BASIS,
    POLICY_DOCUMENT,
    SECURITY_EVIDENCE,
    SYSTEM_VERSION,
)
from territory.models import ReviewedRecord
from territory.participation.processes.seen import seen
from territory.reviewing import Verb, may
from territory.roles import AnyUser

# What an address calls a kind.
KIND_AT: dict[str, Kind] = {
    "foro": FORUM,
    "sesion": SESSION,
    "acta": MINUTES,
    "acuerdo": AGREEMENT,
    "consulta": CONSULTATION,
    "version": VERSION,
    "lineamiento": GUIDELINE,
    "necesidad": NEED,
    "alianza": ALLIANCE,
    "entrega": DELIVERY,
    "evidencia": DELIVERY_EVIDENCE,
    "estado": CONDITION,
    "instrumento": INSTRUMENT,
    "ronda": ROUND,
    "evidencia-de-seguridad": SECURITY_EVIDENCE,
    "documento-de-politica": POLICY_DOCUMENT,
    "sustento": POLICY_BASIS,
    "publicacion-prevista": PLANNED_PUBLICATION,
    "sistema": INFORMATION_SYSTEM,
    "version-de-sistema": SYSTEM_VERSION,
    "estudio": STUDY,
    "version-de-estudio": STUDY_VERSION,
}
WORD_OF = {kind.name: word for word, kind in KIND_AT.items()}
# What is made within a record of a kind.
PARTS: dict[str, tuple[Kind, ...]] = {
    FORUM.name: (SESSION,),
    SESSION.name: (MINUTES, AGREEMENT),
    CONSULTATION.name: (VERSION,),
    NEED.name: (ALLIANCE,),
    ALLIANCE.name: (DELIVERY,),
    DELIVERY.name: (DELIVERY_EVIDENCE,),
    INSTRUMENT.name: (ROUND,),
    POLICY_DOCUMENT.name: (POLICY_BASIS,),
    INFORMATION_SYSTEM.name: (SYSTEM_VERSION,),
    STUDY.name: (STUDY_VERSION,),
}


def rows_of(kind: Kind, user: AnyUser) -> QuerySet[Any]:
    """The kind's records that the account sees, with the commitment of each and who leads it."""
    path = kind.model.commitment_path
    rows: QuerySet[Any] = seen(kind.model, user).select_related(path)
    return rows.prefetch_related(f"{path}__lead_agencies")


def kind_at(word: str) -> Kind:
    """Raises Http404."""
    if word not in KIND_AT:
        raise Http404
    return KIND_AT[word]


def record_at(request: HttpRequest, kind: Kind, key: int) -> ReviewedRecord:
    """A record as the account sees it.

    Raises Http404, or EditNotAllowed where it is public but not the account's to look after.
    """
    found = rows_of(kind, request.user).filter(pk=key).first() if key < 2**63 else None
    if found is None:
        raise Http404
    if not verbs_of(request.user, found):
        raise EditNotAllowed
    record: ReviewedRecord = found
    return record


def verbs_of(user: AnyUser, record: ReviewedRecord) -> frozenset[Verb]:
    """What the account may do with the record."""
    commitment = record.of_commitment
    samples = record.is_sample
    return frozenset(verb for verb in Verb if may(user, verb, commitment, samples=samples))
