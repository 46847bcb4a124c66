"""Site, transfer and investment of a unit in one place, for its page and as an API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from territory.coverage import COUNTRY
from territory.covered import CoveredUnit, published_coverage
from territory.extraction.activities import IndustryLine, industries_in
from territory.extraction.denominators import Denominators, denominators
from territory.extraction.received import (
    Amount,
    Line,
    received_above,
    received_in,
    total,
    years_of,
)
from territory.extraction.rules import Split, splits
from territory.extraction.sites import HolderSites, Sites, holders_in, sites_in
from territory.models import AdminUnit, ResourceTransfer
from territory.models.resource_transfers import Nature, Recipient, TransferKind
from territory.sanitation.groups import LEVEL, Group, groups
from territory.sanitation.investments import Asked
from territory.sanitation.thresholds import thresholds

_DEPARTMENT_DIGITS = 2


@dataclass(frozen=True)
class YearLine:
    """A year of a unit: in all, by the resource's nature and by who received it."""

    year: int
    total: Amount
    natures: dict[Nature, Amount]
    recipients: dict[Recipient, Amount]


@dataclass(frozen=True)
class Here:
    """All that is published of extraction and its money in a unit, or in the country (None).

    ``year`` is the one that is looked at; None where nothing was received, or nobody tells.
    ``covers`` are the units that the transfers are of, where they aren't of the whole unit.
    """

    unit: AdminUnit | None
    year: int | None
    lines: tuple[Line, ...]
    above: tuple[Line, ...]
    years: tuple[YearLine, ...]
    kinds: tuple[tuple[TransferKind, Amount], ...]
    covers: tuple[CoveredUnit, ...] | None
    splits: tuple[Split, ...]
    sites: tuple[Sites, ...]
    holders: tuple[HolderSites, ...]
    industries: tuple[IndustryLine, ...]
    investments: tuple[Group, ...]
    divided: Denominators

    @property
    def is_sample(self) -> bool:
        """Whether what was received is a sample."""
        return any(line.is_sample for line in self.lines)

    @property
    def of_year(self) -> YearLine | None:
        return next((line for line in self.years if line.year == self.year), None)


def extraction_in(unit: AdminUnit | None, year: int | None = None) -> Here:
    """What there is in a unit, the latest year or the one that is asked for."""
    code = unit.pk if unit else ""
    lines = received_in(code)
    known = years_of(lines)
    chosen = year if year is not None else max(known, default=None)
    is_sample = any(line.is_sample for line in lines)
    covers = None
    if lines and not is_sample:
        covers = published_coverage().partial(ResourceTransfer, code or COUNTRY)
    sites = sites_in(code)
    return Here(
        unit,
        chosen,
        tuple(lines),
        tuple(received_above(code)) if code else (),
        tuple(_year(lines, one) for one in known),
        _kinds(lines, chosen),
        covers,
        tuple(_splits(code, lines, chosen, is_partial=covers is not None)),
        tuple(sites),
        tuple(holders_in(code)),
        tuple(industries_in(code, chosen or 0, lines, sites)),
        tuple(groups(LEVEL, Asked(unit=code), thresholds())),
        denominators(unit, samples=is_sample) if unit else Denominators({}, {}),
    )


def _year(lines: Sequence[Line], year: int) -> YearLine:
    return YearLine(
        year,
        total(lines, year=year),
        {nature: total(lines, year=year, nature=nature) for nature in Nature},
        {one: total(lines, year=year, recipients=[one]) for one in Recipient},
    )


def _kinds(lines: Sequence[Line], year: int | None) -> tuple[tuple[TransferKind, Amount], ...]:
    found: list[tuple[TransferKind, Amount]] = []
    if year is None:
        return ()
    for kind in TransferKind:
        amount = total(lines, kind=kind, year=year)
        if amount.governments or amount.untold:
            found.append((kind, amount))
    return tuple(found)


def _splits(code: str, lines: Sequence[Line], year: int | None, *, is_partial: bool) -> list[Split]:
    """The law shares out by department: of other units there is nothing to hold against it."""
    if year is None or len(code) != _DEPARTMENT_DIGITS:
        return []
    return splits(lines, year, is_partial=is_partial)
