"""Commitment 2: OEFA's supervised units."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.supervised_units.columns import FILE, WITHHELD
from layers.themes.supervised_units.reader import read_supervised_units
from territory.models import SupervisedUnit

SUPERVISED = Source(
    name="supervised_units",
    title="Unidades fiscalizables del OEFA",
    agencies=("OEFA",),
    tables=(
        Table(
            "supervised_units",
            SupervisedUnit,
            columns=FILE.fields,
            key=("code", "is_sample"),
        ),
    ),
    read=read_supervised_units,
    withheld=WITHHELD,
    choices=("sheet", "layer", "crs"),
    file=FILE,
    sample="supervised_units.csv",
)
