"""Commitment 14: homes by water supply, of INEI's census."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.water_supply_counts.reader import FILE, read_water_supply
from territory.models import WaterSupplyCount
from territory.models.counts import count_key

WATER_SUPPLY = Source(
    name="water_supply",
    title="Viviendas por procedencia del agua (censo)",
    agencies=("MVCS-OGEI",),
    tables=(
        Table(
            "water_supply_counts",
            WaterSupplyCount,
            columns=FILE.fields,
            key=count_key("counted"),
        ),
    ),
    read=read_water_supply,
    choices=("sheet",),
    file=FILE,
    sample="water_supply_counts.csv",
)
