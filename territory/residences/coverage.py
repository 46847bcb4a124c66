"""What residences need and get, by department and item: of what is published, and of how many.

Quantities of different items are never added. A department of which only some residences have
published needs says of how many of how many its numbers are.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Min, Sum
from django.db.models.functions import Left

from territory.models import AdminUnit
from territory.models.residences import Item, unit_of
from territory.residences.shown import needs, residences

_DEPARTMENT = Left("declared_unit_id", 2)
_DEPARTMENT_OF_NEED = Left("residence__declared_unit_id", 2)


@dataclass(frozen=True)
class Known:
    """Of how many of a department's residences (or the country's) needs are published."""

    ubigeo: str | None
    name: str
    residences: int
    with_needs: int
    is_sample: bool

    @property
    def is_whole(self) -> bool:
        return self.residences == self.with_needs


@dataclass(frozen=True)
class Line:
    """How many of an item the residences of a department need; ``known`` says of how many it is.

    ``residences`` are those that need the item. ``agreed`` is what alliances in force promise,
    ``covered`` what was delivered and published evidence shows, of no residence more than it
    needs. ``cutoff_date`` is the oldest of the needs' own.
    """

    known: Known
    item: str
    residences: int
    needed: int
    agreed: int
    covered: int
    cutoff_date: dt.date

    @property
    def missing(self) -> int:
        """What of it is still to be given."""
        return self.needed - self.covered

    @property
    def percent(self) -> float:
        """How much of what is published that is needed was given."""
        return round(100 * self.covered / self.needed, 1)

    @property
    def title(self) -> str:
        """The item's name."""
        return str(Item(self.item).label)

    @property
    def unit(self) -> str:
        """In what it is counted."""
        return unit_of(self.item)


def known_by_department(unit: str = "") -> list[Known]:
    """The departments that have a residence, by ubigeo; of one alone, if given.

    A residence that declares no unit is of none, and comes last.
    """
    rows = residences(unit).order_by().values("is_sample", department=_DEPARTMENT)
    counted = rows.annotate(residences=Count("pk"), with_needs=Count("needs"))
    units = AdminUnit.objects.filter(level=AdminUnit.Level.DEPARTMENT)
    names = dict(units.values_list("pk", "name"))
    found = [
        Known(
            row["department"],
            names.get(row["department"], ""),
            row["residences"],
            row["with_needs"],
            row["is_sample"],
        )
        for row in counted
    ]
    return sorted(found, key=lambda known: (known.ubigeo is None, known.ubigeo or ""))


def known_in(unit: str = "") -> Known:
    """The same of all the residences of a unit, or of the country. One query."""
    counted = (
        residences(unit)
        .order_by()
        .aggregate(residences=Count("pk"), with_needs=Count("needs"), is_sample=BoolOr("is_sample"))
    )
    return Known(
        unit or None,
        "",
        counted["residences"],
        counted["with_needs"],
        bool(counted["is_sample"]),
    )


def coverage(unit: str = "", item: str = "") -> list[Line]:
    """A line for each department and item of which a need is published, in that order."""
    known = {part.ubigeo: part for part in known_by_department(unit)}
    rows = _counted(needs(unit, item).order_by().values("item", department=_DEPARTMENT_OF_NEED))
    lines = [_line(known[row["department"]], row) for row in rows]
    return sorted(lines, key=lambda line: (line.known.ubigeo or "99", line.title))


def by_item(unit: str = "") -> list[Line]:
    """A line for each item, of all the residences of the unit, or of the country."""
    whole = known_in(unit)
    rows = _counted(needs(unit).order_by().values("item"))
    return sorted((_line(whole, row) for row in rows), key=lambda line: line.title)


def _counted(groups: Any) -> Any:
    return groups.annotate(
        residences=Count("residence_id", distinct=True),
        needed=Sum("quantity"),
        agreed=Sum("coverage__agreed"),
        covered=Sum("coverage__covered"),
        oldest=Min("cutoff_date"),
    )


def _line(known: Known, row: dict[str, Any]) -> Line:
    return Line(
        known,
        row["item"],
        row["residences"],
        row["needed"],
        row["agreed"] or 0,
        row["covered"] or 0,
        row["oldest"],
    )
