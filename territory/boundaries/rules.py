"""What may be concluded from a position, given where each boundary comes from.

Held against INEI's real boundaries, the approximate ones put 28% of the populated places in
another district, and 2.6% fall outside their Natural Earth department. So until the operator
imports the official ones: a declared ubigeo stands, none is computed from a point, no
"outside its district" error is raised, a search or a drawn zone names departments only, and
checks of scope tolerate 5 km. Everything that would conclude something from a position asks
here.

Official files lag behind the directory of units: a district made since has no polygon in them
and lies in its former district's. So with official boundaries a point that falls in one is of
that unit, in a gap between them of none, and in a polygon from which another unit was made
since, of none either: which of the two it is, nobody can tell.
"""

from __future__ import annotations

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Exists, OuterRef, Q, QuerySet

from territory.models import AdminUnit, BoundarySource

Level = AdminUnit.Level

# How far from a unit's unofficial polygon a point may still belong to it.
SCOPE_TOLERANCE_M = 5_000.0

# How far outside a unit's polygon a file's position may lie, degrees. Two official maps disagree by
# up to some 2 km; departments' outlines are generalised by up to some 16 km; the others' are
# computed inside them, and their capitals are asked besides.
OFFICIAL_TOLERANCE_DEG = 0.02
DEPARTMENT_TOLERANCE_DEG = 0.2
COMPUTED_TOLERANCE_DEG = 0.05
# A position this close to a capital may be of its unit, degrees; about 50 km.
CAPITAL_REACH_DEG = 0.45
# A file more of whose positions than this lie outside their units is another territory's.
MAX_SHARE_OUTSIDE = 0.5

# How far a capital may seem outside the polygon that it lies in: two of those on the river
# between Ayacucho and Cusco seem 250 and 330 m across it. Degrees; about 550 m.
CAPITAL_ERROR_DEG = 0.005


def official_levels() -> tuple[AdminUnit.Level, ...]:
    """The levels whose every present polygon is INEI's, the coarsest first; one query.

    A unit without any polygon doesn't hold its level back: nothing is concluded about it.
    """
    drawn = AdminUnit.objects.filter(valid_to__isnull=True, geom__isnull=False).order_by()
    unofficial = ~Q(boundary_source=BoundarySource.INEI)
    held_back = dict(drawn.values_list("level").annotate(unofficial=BoolOr(unofficial)))
    return tuple(level for level in Level if held_back.get(level) is False)


def has_official_boundaries(level: AdminUnit.Level) -> bool:
    """Whether the level has polygons and every present one is INEI's."""
    return level in official_levels()


def can_conclude_from_position(level: AdminUnit.Level) -> bool:
    """Whether a point's unit of this level may be computed, or a declared one be refused.

    True only with official boundaries: it decides over a row's ubigeo, and over an error that
    a person would be told. Which units then may be concluded, ``conclusive_units`` says.
    """
    return has_official_boundaries(level)


def conclusive_units(levels: tuple[AdminUnit.Level, ...]) -> QuerySet[AdminUnit]:
    """The present units of those levels in whose polygon a position is surely of the unit.

    Left out are polygons that hold the capital of a unit of their level which has none of its
    own, or have it at their edge inside the same parent: it was made out of them since.
    """
    present = AdminUnit.objects.filter(valid_to__isnull=True)
    holds = Q(capital_point__coveredby=OuterRef("geom"))
    borders = Q(parent=OuterRef("parent")) & Q(
        capital_point__dwithin=(OuterRef("geom"), CAPITAL_ERROR_DEG)
    )
    made_since = present.filter(holds | borders, level=OuterRef("level"), geom__isnull=True)
    return present.filter(~Exists(made_since), level__in=levels, geom__isnull=False)


def levels_named_by_position() -> tuple[AdminUnit.Level, ...]:
    """The levels that a search by position or a drawn zone may name, the coarsest first.

    Departments always: their outlines are real, though generalised, and naming one decides
    nothing.
    """
    return (Level.DEPARTMENT, *(level for level in official_levels() if level != Level.DEPARTMENT))


def placement_tolerance_deg(level: AdminUnit.Level) -> float:
    """How far outside a unit's polygon, in degrees, a file's position is still taken as inside."""
    if has_official_boundaries(level):
        return OFFICIAL_TOLERANCE_DEG
    is_department = level == Level.DEPARTMENT
    return DEPARTMENT_TOLERANCE_DEG if is_department else COMPUTED_TOLERANCE_DEG


def scope_tolerance_m(level: AdminUnit.Level) -> float:
    """How far outside a unit's polygon, in metres, an edit still counts as within scope."""
    return 0.0 if has_official_boundaries(level) else SCOPE_TOLERANCE_M
