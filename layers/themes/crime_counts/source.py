"""Commitment 16: MININTER's system of complaints (SIDPOL), and the prosecutors' own file."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.crime_counts import prosecutors_columns
from layers.themes.crime_counts.columns import FILE, TABLE
from layers.themes.crime_counts.prosecutors import read_prosecutors
from layers.themes.crime_counts.reader import read_complaints
from territory.disclosure import Cut, Disclosure
from territory.models.counts import count_key
from territory.models.crime import KINDS, CrimeCount, CrimeKind
from territory.models.prosecutors import (
    ALL,
    DISTRICTS,
    EXTORTION,
    PROPERTY,
    PROPERTY_REST,
    ProsecutorsCount,
)

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

_ALL_OFFENCES, _COUNTRY = {"category": ALL}, {"district": "country"}

# No layer: a prosecutors' district is no unit, and the file says the seat of the office alone.
PROSECUTORS = Source(
    name="prosecutors",
    title="Denuncias en fiscalías, por distrito fiscal y año (Ministerio Público)",
    agencies=("MININTER",),
    tables=(
        Table(
            prosecutors_columns.TABLE,
            ProsecutorsCount,
            columns=prosecutors_columns.FILE.fields,
            key=count_key("district", of_unit=False),
            is_layer=False,
        ),
    ),
    read=read_prosecutors,
    choices=("sheet",),
    file=prosecutors_columns.FILE,
    sample="prosecutors_counts.csv",
    # The commitment's layer, whose page leads to the observatory; none of its rows is of these.
    also_shows=("crime_counts",),
    disclosure=Disclosure(
        cuts=(
            Cut(0, "year"),
            Cut(0, "year", _ALL_OFFENCES),
            # The Public Prosecutor's Office publishes the country's in its yearbooks.
            Cut(0, "year", _COUNTRY, known=True),
            Cut(0, "year", _ALL_OFFENCES | _COUNTRY, known=True),
        ),
        # Of the total nothing is listed here: it is what a cut adds up, and dear to hide.
        adds={"category": {PROPERTY: (EXTORTION, PROPERTY_REST), ALL: ()}},
        beside=("extracted_on",),
        of_units=False,
        whole_from=("district", DISTRICTS),
    ),
)
