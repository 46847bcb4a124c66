"""Commitment 15: SIASAR's two files, side by side in one table."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.rural_water_systems.columns import CATCHMENTS_FILE, TREATMENTS_FILE, WITHHELD
from layers.themes.rural_water_systems.reader import TABLE, read_catchments, read_treatments
from territory.models import RuralWaterPart
from territory.models.rural_water import Part

# Beside the fields that both files have, those of the other remain empty.
_KEY = ("feed", "code", "is_sample")

CATCHMENTS = Source(
    name="rural_water_catchments",
    title="Captaciones de sistemas rurales de agua (SIASAR)",
    agencies=("MVCS-OGEI",),
    tables=(Table(TABLE, RuralWaterPart, columns=CATCHMENTS_FILE.fields, key=_KEY),),
    read=read_catchments,
    file=CATCHMENTS_FILE,
    withheld=WITHHELD,
    choices=("sheet",),
    sample="rural_water_catchments.csv",
    feed=Part.CATCHMENT.value,
)
TREATMENTS = Source(
    name="rural_water_treatments",
    title="Tratamientos de sistemas rurales de agua (SIASAR)",
    agencies=("MVCS-OGEI",),
    tables=(Table(TABLE, RuralWaterPart, columns=TREATMENTS_FILE.fields, key=_KEY),),
    read=read_treatments,
    file=TREATMENTS_FILE,
    withheld=WITHHELD,
    choices=("sheet",),
    sample="rural_water_treatments.csv",
    feed=Part.TREATMENT.value,
)
