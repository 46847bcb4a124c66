"""The kinds of records that are prepared of residences, of commitment 8."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Sum

from layers.errors import InvalidParameter, WrongState
from layers.record_kinds import Kind
from layers.residences.naming import PARAMETER, residence_problems
from layers.residences.organisations import organisation_problems
from territory.models import (
    Alliance,
    Delivery,
    DeliveryEvidence,
    ResidenceCondition,
    ResidenceNeed,
    ReviewState,
)
from territory.participation.processes.agreements import today
from territory.residences.derived import summarise_needs
from territory.reviewing import Step

COMMITMENT = 8
LAYER = "rural_residences"
_SOURCE = ("source_url", "cutoff_date")
_AGREED = Alliance.Stage.AGREED
NO_PERSONS = (
    "Confirmo que no hay estudiantes ni otras personas, firmas, números de documento ni "
    "testimonios identificables"
)


def not_to_come(record: Any, *names: str) -> Iterator[InvalidParameter]:
    """What was counted or given was so on a day that has been."""
    for name in names:
        day = getattr(record, name)
        if isinstance(day, dt.date) and day > today():
            title = str(record._meta.get_field(name).verbose_name).capitalize()
            yield InvalidParameter(f"{title}: ese día aún no llega.", parameter=name)


def _need_problems(record: Any) -> Iterator[InvalidParameter]:
    # What was stored already keeps its residence, though no file has that any more.
    if record.updated_at is None:
        yield from residence_problems(record)
    yield from not_to_come(record, "cutoff_date")


def _condition_problems(record: Any) -> Iterator[InvalidParameter]:
    yield from not_to_come(record, "observed_on")


def _alliance_problems(record: Any) -> Iterator[InvalidParameter]:
    yield from organisation_problems(record)
    yield from not_to_come(record, "offered_on", "agreed_on")
    agreed = (record.agreed_quantity, record.agreed_on)
    if record.stage == _AGREED and None in agreed:
        yield InvalidParameter(
            "De lo acordado se dice cuánto y cuándo.", parameter="agreed_quantity"
        )
    elif record.stage == Alliance.Stage.OFFERED and agreed != (None, None):
        yield InvalidParameter(
            "Lo que solo se ofreció no tiene acuerdo: cambie la etapa.", parameter="stage"
        )
    promised, offered = _number(record.agreed_quantity), _number(record.quantity)
    if promised is not None and offered is not None and promised > offered:
        yield InvalidParameter(
            "Cantidad acordada: es más que la ofrecida.", parameter="agreed_quantity"
        )
    if _is_before(record.agreed_on, record.offered_on):
        yield InvalidParameter("Acordado el: es antes de la oferta.", parameter="agreed_on")
    # What was stored already may have deliveries.
    if record.updated_at is not None:
        given = _given(record)
        if given and (promised is None or promised < given or record.stage != _AGREED):
            yield InvalidParameter(
                f"Ya hay entregas por {given}: sigue acordado, por esa cantidad o más.",
                parameter="agreed_quantity",
            )


def _number(value: Any) -> int | None:
    """None for what is no number, which its column refuses."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _is_before(day: Any, other: Any) -> bool:
    return isinstance(day, dt.date) and isinstance(other, dt.date) and day < other


def _given(alliance: Any, but: int | None = None) -> int:
    """How many were handed over in deliveries that aren't withdrawn, published yet or not."""
    rows = Delivery.objects.filter(alliance=alliance).exclude(state=ReviewState.WITHDRAWN)
    others = rows if but is None else rows.exclude(pk=but)
    return others.aggregate(sum=Sum("quantity"))["sum"] or 0


def _delivery_problems(record: Any) -> Iterator[InvalidParameter]:
    """Two deliveries at once are told one after the other, so that they don't pass it together."""
    yield from not_to_come(record, "delivered_on")
    alliance = Alliance.objects.select_for_update().filter(pk=record.alliance_id).first()
    if alliance is None or alliance.stage != _AGREED or alliance.state != ReviewState.PUBLISHED:
        yield InvalidParameter(
            "Solo se entrega lo acordado: la alianza debe estar publicada y acordada."
        )
        return
    assert alliance.agreed_quantity is not None
    assert alliance.agreed_on is not None
    left = alliance.agreed_quantity - _given(alliance, record.pk)
    quantity = _number(record.quantity)
    if quantity is not None and quantity > left:
        yield InvalidParameter(
            f"Cantidad entregada: pasa de lo acordado, de lo que quedan {max(left, 0)}.",
            parameter="quantity",
        )
    if _is_before(record.delivered_on, alliance.agreed_on):
        yield InvalidParameter("Entregado el: es antes del acuerdo.", parameter="delivered_on")


def _needs_evidence(record: Any, step: Step) -> None:
    """Nothing is said to be delivered that nothing shows."""
    if step != Step.PUBLISH or record.state == ReviewState.PUBLISHED:
        return
    if not record.evidence.filter(state=ReviewState.PUBLISHED).exists():
        raise WrongState("Falta una evidencia confirmada: publíquela antes que la entrega.")


NEED = Kind(
    "need",
    ResidenceNeed,
    (PARAMETER, "item"),
    ("quantity", "priority", "document", *_SOURCE),
    layers=(LAYER,),
    of_commitment=COMMITMENT,
    problems=_need_problems,
    follows=summarise_needs,
)
ALLIANCE = Kind(
    "alliance",
    Alliance,
    ("need_id",),
    (
        "organisation",
        "stage",
        "quantity",
        "offered_on",
        "agreed_quantity",
        "agreed_on",
        "document",
        *_SOURCE,
    ),
    within="need",
    layers=(LAYER,),
    of_commitment=COMMITMENT,
    problems=_alliance_problems,
    follows=summarise_needs,
)
DELIVERY = Kind(
    "delivery",
    Delivery,
    ("alliance_id",),
    ("quantity", "delivered_on", "document"),
    within="alliance",
    layers=(LAYER,),
    of_commitment=COMMITMENT,
    problems=_delivery_problems,
    demands=_needs_evidence,
    follows=summarise_needs,
)
DELIVERY_EVIDENCE = Kind(
    "delivery_evidence",
    DeliveryEvidence,
    ("delivery_id",),
    ("title",),
    within="delivery",
    layers=(LAYER,),
    of_commitment=COMMITMENT,
    follows=summarise_needs,
    confirms=NO_PERSONS,
    takes_file=True,
)

CONDITION = Kind(
    "condition",
    ResidenceCondition,
    (PARAMETER,),
    ("title", "condition", "observed_on"),
    layers=(LAYER,),
    of_commitment=COMMITMENT,
    problems=_condition_problems,
    follows=summarise_needs,
    confirms=NO_PERSONS,
    takes_file=True,
)

RESIDENCE_KINDS = (NEED, ALLIANCE, DELIVERY, DELIVERY_EVIDENCE, CONDITION)
