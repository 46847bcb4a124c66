"""Editing intervention zones: what becomes of a planner's drafts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from django.contrib.gis.geos import GEOSGeometry

from layers.editing.edits import Decide, Delete, Edit, Insert, Restore, Saved, Update
from layers.editing.shapes import PARAMETER, checked_multipolygon
from layers.editing.zone_review import decide
from layers.editing.zone_rules import (
    check_draft,
    check_draws,
    check_scope,
    locked,
    required_planner,
    saved,
)
from layers.editing.zone_values import EDITABLE_FIELDS, checked_values
from layers.errors import FeatureNotFound, InvalidGeometry, InvalidParameter
from layers.layer import AnyUser
from territory.models import InterventionZone
from territory.zones import versions_of


def edit(user: AnyUser, change: Edit) -> Saved:
    """Carry out one edit; the caller keeps the transaction."""
    match change:
        case Insert():
            return _insert(user, change)
        case Update():
            return _update(user, change)
        case Delete():
            return _delete(user, change)
        case Restore():
            return _restore(user, change)
        case Decide():
            return decide(user, change)
    assert_never(change)


def _insert(user: AnyUser, change: Insert) -> Saved:
    planner = required_planner(user)
    values = checked_values(change.values, is_sample=planner.is_demonstration, whole=True)
    if change.geom is None:
        raise InvalidGeometry("Una zona tiene una forma: dibújela.", parameter=PARAMETER)
    checked = checked_multipolygon(change.geom)
    check_scope(checked.shape, planner.department_id)
    zone = InterventionZone.objects.create(
        **values,
        geom=checked.shape,
        author_id=planner.user_id,
        department_id=planner.department_id,
        is_sample=planner.is_demonstration,
    )
    return Saved(str(zone.pk), 1, checked.notes)


def _update(user: AnyUser, change: Update) -> Saved:
    zone = locked(user, change.fid, change.version, check_draws)
    check_draft(zone)
    if change.without_geom:
        raise InvalidGeometry("Una zona no puede quedar sin geometría.", parameter=PARAMETER)
    return _changed(zone, change.values, change.geom)


def _restore(user: AnyUser, change: Restore) -> Saved:
    """What held when the version was saved may not hold any more: it is checked as an update is."""
    zone = locked(user, change.fid, change.version, check_draws)
    check_draft(zone)
    former = versions_of(zone, user).filter(version=change.restored).first()
    if former is None:
        raise FeatureNotFound(
            f"La zona {zone.pk} no tiene la versión {change.restored}.", parameter="version"
        )
    if former.version == zone.version:
        raise InvalidParameter(f"La versión {former.version} ya es la actual.", parameter="version")
    return _changed(zone, {name: getattr(former, name) for name in EDITABLE_FIELDS}, former.geom)


def _changed(zone: InterventionZone, values: Mapping[str, Any], geom: GEOSGeometry | None) -> Saved:
    for name, value in checked_values(values, is_sample=zone.is_sample).items():
        setattr(zone, name, value)
    notes: tuple[str, ...] = ()
    if geom is not None:
        checked = checked_multipolygon(geom)
        check_scope(checked.shape, zone.department_id)
        zone.geom, notes = checked.shape, checked.notes
    zone.save()
    return saved(zone, notes)


def _delete(user: AnyUser, change: Delete) -> Saved:
    zone = locked(user, change.fid, change.version, check_draws)
    check_draft(zone)
    fid = str(zone.pk)
    zone.delete()
    return Saved(fid, None)
