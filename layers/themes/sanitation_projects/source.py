"""Commitment 14: Invierte.pe's file of public investments."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.sanitation_projects.columns import FILE
from layers.themes.sanitation_projects.reader import read_sanitation_projects
from territory.map_points import refresh_map_points
from territory.models import SanitationProject
from territory.sanitation.states import forget_cuts, keep_states


def _refresh() -> None:
    refresh_map_points()
    keep_states()


SANITATION = Source(
    name="sanitation",
    title="Inversiones en saneamiento (Invierte.pe)",
    agencies=("MVCS-OGEI",),
    tables=(
        Table(
            "sanitation_projects",
            SanitationProject,
            columns=FILE.fields,
            key=("cui", "place", "is_sample"),
        ),
    ),
    read=read_sanitation_projects,
    choices=("sheet",),
    file=FILE,
    sample="sanitation_projects.csv",
    refresh_derived=_refresh,
    forget_undone=forget_cuts,
)
