"""Commitment 17: figures of extortion, each with its source."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.extortion_counts.columns import FILE, TABLE
from layers.themes.extortion_counts.reader import read_extortion
from territory.disclosure import Cut, Disclosure
from territory.models import ExtortionCount
from territory.models.counts import count_key
from territory.models.extortion import DIVISIONS, ExtortionAspect

EXTORTION = Source(
    name="extortion",
    title="Denuncias de extorsión en La Libertad, por fuente",
    agencies=("MININTER",),
    tables=(Table(TABLE, ExtortionCount, columns=FILE.fields, key=count_key("told_by")),),
    read=read_extortion,
    choices=("sheet",),
    file=FILE,
    needs_provenance=False,
    sample="extortion_counts.csv",
    disclosure=Disclosure(
        cuts=tuple(Cut(level, "year") for level in (6, 4, 2)),
        adds={"category": {ExtortionAspect.TOTAL.value: DIVISIONS}},
        beside=("told_level",),
    ),
)
