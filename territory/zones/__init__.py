"""Intervention zones: who sees which, and what can be said of one from its shape."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.gis.db.models.functions import Intersection
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.db.models import CharField, F, FloatField, Func, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, Least, NullIf, Trim

from territory.boundaries.rules import levels_named_by_position, scope_tolerance_m
from territory.models import AdminUnit, InterventionZone, ZoneAudience, ZoneVersion
from territory.models.zone_audiences import ALL, AUTHOR, SAMPLES
from territory.models.zone_audiences import PUBLIC as APPROVED
from territory.queries import current_units
from territory.roles import AnyUser, may_review
from territory.sql import read_statements

STATEMENTS = read_statements(Path(__file__).with_name("zones.sql"))

Status = InterventionZone.Status

PUBLIC = "public"

# Outlines that were traced along each other share no area, but rounding leaves slivers: what is
# less than this share of both shapes is one.
_SLIVER = 0.0001
# A vertex that was snapped to a boundary lies beside it by a rounding of its coordinates.
_ROUNDING_M = 1.0
MAX_OVERLAPS = 50


class GeodesicArea(Func):
    """The area of the polygons in a geometry, square metres on WGS 84's ellipsoid."""

    template = "ST_Area(ST_CollectionExtract(%(expressions)s, 3)::geography)"
    output_field = FloatField()


@dataclass(frozen=True)
class Overlap:
    """Another zone that shares area; ``percent`` is the share of the zone asked about."""

    zone: InterventionZone
    area_ha: float
    percent: float


@dataclass(frozen=True)
class Overlaps:
    """The largest, ``MAX_OVERLAPS`` of them at most, and whether there are others."""

    largest: list[Overlap]
    has_more: bool


@dataclass(frozen=True)
class Scope:
    """Whether a shape lies within a department, and how far (metres) it leaves it at most.

    None where no outline of the department is known.
    """

    within: bool
    outside_m: float | None


def visible_zones(user: AnyUser) -> QuerySet[InterventionZone]:
    """The zones that the user may see: the approved, their own, a reviewer's to review."""
    zones = InterventionZone.objects.all()
    if may_review(user):
        return zones
    seen = Q(status=Status.APPROVED)
    if user.is_authenticated:
        seen |= Q(author=user.pk)
    if may_review(user, samples=True):
        seen |= Q(is_sample=True)
    return zones.filter(seen)


def audience(user: AnyUser) -> str:
    """Users of the same audience see the same zones: what caches are keyed on."""
    if not user.is_authenticated:
        return PUBLIC
    if may_review(user):
        return "reviewer"
    # The right to review may be taken away, and what it showed must not stay in a cache.
    return f"user:{user.pk}:samples" if may_review(user, samples=True) else f"user:{user.pk}"


def changes_seen(user: AnyUser) -> QuerySet[ZoneAudience]:
    """Rows whose versions rise with each change of the zones that the user may see, and only so."""
    if may_review(user):
        names = [ALL]
    else:
        names = [APPROVED]
        if user.is_authenticated:
            names.append(f"{AUTHOR}{user.pk}")
        if may_review(user, samples=True):
            names.append(SAMPLES)
    return ZoneAudience.objects.filter(pk__in=names)


def with_author(zones: QuerySet[Any]) -> QuerySet[Any]:
    """With ``author_name``, as ``roles.name_of`` gives it."""
    full = Trim(Concat("author__first_name", Value(" "), "author__last_name"))
    name = Coalesce(NullIf(full, Value("")), "author__username", output_field=CharField())
    named: QuerySet[Any] = zones.annotate(author_name=name)
    return named


def area_ha(geom: GEOSGeometry) -> float:
    """The geodesic area of a shape in EPSG:4326."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS["area_ha"], [bytes(geom.ewkb)])
        return float(cursor.fetchone()[0])


def overlaps(geom: GEOSGeometry, user: AnyUser, *, leaving_out: int | None = None) -> Overlaps:
    """The visible zones that share area with the shape, the largest share first."""
    own_m2 = area_ha(geom) * 10_000
    others = (
        with_author(visible_zones(user))
        .exclude(pk=leaving_out)
        .filter(geom__intersects=geom)
        .annotate(shared_m2=GeodesicArea(Intersection("geom", geom)))
        .filter(shared_m2__gt=_sliver_m2(own_m2, F("area_ha") * 10_000))
        .defer("geom")
        .order_by("-shared_m2", "pk")
    )
    found = [
        Overlap(zone, zone.shared_m2 / 10_000, 100 * zone.shared_m2 / own_m2 if own_m2 else 0.0)
        for zone in others[: MAX_OVERLAPS + 1]
    ]
    return Overlaps(found[:MAX_OVERLAPS], has_more=len(found) > MAX_OVERLAPS)


def touched_units(geom: GEOSGeometry) -> list[AdminUnit]:
    """The units that share area with the shape, by ubigeo.

    Only of the levels that may be named by position (``boundaries.rules``).
    """
    own_m2 = area_ha(geom) * 10_000
    return list(
        current_units()
        .filter(level__in=levels_named_by_position(), geom__intersects=geom)
        .alias(shared_m2=GeodesicArea(Intersection("geom", geom)))
        .filter(shared_m2__gt=_sliver_m2(own_m2, GeodesicArea("geom")))
        .order_by("ubigeo")
    )


def _sliver_m2(own_m2: float, other_m2: Any) -> Any:
    """What two shapes share at most where they only touch.

    One comparison, not one for each of them: it would intersect the shapes once more, which
    takes seconds where they have many vertices.
    """
    return _SLIVER * Least(Value(own_m2), other_m2, output_field=FloatField())


def names_departments_only() -> bool:
    """Whether boundaries are too rough to name provinces and districts by position."""
    return len(levels_named_by_position()) == 1


def scope_of(geom: GEOSGeometry, department: str) -> Scope:
    """Whether the shape stays within the department (its ubigeo), as its outline can tell."""
    tolerance_m = max(scope_tolerance_m(AdminUnit.Level.DEPARTMENT), _ROUNDING_M)
    with connection.cursor() as cursor:
        cursor.execute(
            STATEMENTS["scope"],
            {
                "zone": bytes(geom.ewkb),
                "department": department,
                "tolerance_m": tolerance_m,
            },
        )
        row = cursor.fetchone()
    if row is None:
        return Scope(within=False, outside_m=None)
    within, outside_m = row
    return Scope(bool(within), float(outside_m))


def zones_for_display(user: AnyUser) -> QuerySet[InterventionZone]:
    """The visible zones with what a page says of each: author and department by name."""
    zones = with_author(visible_zones(user)).select_related("department")
    return zones.defer("department__geom")


def sees_review(zone: InterventionZone, user: AnyUser) -> bool:
    """Whether the user sees how a zone came about: unfinished versions, and what was said of it."""
    if not user.is_authenticated:
        return False
    return zone.author_id == user.pk or may_review(user, samples=zone.is_sample)


def versions_of(zone: InterventionZone, user: AnyUser) -> QuerySet[Any]:
    """The versions (``ZoneVersion``) of a zone that the user may see, the latest first.

    What a zone was before it was approved stays its author's and the reviewers' to see.
    """
    versions: QuerySet[Any] = ZoneVersion.objects.filter(pgh_obj=zone.pk)
    versions = versions.exclude(pgh_label="delete")
    if not sees_review(zone, user):
        versions = versions.filter(status=Status.APPROVED)
    return with_author(versions).order_by("-version")
