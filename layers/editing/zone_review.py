"""The review of a zone: who takes which step, and in which words."""

from __future__ import annotations

from functools import partial
from typing import assert_never

from django.contrib.gis.geos import Point
from django.db import transaction

from layers.editing.edits import Decide, Decision, Remark, Saved
from layers.editing.shapes import FRAME
from layers.editing.zone_rules import check_scope, draws, locked, saved
from layers.editing.zone_values import checked_remark
from layers.errors import EditNotAllowed, InvalidParameter, WrongState
from layers.layer import AnyUser
from layers.zones.mail import announce
from territory.models import InterventionZone, ZoneDecision
from territory.roles import may_review, name_of

Status = InterventionZone.Status

# The step → the state it starts from → the state it leads to.
_STEPS: dict[Decision, dict[str, Status]] = {
    Decision.SUBMIT: {Status.DRAFT: Status.SUBMITTED},
    Decision.APPROVE: {Status.SUBMITTED: Status.APPROVED},
    Decision.RETURN: {Status.SUBMITTED: Status.DRAFT, Status.APPROVED: Status.DRAFT},
}


def decisions_for(user: AnyUser, zone: InterventionZone) -> list[Decision]:
    """The steps that the user may take with the zone as it is now."""
    return [
        decision
        for decision, steps in _STEPS.items()
        if zone.status in steps and _may_decide(user, zone, decision)
    ]


def needs_remark(user: AnyUser, zone: InterventionZone, decision: Decision) -> bool:
    """Whether the decision has to say why: whoever returns another's zone does."""
    return decision == Decision.RETURN and zone.author_id != user.pk


def decide(user: AnyUser, change: Decide) -> Saved:
    """Take a step of the review and keep who took it, of which version and in which words."""
    assert user.pk is not None  # only who signed in comes so far

    def check(user: AnyUser, zone: InterventionZone) -> None:
        if not _may_decide(user, zone, change.decision):
            raise EditNotAllowed(_REFUSED[change.decision])

    zone = locked(user, change.fid, change.version, check)
    steps = _STEPS[change.decision]
    if zone.status not in steps:
        raise WrongState(
            f"La zona está en estado «{zone.get_status_display()}»: no admite este paso."
        )
    remark = _checked(change.remark)
    if not remark.text and needs_remark(user, zone, change.decision):
        raise InvalidParameter(
            "Para devolver una zona hace falta una observación: escriba qué hay que cambiar.",
            parameter="remark",
        )
    if change.decision == Decision.SUBMIT:
        # Its outline may be a better one by now than when the zone was drawn.
        check_scope(zone.geom, zone.department_id)
    decision = ZoneDecision.objects.create(
        zone=zone,
        version=zone.version,
        decision=change.decision.value,
        remark=remark.text,
        place=remark.place,
        by_id=user.pk,
        by_name=name_of(user),
    )
    zone.status = steps[zone.status]
    zone.save(update_fields=["status"])
    transaction.on_commit(partial(announce, decision.pk), robust=True)
    return saved(zone)


def _checked(remark: Remark | None) -> Remark:
    if remark is None:
        return Remark("")
    text = checked_remark(remark.text)
    if remark.place is not None and not text:
        raise InvalidParameter(
            "Un lugar sin observación no dice nada: escriba qué pasa allí.", parameter="remark"
        )
    if remark.place is not None and not _in_frame(remark.place):
        west, south, east, north = FRAME
        raise InvalidParameter(
            f"El lugar queda fuera del Perú: longitudes de {west:g} a {east:g}, latitudes de "
            f"{south:g} a {north:g}.",
            parameter="place",
        )
    return Remark(text, remark.place)


def _in_frame(place: Point) -> bool:
    west, south, east, north = FRAME
    return not place.empty and west <= place.x <= east and south <= place.y <= north


_REFUSED = {
    Decision.SUBMIT: "Solo quien dibujó la zona puede presentarla.",
    Decision.APPROVE: "Aprueba quien tiene permiso de revisión, y no una zona propia.",
    Decision.RETURN: "Devuelve quien tiene permiso de revisión, o su autor hasta que se apruebe.",
}


def _may_decide(user: AnyUser, zone: InterventionZone, decision: Decision) -> bool:
    is_reviewer = may_review(user, samples=zone.is_sample)
    match decision:
        case Decision.SUBMIT:
            return draws(user, zone)
        case Decision.APPROVE:  # a second pair of eyes
            return is_reviewer and zone.author_id != user.pk
        case Decision.RETURN:
            return is_reviewer or (zone.status != Status.APPROVED and draws(user, zone))
    assert_never(decision)
