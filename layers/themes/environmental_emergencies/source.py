"""Commitment 2: OEFA's environmental emergencies."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.environmental_emergencies.columns import FILE, WITHHELD
from layers.themes.environmental_emergencies.reader import read_emergencies
from territory.models import EnvironmentalEmergency

EMERGENCIES = Source(
    name="environmental_emergencies",
    title="Emergencias ambientales del OEFA",
    agencies=("OEFA",),
    tables=(
        Table(
            "environmental_emergencies",
            EnvironmentalEmergency,
            columns=FILE.fields,
            key=("code", "is_sample"),
        ),
    ),
    read=read_emergencies,
    withheld=WITHHELD,
    choices=("sheet", "layer", "crs"),
    file=FILE,
    sample="environmental_emergencies.csv",
)
