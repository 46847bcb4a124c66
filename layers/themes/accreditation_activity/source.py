"""Commitment 13: the file of daily summaries of accreditation."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.accreditation_activity.columns import FILE
from layers.themes.accreditation_activity.reader import TABLE, read_accreditation, read_parts
from territory.accreditation.current import refresh_accreditation
from territory.models import AccreditationActivity, AccreditationDay
from territory.models.accreditation import Origin

ACCREDITATION = Source(
    name="accreditation_activity",
    title="Resúmenes diarios de acreditación de asegurados",
    agencies=("SUSALUD", "SIS"),
    tables=(
        Table(
            TABLE,
            AccreditationDay,
            columns=FILE.fields,
            key=("facility_code", "insurer_code", "day", "feed", "is_sample"),
        ),
    ),
    read=read_accreditation,
    read_parts=read_parts,
    file=FILE,
    sample="accreditation_activity.csv",
    choices=("sheet",),
    refresh_derived=refresh_accreditation,
    also_shows=("accreditation_activity",),
    derives=(AccreditationActivity,),
    feed=Origin.FILE.value,
)
