"""What the pages and the domain API ask of the territory. No HTTP, and no query grows with N."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.gis.db.models import GeometryField, MultiPolygonField
from django.contrib.gis.db.models.functions import Area, Envelope
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db.models import Count, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from territory.boundaries.rules import conclusive_units, levels_named_by_position
from territory.figures import Figure
from territory.models import AdminUnit, Commitment, CommitmentTerritory
from territory.models.placed import PlacedRecord
from territory.rows import NO_ROWS, RowCount, codes_above, count_by_commitment
from territory.search import search_units

__all__ = [
    "CommitmentHere",
    "Reason",
    "UnitSummary",
    "commitments_for_unit",
    "current_units",
    "outlines_of",
    "search_units",
    "simplified_outlines",
    "unit_ancestors",
    "unit_children",
    "unit_summary",
    "units_at",
    "units_with_extents",
]


# Degrees: about 200 m, a pixel on a screen that shows a region.
_OUTLINE_TOLERANCE = 0.002


class Reason(StrEnum):
    """Why a commitment applies at a unit, or that it doesn't."""

    NATIONAL = "national"  # the plan names no place
    NAMED = "named"  # the plan names this unit
    COVERED = "covered"  # it names a unit that this one lies in
    INSIDE = "inside"  # it names a unit within this one
    ELSEWHERE = "elsewhere"  # it names other places only


@dataclass(frozen=True)
class CommitmentHere:
    """A commitment seen from one unit.

    ``places`` are the territories that give the reason (all of the commitment's for ELSEWHERE),
    ``rows`` how many rows are published there, facts and samples apart.
    """

    commitment: Commitment
    reason: Reason
    places: tuple[CommitmentTerritory, ...]
    rows: RowCount

    @property
    def applies(self) -> bool:
        return self.reason != Reason.ELSEWHERE


@dataclass(frozen=True)
class UnitSummary:
    """A unit with its place in the hierarchy and the figures that are known of it."""

    unit: AdminUnit
    ancestors: tuple[AdminUnit, ...]
    figures: tuple[Figure, ...]


def current_units() -> QuerySet[AdminUnit]:
    """The units in force, without their polygons: those are heavy and rarely wanted."""
    return AdminUnit.objects.filter(valid_to__isnull=True).defer("geom")


def unit_ancestors(unit: AdminUnit) -> list[AdminUnit]:
    """The units that this one lies in, the department first."""
    return list(current_units().filter(pk__in=codes_above(unit.ubigeo)).order_by("pk"))


def units_with_extents(units: QuerySet[AdminUnit]) -> QuerySet[AdminUnit]:
    """With ``envelope``, the polygon's rectangle (None without polygon), and the units above."""
    return (
        units.annotate(envelope=Envelope("geom"))
        .select_related("parent__parent")
        .defer("geom", "parent__geom", "parent__parent__geom")
    )


def outlines_of(codes: Collection[str]) -> list[GEOSGeometry]:
    """The polygons of these units, EPSG:4326; of a unit without one, none."""
    if not codes:
        return []
    units = AdminUnit.objects.filter(pk__in=codes).order_by("pk").values_list("geom", flat=True)
    return [geom for geom in units if geom is not None]


def simplified_outlines(codes: Collection[str]) -> QuerySet[AdminUnit]:
    """The units with ``outline``, their polygon as a map of the country or of a region needs it."""
    outline = Func(
        F("geom"),
        Value(_OUTLINE_TOLERANCE),
        function="ST_SimplifyPreserveTopology",
        output_field=GeometryField(),
    )
    units = AdminUnit.objects.filter(pk__in=codes, geom__isnull=False).order_by("pk")
    return units.defer("geom").annotate(outline=outline)


def unit_children(unit: AdminUnit) -> QuerySet[AdminUnit]:
    """The units one level down, by ubigeo."""
    return current_units().filter(parent=unit)


def units_at(longitude: float, latitude: float) -> list[AdminUnit]:
    """The units that may be named for a position in EPSG:4326, the coarsest first.

    Departments only, until INEI's boundaries are loaded (``boundaries.rules``). A finer unit
    decides over the coarser ones, whose outlines may be more generalised. On a common border
    there are several.
    """
    point = Point(longitude, latitude, srid=4326)
    found = conclusive_units(levels_named_by_position()).filter(geom__intersects=point)
    codes = list(found.values_list("pk", flat=True))
    finest = [code for code in codes if len(code) == max(map(len, codes))]
    named = {code[:end] for code in finest for end in range(2, len(code) + 1, 2)}
    return list(current_units().filter(pk__in=named).order_by("pk"))


