"""Which catalogues facilities use, and of how many of them it is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from territory.models import AdoptionState, CatalogueAdoption
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True)
class Known:
    """Of how many facilities it is known whether they use a catalogue: of a unit, or of all.

    ``registered`` are those of the register of facilities, None where it has none to count (it
    isn't published, or only as an example); ``known`` and ``using`` are of these. ``outside`` are
    those that the register lacks, ``outside_using`` those of them that use one.
    """

    registered: int | None
    known: int
    using: int
    outside: int
    outside_using: int
    is_sample: bool

    @property
    def unknown(self) -> int | None:
        """Of how many nobody said."""
        return None if self.registered is None else self.registered - self.known

    @property
    def is_empty(self) -> bool:
        """Whether it is known of none."""
        return not (self.known or self.outside)


@dataclass(frozen=True)
class EditionUse:
    """How many facilities use a version; ``edition`` is None where it isn't known which."""

    edition: str | None
    facilities: int


@dataclass(frozen=True)
class CatalogueUse:
    """How many facilities use a catalogue, by version, and how many say that they don't.

    ``listed`` are those of the register, of which ``unknown`` may be told. The days are the first
    and the last of the rows' cut-off dates.
    """

    name: str
    editions: tuple[EditionUse, ...]
    not_using: int
    listed: int
    first_cutoff: dt.date
    last_cutoff: dt.date
    sources: str

    @property
    def using(self) -> int:
        return sum(use.facilities for use in self.editions)

    @property
    def known(self) -> int:
        return self.using + self.not_using

    def unknown_of(self, registered: int | None) -> int | None:
        """Of how many of the register's nobody said; None where there is no register."""
        return None if registered is None else registered - self.listed


def known_in(unit: str = "") -> Known:
    """What is known of the facilities of a unit, or of the country's. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["known"], {"unit": unit})
        registered, known, using, outside, outside_using, is_sample = cursor.fetchone()
    return Known(registered or None, known, using, outside, outside_using, is_sample)


def by_catalogue(unit: str = "") -> list[CatalogueUse]:
    """The catalogues by name, each with its versions, the highest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["by_catalogue"], {"unit": unit})
        rows = cursor.fetchall()
    return [_use(name, list(group)) for name, group in groupby(rows, key=lambda row: row[0])]


def _use(name: str, rows: list[tuple[Any, ...]]) -> CatalogueUse:
    used = [row for row in rows if row[1] == AdoptionState.IN_USE]
    sources = dict.fromkeys(source for row in rows for source in row[7].split("; "))
    return CatalogueUse(
        name,
        tuple(EditionUse(row[2], row[3] + row[4]) for row in used),
        sum(row[3] + row[4] for row in rows if row[1] == AdoptionState.NOT_USED),
        sum(row[3] for row in rows),
        min(row[5] for row in rows),
        max(row[6] for row in rows),
        "; ".join(sources),
    )


@dataclass(frozen=True)
class Chosen:
    """By what a list of uses is chosen; empty: by nothing. ``unit`` begins the ubigeo."""

    facility: str = ""
    catalogue: str = ""
    edition: str = ""
    state: str = ""
    unit: str = ""


def adoptions(chosen: Chosen | None = None) -> QuerySet[CatalogueAdoption]:
    """The published, by facility and catalogue."""
    asked = chosen or Chosen()
    rows: Any = CatalogueAdoption.objects.published().select_related("declared_unit")
    rows = rows.defer("geom", "declared_unit__geom")
    for column, value in (
        ("facility_code", asked.facility),
        ("catalogue", asked.catalogue),
        ("edition", asked.edition),
        ("state", asked.state),
    ):
        if value:
            rows = rows.filter(**{column: value})
    if asked.unit:
        rows = rows.filter(declared_unit__ubigeo__startswith=asked.unit)
    found: QuerySet[CatalogueAdoption] = rows.order_by("facility_code", "catalogue")
    return found


@dataclass(frozen=True)
class CoverageLine:
    """A line of the table of uses; ``unknown`` is of the catalogue, the same in all its lines."""

    catalogue: str
    state: str
    edition: str | None
    facilities: int
    registered: int | None
    unknown: int | None
    source: str
    first_cutoff: dt.date
    last_cutoff: dt.date
    is_sample: bool


def coverage_lines(unit: str = "") -> list[CoverageLine]:
    """A line for each version of each catalogue, and one for those that say that they don't."""
    known = known_in(unit)
    return [line for use in by_catalogue(unit) for line in _lines(use, known)]


def _lines(use: CatalogueUse, known: Known) -> Iterator[CoverageLine]:
    parts: list[tuple[str, str | None, int]] = [
        (AdoptionState.IN_USE.value, edition.edition, edition.facilities)
        for edition in use.editions
    ]
    if use.not_using:
        parts.append((AdoptionState.NOT_USED.value, None, use.not_using))
    for state, edition, facilities in parts:
        yield CoverageLine(
            use.name,
            state,
            edition,
            facilities,
            known.registered,
            use.unknown_of(known.registered),
            use.sources,
            use.first_cutoff,
            use.last_cutoff,
            known.is_sample,
        )
