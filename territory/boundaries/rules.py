"""What may be concluded from a position while boundaries are not INEI's.

Held against INEI's real boundaries, the approximate ones put 28% of the populated places in
another district, and 2.6% fall outside their Natural Earth department. So until the operator
imports the official ones: a declared ubigeo stands, none is computed from a point, no
"outside its district" error is raised, a search or a drawn zone names departments only, and
checks of scope tolerate 5 km. Everything that would conclude something from a position asks
here.
"""

from __future__ import annotations

from territory.models import AdminUnit, BoundarySource

Level = AdminUnit.Level

# How far from a unit's unofficial polygon a point may still belong to it.
SCOPE_TOLERANCE_M = 5_000.0


def has_official_boundaries(level: AdminUnit.Level) -> bool:
    """Whether every present unit of the level carries INEI's boundary."""
    units = AdminUnit.objects.filter(level=level, valid_to__isnull=True)
    return units.exists() and not units.exclude(boundary_source=BoundarySource.INEI).exists()


def can_conclude_from_position(level: AdminUnit.Level) -> bool:
    """Whether a point's unit of this level may be computed, or a declared one be refused.

    True only with official boundaries: it decides over a row's ubigeo, and over an error that
    a person would be told.
    """
    return has_official_boundaries(level)


def levels_named_by_position() -> tuple[AdminUnit.Level, ...]:
    """The levels that a search by position or a drawn zone may name, the coarsest first.

    Departments always: their outlines are real, though generalised, and naming one decides
    nothing.
    """
    finer = (Level.PROVINCE, Level.DISTRICT)
    return (Level.DEPARTMENT, *(level for level in finer if has_official_boundaries(level)))


def scope_tolerance_m(level: AdminUnit.Level) -> float:
    """How far outside a unit's polygon, in metres, an edit still counts as within scope."""
    return 0.0 if has_official_boundaries(level) else SCOPE_TOLERANCE_M
