"""Commitment 4: the ministry's file of income, of which the resources of extraction are taken."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.resource_transfers.columns import FILE, TABLE
from layers.themes.resource_transfers.reader import read_transfers
from territory.models import ResourceTransfer
from territory.models.counts import count_key

TRANSFERS = Source(
    name="transfers",
    title="Ingresos por actividades extractivas (MEF, rubro 18)",
    agencies=("MINEM",),
    tables=(Table(TABLE, ResourceTransfer, columns=FILE.fields, key=count_key("recipient")),),
    read=read_transfers,
    choices=("sheet",),
    file=FILE,
    sample="resource_transfers.csv",
)
