"""Commitment 18: the long form of victims of trafficking."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.trafficking_counts.columns import FILE
from layers.themes.trafficking_counts.reader import TABLE, read_trafficking
from territory.disclosure import Cut, Disclosure
from territory.models import TraffickingCount
from territory.models.counts import count_key
from territory.models.trafficking import DIVISIONS, Victims

TRAFFICKING = Source(
    name="trafficking",
    title="Víctimas de trata de personas (MININTER)",
    agencies=("MININTER",),
    tables=(
        Table(
            TABLE,
            TraffickingCount,
            columns=FILE.fields,
            key=count_key("register", "offence"),
        ),
    ),
    read=read_trafficking,
    file=FILE,
    sample="trafficking_counts.csv",
    choices=("sheet",),
    disclosure=Disclosure(
        cuts=(
            Cut(2, "year"),
            # The ministry publishes what the country adds up to.
            Cut(0, "year", known=True),
        ),
        adds={"category": {Victims.ALL.value: DIVISIONS}},
        beside=("missing_months",),
    ),
)
