"""Commitment 4: the mining cadastre."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.extractive_sites.columns import FILE
from layers.themes.extractive_sites.reader import read_sites
from territory.models import ExtractiveSite

EXTRACTIVES = Source(
    name="extractives",
    title="Catastro minero (INGEMMET)",
    agencies=("MINEM",),
    tables=(
        Table(
            "extractive_sites",
            ExtractiveSite,
            columns=FILE.fields,
            key=("code", "is_sample"),
        ),
    ),
    read=read_sites,
    withheld=("TIT_CONCES",),
    choices=("sheet", "layer", "crs", "zone", "datum"),
    file=FILE,
    sample="extractive_sites.csv",
)
