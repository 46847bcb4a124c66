"""Commitment 16: MININTER's system of complaints (SIDPOL)."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.crime_counts.columns import FILE, TABLE
from layers.themes.crime_counts.reader import read_complaints
from territory.disclosure import Cut, Disclosure
from territory.models.counts import count_key
from territory.models.crime import KINDS, CrimeCount, CrimeKind

_ALL_KINDS = {"category": CrimeKind.TOTAL.value}

SIDPOL = Source(
    name="crime",
    title="Denuncias policiales por distrito y mes (SIDPOL)",
    agencies=("MININTER",),
    tables=(Table(TABLE, CrimeCount, columns=FILE.fields, key=count_key()),),
    read=read_complaints,
    choices=("sheet",),
    file=FILE,
    sample="crime_counts.csv",
    also_shows=("crime_months",),
    disclosure=Disclosure(
        cuts=(
            *(Cut(level, "month", _ALL_KINDS) for level in (6, 4, 2)),
            *(Cut(level, "year") for level in (6, 4, 2)),
            *(Cut(level, "year", _ALL_KINDS) for level in (6, 4, 2)),
            # The ministry publishes the country's.
            Cut(0, "month", _ALL_KINDS, known=True),
            Cut(0, "year", known=True),
        ),
        adds={"category": {CrimeKind.TOTAL.value: tuple(kind.value for kind in KINDS)}},
    ),
)
