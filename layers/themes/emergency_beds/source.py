"""Commitment 12: SUSALUD's reports of beds (F500.2)."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.emergency_beds.columns import FILE
from layers.themes.emergency_beds.reader import read_bed_reports
from territory.emergency_beds.current import refresh_emergency_beds
from territory.models import EmergencyBedReport, EmergencyBeds

BEDS = Source(
    name="emergency_beds",
    title="Camas de emergencia (F500.2, versión 2)",
    agencies=("SUSALUD",),
    tables=(
        Table(
            "emergency_bed_reports",
            EmergencyBedReport,
            columns=FILE.fields,
            key=("facility_code", "area", "reported_on", "is_sample"),
        ),
    ),
    read=read_bed_reports,
    choices=("sheet",),
    file=FILE,
    sample="emergency_beds.csv",
    refresh_derived=refresh_emergency_beds,
    also_shows=("emergency_beds",),
    derives=(EmergencyBeds,),
)
