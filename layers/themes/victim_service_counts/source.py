"""Commitment 18: the file of services for victims, by region and year."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.victim_service_counts.reader import FILE, TABLE, read_victim_services
from territory.models import VictimServiceCount
from territory.models.counts import count_key

VICTIM_SERVICES = Source(
    name="victim_services",
    title="Servicios para víctimas de trata, por región",
    agencies=("MININTER",),
    tables=(Table(TABLE, VictimServiceCount, columns=FILE.fields, key=count_key()),),
    read=read_victim_services,
    file=FILE,
    needs_provenance=False,
    sample="victim_service_counts.csv",
    choices=("sheet",),
)
