"""Editing intervention zones: a planner's drafts, and their review."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from django.contrib.gis.geos import MultiPolygon

from layers.editing.edits import Decide, Decision, Delete, Edit, Insert, Saved, Update
from layers.editing.shapes import PARAMETER, checked_multipolygon
from layers.editing.zone_values import checked_values
from layers.errors import (
    EditNotAllowed,
    FeatureNotFound,
    OutsideScope,
    VersionConflict,
    VersionRequired,
    WrongState,
)
from layers.layer import AnyUser
from territory.models import AdminUnit, InterventionZone, Planner
from territory.roles import may_review, planner_of
from territory.zones import scope_of, visible_zones

Status = InterventionZone.Status

# The step → the state it starts from → the state it leads to.
_STEPS: dict[Decision, dict[str, Status]] = {
    Decision.SUBMIT: {Status.DRAFT: Status.SUBMITTED},
    Decision.APPROVE: {Status.SUBMITTED: Status.APPROVED},
    Decision.RETURN: {Status.SUBMITTED: Status.DRAFT, Status.APPROVED: Status.DRAFT},
}


def edit(user: AnyUser, change: Edit) -> Saved:
    """Carry out one edit; the caller keeps the transaction."""
    match change:
        case Insert():
            return _insert(user, change)
        case Update():
            return _update(user, change)
        case Delete():
            return _delete(user, change)
        case Decide():
            return _decide(user, change)
    assert_never(change)


def may_edit(user: AnyUser, zone: InterventionZone) -> bool:
    """Whether the user may change or delete the zone as it is now."""
    return _draws(user, zone) and zone.status == Status.DRAFT


def decisions_for(user: AnyUser, zone: InterventionZone) -> list[Decision]:
    """The steps that the user may take with the zone as it is now."""
    return [
        decision
        for decision, steps in _STEPS.items()
        if zone.status in steps and _may_decide(user, zone, decision)
    ]


def scope_reason(user: AnyUser, shape: MultiPolygon) -> str:
    """Why the user may not draw there; empty where they may."""
    try:
        planner = _planner(user)
        _check_scope(shape, planner.department_id)
    except (EditNotAllowed, OutsideScope) as error:
        return error.message
    return ""


def _insert(user: AnyUser, change: Insert) -> Saved:
    planner = _planner(user)
    values = checked_values(change.values, is_sample=planner.is_demonstration, whole=True)
    checked = checked_multipolygon(change.geom)
    _check_scope(checked.shape, planner.department_id)
    zone = InterventionZone.objects.create(
        **values,
        geom=checked.shape,
        author_id=planner.user_id,
        department_id=planner.department_id,
        is_sample=planner.is_demonstration,
    )
    return Saved(str(zone.pk), 1, checked.notes)


def _update(user: AnyUser, change: Update) -> Saved:
    zone = _locked(user, change.fid, change.version, _check_draws)
    _check_draft(zone)
    for name, value in checked_values(change.values, is_sample=zone.is_sample).items():
        setattr(zone, name, value)
    notes: tuple[str, ...] = ()
    if change.geom is not None:
        checked = checked_multipolygon(change.geom)
        _check_scope(checked.shape, zone.department_id)
        zone.geom, notes = checked.shape, checked.notes
    zone.save()
    return _saved(zone, notes)


def _delete(user: AnyUser, change: Delete) -> Saved:
    zone = _locked(user, change.fid, change.version, _check_draws)
    _check_draft(zone)
    fid = str(zone.pk)
    zone.delete()
    return Saved(fid, None)


def _decide(user: AnyUser, change: Decide) -> Saved:
    def check(user: AnyUser, zone: InterventionZone) -> None:
        if not _may_decide(user, zone, change.decision):
            raise EditNotAllowed(_REFUSED[change.decision])

    zone = _locked(user, change.fid, change.version, check)
    steps = _STEPS[change.decision]
    if zone.status not in steps:
        raise WrongState(
            f"La zona está en estado «{zone.get_status_display()}»: no admite este paso."
        )
    if change.decision == Decision.SUBMIT:
        # Its outline may be a better one by now than when the zone was drawn.
        _check_scope(zone.geom, zone.department_id)
    zone.status = steps[zone.status]
    zone.save(update_fields=["status"])
    return _saved(zone)


def _locked(
    user: AnyUser,
    fid: str,
    version: int | None,
    check: Callable[[AnyUser, InterventionZone], None],
) -> InterventionZone:
    """The zone, its row locked, once ``check`` has let the user pass and the version is right."""
    missing = FeatureNotFound(f"No existe la zona «{fid[:40]}».", parameter="id")
    if not (fid.isascii() and fid.isdigit() and len(fid) < 19):
        raise missing
    zone = visible_zones(user).select_for_update().filter(pk=fid).first()
    if zone is None:
        raise missing
    check(user, zone)
    if version is None:
        raise VersionRequired
    if zone.version != version:
        raise VersionConflict(fid, named=version, current=zone.version)
    return zone


def _saved(zone: InterventionZone, notes: tuple[str, ...] = ()) -> Saved:
    """The database has raised the version meanwhile."""
    zone.refresh_from_db(fields=["version"])
    return Saved(str(zone.pk), zone.version, notes)


def _planner(user: AnyUser) -> Planner:
    planner = planner_of(user)
    if planner is None:
        raise EditNotAllowed("Su cuenta no es de planificador: no puede dibujar zonas.")
    return planner


def _draws(user: AnyUser, zone: InterventionZone) -> bool:
    """The author, while their account is still of that department."""
    planner = planner_of(user)
    return (
        planner is not None
        and zone.author_id == user.pk
        and zone.department_id == planner.department_id
    )


def _check_draws(user: AnyUser, zone: InterventionZone) -> None:
    if not _draws(user, zone):
        raise EditNotAllowed("Solo quien dibujó la zona puede cambiarla.")


def _check_draft(zone: InterventionZone) -> None:
    if zone.status != Status.DRAFT:
        raise WrongState(
            f"La zona está en estado «{zone.get_status_display()}»: solo se cambia un borrador. "
            "Devuélvala antes a borrador."
        )


_REFUSED = {
    Decision.SUBMIT: "Solo quien dibujó la zona puede presentarla.",
    Decision.APPROVE: "Aprueba quien tiene permiso de revisión, y no una zona propia.",
    Decision.RETURN: "Devuelve quien tiene permiso de revisión, o su autor hasta que se apruebe.",
}


def _may_decide(user: AnyUser, zone: InterventionZone, decision: Decision) -> bool:
    is_reviewer = may_review(user, samples=zone.is_sample)
    match decision:
        case Decision.SUBMIT:
            return _draws(user, zone)
        case Decision.APPROVE:  # a second pair of eyes
            return is_reviewer and zone.author_id != user.pk
        case Decision.RETURN:
            return is_reviewer or (zone.status != Status.APPROVED and _draws(user, zone))
    assert_never(decision)


def _check_scope(shape: MultiPolygon, department: str) -> None:
    scope = scope_of(shape, department)
    if scope.within:
        return
    name = AdminUnit.objects.values_list("name", flat=True).get(pk=department)
    if scope.outside_m is None:
        raise OutsideScope(
            f"No hay ningún límite cargado de {name}, el departamento de su cuenta: no se puede "
            "comprobar que la zona quede dentro.",
            parameter=PARAMETER,
        )
    raise OutsideScope(
        f"La zona sale {_distance(scope.outside_m)} del departamento de {name}, "
        "que es el de su cuenta.",
        parameter=PARAMETER,
    )


def _distance(metres: float) -> str:
    if metres >= 10_000:
        return f"{metres / 1000:.0f} km"
    return f"{metres / 1000:.1f} km".replace(".", ",") if metres >= 1000 else f"{metres:.0f} m"