def commitments_for_unit(
    unit: AdminUnit, models: Iterable[type[PlacedRecord]]
) -> list[CommitmentHere]:
    """All 18 commitments, each with why it applies at the unit or that it doesn't."""
    counts = count_by_commitment(unit.ubigeo, models)
    commitments = Commitment.objects.prefetch_related("lead_agencies")
    territories: dict[int, list[CommitmentTerritory]] = {}
    for place in CommitmentTerritory.objects.select_related("unit").defer("geom", "unit__geom"):
        territories.setdefault(place.commitment_id, []).append(place)
    found = []
    for commitment in commitments:
        reason, places = _reason(unit.ubigeo, territories.get(commitment.pk, []))
        rows = counts.get(commitment.number, NO_ROWS)
        found.append(CommitmentHere(commitment, reason, places, rows))
    return found


def unit_summary(unit: AdminUnit) -> UnitSummary:
    """The unit's figures; an area only of an official boundary, with its own provenance."""
    figures = []
    if unit.population is not None:
        # Above the districts it is the sum of theirs (fixtures/provenance.csv).
        people = _("Población proyectada, %(year)s") % {"year": unit.population_year}
        figures.append(_figure(unit, "population", people, unit.population, "habitantes"))
    if unit.altitude_m is not None:
        altitude = _("Altitud de la capital")
        figures.append(_figure(unit, "altitude_m", altitude, unit.altitude_m, "m s. n. m."))
    counted = AdminUnit.objects.filter(pk__startswith=unit.ubigeo, valid_to__isnull=True).aggregate(
        provinces=Count("pk", filter=Q(level=AdminUnit.Level.PROVINCE)),
        districts=Count("pk", filter=Q(level=AdminUnit.Level.DISTRICT)),
    )
    if unit.level == AdminUnit.Level.DEPARTMENT:
        figures.append(_figure(unit, "provinces", _("Provincias"), counted["provinces"], ""))
    if unit.level != AdminUnit.Level.DISTRICT:
        figures.append(_figure(unit, "districts", _("Distritos"), counted["districts"], ""))
    origin, cutoff = unit.boundary_origin, unit.boundary_cutoff_date
    if unit.has_official_boundary and origin is not None and cutoff is not None:
        figures.append(_area(unit, origin, cutoff))
    return UnitSummary(unit, tuple(unit_ancestors(unit)), tuple(figures))


def _area(unit: AdminUnit, origin: str, cutoff_date: dt.date) -> Figure:
    """On the ellipsoid, of the polygon as it was imported."""
    on_ellipsoid = Area(Cast("geom", MultiPolygonField(geography=True)))
    measured = AdminUnit.objects.filter(pk=unit.pk).values_list(on_ellipsoid, flat=True).get()
    title = _("Superficie dentro del límite oficial")
    km2 = round(measured.sq_m / 1e6, 2)
    return Figure("area_km2", title, km2, "km²", origin, cutoff_date)


def _figure(unit: AdminUnit, name: str, title: Any, value: int, measure: str) -> Figure:
    return Figure(name, title, value, measure, unit.source, unit.cutoff_date)


def _reason(
    ubigeo: str, places: Iterable[CommitmentTerritory]
) -> tuple[Reason, tuple[CommitmentTerritory, ...]]:
    """The closest reason: by codes, which nest exactly, never by polygons, which are rough."""
    by_reason: dict[Reason, list[CommitmentTerritory]] = {}
    for place in places:
        by_reason.setdefault(_reason_of(ubigeo, place.unit_id), []).append(place)
    for reason in (Reason.NATIONAL, Reason.NAMED, Reason.COVERED, Reason.INSIDE, Reason.ELSEWHERE):
        if reason in by_reason:
            return reason, tuple(by_reason[reason])
    # A commitment without any territory row: nothing names a place.
    return Reason.NATIONAL, ()


def _reason_of(ubigeo: str, named: str | None) -> Reason:
    if named is None:
        return Reason.NATIONAL
    if named == ubigeo:
        return Reason.NAMED
    if ubigeo.startswith(named):
        return Reason.COVERED
    return Reason.INSIDE if named.startswith(ubigeo) else Reason.ELSEWHERE
