"""Commitment 12: SUSALUD's register of facilities."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.health_facilities.columns import FILE, WITHHELD
from layers.themes.health_facilities.reader import read_facilities
from territory.accreditation.current import place_accreditation
from territory.emergency_beds.current import refresh_emergency_beds
from territory.health_catalogues.placed import place_adoptions
from territory.models import HealthFacility


def refresh_derived() -> None:
    """What follows from the register: where beds and queries are, and the users of catalogues."""
    refresh_emergency_beds()
    place_adoptions()
    place_accreditation()


FACILITIES = Source(
    name="health_facilities",
    title="Establecimientos de salud (RENIPRESS)",
    agencies=("SUSALUD",),
    tables=(
        Table(
            "health_facilities",
            HealthFacility,
            columns=FILE.fields,
            key=("code", "is_sample"),
        ),
    ),
    read=read_facilities,
    withheld=WITHHELD,
    choices=("sheet",),
    file=FILE,
    sample="health_facilities.csv",
    refresh_derived=refresh_derived,
    also_shows=(
        "emergency_beds",
        "emergency_bed_reports",
        "catalogue_adoption",
        "accreditation_activity",
        "accreditation_days",
    ),
)
