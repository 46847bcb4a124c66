"""Commitment 3: the file of environmental commissions."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.environmental_commissions.reader import FILE, read_commissions
from territory.models import EnvironmentalCommission

ENVIRONMENT = Source(
    name="environment",
    title="Comisiones ambientales (CAR y CAM)",
    agencies=("MINAM-DGPIGA",),
    tables=(
        Table(
            "environmental_commissions",
            EnvironmentalCommission,
            columns=FILE.fields,
            key=("kind", "declared_ubigeo", "is_sample"),
        ),
    ),
    read=read_commissions,
    file=FILE,
    needs_provenance=False,
    sample="environmental_commissions.csv",
    choices=("sheet",),
)
