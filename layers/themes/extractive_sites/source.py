"""Commitment 4: the mining cadastre, and the titles of forests."""

from __future__ import annotations

from layers.reading.specification import Specification
from layers.source import Source, Table
from layers.themes.extractive_sites import forest_reader, reader
from layers.themes.extractive_sites.columns import FILE
from layers.themes.extractive_sites.forest_columns import TITLES
from territory.models import ExtractiveSite


def _table(form: Specification) -> Table:
    return Table(
        "extractive_sites",
        ExtractiveSite,
        columns=form.fields,
        key=("feed", "code", "is_sample"),
    )


EXTRACTIVES = Source(
    name="extractives",
    title="Catastro minero (INGEMMET)",
    agencies=("MINEM",),
    tables=(_table(FILE),),
    read=reader.read_sites,
    withheld=("TIT_CONCES",),
    choices=("sheet", "layer", "crs", "zone", "datum"),
    file=FILE,
    sample="extractive_sites.csv",
    feed=reader.FEED,
)

FORESTS = Source(
    name="forest_titles",
    title="Títulos habilitantes forestales (SERFOR)",
    agencies=("MINEM",),
    tables=(_table(TITLES),),
    read=forest_reader.read_titles,
    withheld=("NOMTIT",),
    choices=("layer", "crs", "zone", "datum"),
    file=TITLES,
    sample="forest_titles.geojson",
    feed=forest_reader.FEED,
)
