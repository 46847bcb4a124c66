"""Commitments held against SDG targets, OGP's values and the axes of the Plan Bicentenario.

A cell is a published source's, with its address and the day on which it was read, or this site's
proposal and marked so; there is no other.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from territory.commitments import commitments
from territory.models import Alignment, Commitment, OgpReading, OgpValue

Framework = Alignment.Framework

OGP_SOURCE = "Alianza para el Gobierno Abierto (OGP), registro del compromiso {code}"


@dataclass(frozen=True)
class Cell:
    """A link of a commitment: whose it is, and when it was read there.

    ``missing_on``: a later day on which the same page no longer had it; None where it still does.
    """

    code: str
    title: str
    is_proposal: bool = False
    source: str = ""
    source_url: str = ""
    read_on: dt.date | None = None
    missing_on: dt.date | None = None


@dataclass(frozen=True)
class Line:
    """A commitment, and for each of the table's columns its cells, which may be none."""

    commitment: Commitment
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class CrossTable:
    """``columns`` are codes with titles, only those that some commitment is linked to."""

    framework: Framework
    columns: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]

    @property
    def cells(self) -> list[tuple[Commitment, Cell]]:
        """Every cell with its commitment, in the table's order."""
        found = (
            (line.commitment, cell) for line in self.lines for some in line.cells for cell in some
        )
        return list(found)

    @property
    def has_proposals(self) -> bool:
        return any(cell.is_proposal for _commitment, cell in self.cells)


def cross_table(framework: Framework) -> CrossTable:
    """The 18 commitments by what the framework has; a fixed number of queries."""
    plan = list(commitments())
    found: dict[int, list[Cell]] = defaultdict(list)
    for link in Alignment.objects.filter(framework=framework):
        found[link.commitment_id].append(_cell(link))
    if framework == Framework.OGP_VALUE:
        for key, cells in _recorded(OgpReading.objects.all()).items():
            found[key] += cells
    codes = {cell.code for cells in found.values() for cell in cells}
    columns = sorted({_column(framework, code) for code in codes}, key=_order)
    lines = []
    for commitment in plan:
        cells = found[commitment.pk]
        by_column = tuple(
            tuple(
                sorted(
                    (cell for cell in cells if _column(framework, cell.code) == column),
                    key=lambda cell: (_order(cell.code), cell.is_proposal),
                )
            )
            for column in columns
        )
        lines.append(Line(commitment, by_column))
    titled = tuple((column, _title(framework, column, found.values())) for column in columns)
    return CrossTable(framework, titled, tuple(lines))


def _cell(link: Alignment) -> Cell:
    title = link.title or _value_title(link.code)
    return Cell(
        link.code,
        title,
        link.is_proposal,
        link.source or "",
        link.source_url or "",
        link.read_on,
    )


def _recorded(readings: Iterable[OgpReading]) -> dict[int, list[Cell]]:
    """Commitment's key → the values that OGP's pages had, each once with its last day."""
    pages: dict[tuple[int, str], list[OgpReading]] = defaultdict(list)
    for reading in readings:
        pages[reading.commitment_id, reading.source_url].append(reading)
    found: dict[int, list[Cell]] = defaultdict(list)
    for (commitment, address), read in pages.items():
        latest = max(reading.read_on for reading in read)
        days: dict[str, dt.date] = {}
        for reading in sorted(read, key=lambda each: each.read_on):
            days |= dict.fromkeys(reading.values, reading.read_on)
        found[commitment] += [
            Cell(
                code,
                _value_title(code),
                source=OGP_SOURCE.format(code=read[0].code),
                source_url=address,
                read_on=day,
                missing_on=latest if latest > day else None,
            )
            for code, day in days.items()
        ]
    return found


def _value_title(code: str) -> str:
    return str(OgpValue(code).label) if code in OgpValue.values else ""


def _column(framework: Framework, code: str) -> str:
    """SDG targets stand below their goal."""
    return code.partition(".")[0] if framework == Framework.SDG else code


def _title(framework: Framework, column: str, found: Iterable[list[Cell]]) -> str:
    if framework == Framework.SDG:
        return _("ODS %(goal)s") % {"goal": column}
    if framework == Framework.OGP_VALUE:
        return _value_title(column)
    words = (cell.title for cells in found for cell in cells if cell.code == column and cell.title)
    return next(words, _("Eje %(axis)s") % {"axis": column})


def _order(code: str) -> tuple[int, int, str]:
    """Goals, targets and axes by number, lettered targets after them; values in OGP's order."""
    if code in OgpValue.values:
        return OgpValue.values.index(code), 0, ""
    goal, _dot, target = code.partition(".")
    return int(goal), int(target) if target.isdigit() else 99 if target else 0, target
