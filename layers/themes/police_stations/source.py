"""Commitment 16: a list of police stations."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.police_stations.columns import FILE, WITHHELD
from layers.themes.police_stations.reader import read_stations
from territory.models import PoliceStation

STATIONS = Source(
    name="police_stations",
    title="Comisarías de la Policía Nacional",
    agencies=("MININTER",),
    tables=(
        Table(
            "police_stations",
            PoliceStation,
            columns=FILE.fields,
            key=("declared_ubigeo", "name", "is_sample"),
        ),
    ),
    read=read_stations,
    withheld=WITHHELD,
    choices=("sheet",),
    file=FILE,
    sample="police_stations.csv",
)
