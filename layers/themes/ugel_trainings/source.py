"""Commitment 6: the file of trainings of DRE and UGEL in statistics."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.ugel_trainings.columns import FILE
from layers.themes.ugel_trainings.reader import TABLE, read_trainings
from territory.models import UgelTraining

UGEL_TRAININGS = Source(
    name="ugel_trainings",
    title="Capacitaciones de las DRE y UGEL en estadística",
    agencies=("MINEDU",),
    tables=(
        Table(
            TABLE,
            UgelTraining,
            columns=FILE.fields,
            key=("session_code", "office_code", "is_sample"),
        ),
    ),
    read=read_trainings,
    file=FILE,
    needs_provenance=False,
    sample="ugel_trainings.csv",
    choices=("sheet",),
)
