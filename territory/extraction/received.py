"""What governments of a unit received of extraction, by year, kind and receiver.

A sum of which one part wasn't reported has no value: what is known of it is given beside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import ExtractYear, Substr

from territory.models.resource_transfers import (
    NATURE_OF,
    Nature,
    Recipient,
    ResourceTransfer,
    TransferKind,
)
from territory.origins import every_source

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Amount:
    """Soles: ``known`` is the sum of what is reported, of ``governments`` cells.

    ``untold`` cells have no number, and then the sum has none.
    """

    known: Decimal = _ZERO
    governments: int = 0
    untold: int = 0

    @property
    def value(self) -> Decimal | None:
        return None if self.untold or not self.governments else self.known

    def __add__(self, other: Amount) -> Amount:
        return Amount(
            self.known + other.known,
            self.governments + other.governments,
            self.untold + other.untold,
        )


@dataclass(frozen=True)
class Line:
    """What one level of government of a place received of a kind in a year.

    ``unit`` is the place that lines are grouped by: a ubigeo, or empty for all together. ``source``
    names every one of what is added; ``source_url`` is empty unless all of it has the same.
    """

    unit: str
    year: int
    kind: TransferKind
    recipient: Recipient
    amount: Amount
    source: str
    source_url: str
    cutoff_date: dt.date
    is_sample: bool

    @property
    def nature(self) -> Nature:
        return NATURE_OF[self.kind]


def received_in(unit: str = "") -> list[Line]:
    """What the governments of a unit and of those inside it received; one statement."""
    return _lines(_within(unit).annotate(place=Value("", CharField())))


def received_by_unit(unit: str = "", year: int | None = None) -> list[Line]:
    """The same by the units just inside; of ``unit``'s own government under its own code."""
    rows = _within(unit).annotate(place=Substr("declared_unit__ubigeo", 1, min(len(unit) + 2, 6)))
    return _lines(rows if year is None else rows.filter(period_start__year=year))


def received_above(unit: str) -> list[Line]:
    """What the governments of the units that ``unit`` lies in received, by unit."""
    above = [unit[:digits] for digits in (2, 4) if digits < len(unit)]
    rows = ResourceTransfer.objects.published().filter(declared_unit__in=above)
    return _lines(rows.annotate(place=Substr("declared_unit__ubigeo", 1, 6)))


def _within(unit: str) -> QuerySet[ResourceTransfer]:
    rows: QuerySet[ResourceTransfer] = ResourceTransfer.objects.published()
    return rows.filter(declared_unit__ubigeo__startswith=unit) if unit else rows


def _lines(rows: QuerySet[ResourceTransfer]) -> list[Line]:
    grouped = (
        rows.order_by()
        .annotate(year=ExtractYear("period_start"))
        .values("place", "year", "category", "recipient", "is_sample")
        .annotate(
            known=Sum("value"),
            governments=Count("value"),
            untold=Count("pk", filter=Q(value__isnull=True)),
            sources=every_source(),
            address=Min("source_url"),
            last_address=Max("source_url"),
            with_address=Count("source_url"),
            rows=Count("pk"),
            cutoff=Max("cutoff_date"),
        )
        .order_by("place", "year", "category", "recipient")
    )
    return [
        Line(
            row["place"],
            row["year"],
            TransferKind(row["category"]),
            Recipient(row["recipient"]),
            Amount(row["known"] or _ZERO, row["governments"], row["untold"]),
            row["sources"],
            _only_address(row),
            row["cutoff"],
            row["is_sample"],
        )
        for row in grouped
    ]


def _only_address(row: Mapping[str, Any]) -> str:
    """The address of the source, where all that is added has the same one."""
    is_same = row["address"] == row["last_address"] and row["with_address"] == row["rows"]
    return row["address"] if is_same else ""


def years_of(lines: Iterable[Line]) -> list[int]:
    """The years that are told of, in order."""
    return sorted({line.year for line in lines})


def total(
    lines: Iterable[Line],
    *,
    year: int | None = None,
    kind: TransferKind | None = None,
    nature: Nature | None = None,
    recipients: Collection[Recipient] = tuple(Recipient),
    unit: str | None = None,
) -> Amount:
    """What the lines that are so amount to together."""
    found = (
        line.amount
        for line in lines
        if year in (None, line.year)
        and kind in (None, line.kind)
        and nature in (None, line.nature)
        and unit in (None, line.unit)
        and line.recipient in recipients
    )
    return sum(found, Amount())
