"""Commitment 4: the mining cadastre."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.extractive_sites.reader import FIELDS, read_sites
from territory.models import ExtractiveSite

EXTRACTIVES = Source(
    name="extractives",
    title="Catastro minero (INGEMMET)",
    tables=(
        Table(
            "extractive_sites",
            ExtractiveSite,
            columns=FIELDS,
            key=("code", "is_sample"),
        ),
    ),
    read=read_sites,
    sample="extractive_sites.csv",
)
