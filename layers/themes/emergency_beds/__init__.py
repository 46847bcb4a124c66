"""Commitment 12: beds of emergency services, as facilities report them to SUSALUD."""

from layers.themes.emergency_beds.layer import EMERGENCY_BED_REPORTS, EMERGENCY_BEDS
from layers.themes.emergency_beds.source import BEDS
from layers.themes.theme import Serves, Theme
from territory.models import EmergencyBedReport, EmergencyBeds

THEME = Theme(
    name="emergency_beds",
    serves={
        12: Serves(
            "disponibilidad de camas operativas en los servicios de emergencia hospitalaria",
            "las camas de emergencia que cada establecimiento informó a SUSALUD, con el día de "
            "cada número, no las de este momento",
        ),
    },
    layers=(EMERGENCY_BEDS, EMERGENCY_BED_REPORTS),
    records=(EmergencyBeds,),
    history=(EmergencyBedReport,),
    sources=(BEDS,),
    guide="importar-camas.md",
)
