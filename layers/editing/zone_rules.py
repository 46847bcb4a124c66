"""Whether a zone is there for the user to change: permission, version, state, department."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.gis.geos import MultiPolygon

from layers.editing.edits import Saved
from layers.editing.shapes import PARAMETER
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
from territory.roles import planner_of
from territory.zones import scope_of, visible_zones

Status = InterventionZone.Status


def may_edit(user: AnyUser, zone: InterventionZone) -> bool:
    """Whether the user may change or delete the zone as it is now."""
    return draws(user, zone) and zone.status == Status.DRAFT


def scope_reason(user: AnyUser, shape: MultiPolygon) -> str:
    """Why the user may not draw there; empty where they may."""
    try:
        planner = required_planner(user)
        check_scope(shape, planner.department_id)
    except (EditNotAllowed, OutsideScope) as error:
        return error.message
    return ""


def locked(
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


def saved(zone: InterventionZone, notes: tuple[str, ...] = ()) -> Saved:
    """The database has raised the version meanwhile."""
    zone.refresh_from_db(fields=["version"])
    return Saved(str(zone.pk), zone.version, notes)


def required_planner(user: AnyUser) -> Planner:
    planner = planner_of(user)
    if planner is None:
        raise EditNotAllowed("Su cuenta no es de planificador: no puede dibujar zonas.")
    return planner


def draws(user: AnyUser, zone: InterventionZone) -> bool:
    """The author, while their account is still of that department."""
    planner = planner_of(user)
    return (
        planner is not None
        and zone.author_id == user.pk
        and zone.department_id == planner.department_id
    )


def check_draws(user: AnyUser, zone: InterventionZone) -> None:
    if not draws(user, zone):
        raise EditNotAllowed("Solo quien dibujó la zona puede cambiarla.")


def check_draft(zone: InterventionZone) -> None:
    if zone.status != Status.DRAFT:
        raise WrongState(
            f"La zona está en estado «{zone.get_status_display()}»: solo se cambia un borrador. "
            "Devuélvala antes a borrador."
        )


def check_scope(shape: MultiPolygon, department: str) -> None:
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
