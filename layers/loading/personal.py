"""What of a file looks like data of persons before anything of it is published."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from layers.reading.glimpses import Glimpse, glimpses
from layers.reading.results import Reading, RowError, SourceError
from layers.reading.tabular import column_name
from layers.source import Source, Table
from territory.personal_columns import Personal, personal_column
from territory.personal_data import free_texts
from territory.refuges import names_refuge

_REFUGE = "Es de un lugar donde se protege a víctimas: su posición no se publica."
_VICTIMS = (
    "El archivo tiene columnas sobre víctimas o sus refugios: ninguna de sus filas se publica "
    "como un punto."
)


@dataclass(frozen=True)
class Finding:
    """A column that looks like data of persons; ``table`` names the sheet, layer or member."""

    table: str
    column: str
    kind: Personal

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def personal_columns(source: Source, path: Path) -> list[Finding]:
    """The columns of every table of the file that look so, apart from those withheld anyway."""
    known = {column.name for column in source.file.columns} if source.file else set()
    withheld = {column_name(name) for name in source.withheld}
    aliases = source.file.aliases if source.file else {}
    found: list[Finding] = []
    for glimpse in _all(path):
        for at, heading in enumerate(glimpse.header):
            name = column_name(heading, aliases)
            if name in withheld:
                continue
            kind = personal_column(heading, glimpse.columns[at], is_known=name in known)
            if kind:
                found.append(Finding(glimpse.name, heading.strip()[:200], kind))
    return found


def without_refuges(source: Source, reading: Reading) -> Reading:
    """The reading without the positions of places where victims are protected."""
    for table in source.tables:
        frame = reading.frames[table.name]
        if "geom" not in frame or frame.empty:
            continue
        texts = [column for column in free_texts(table.model) if column in frame]
        is_refuge = pd.Series(False, frame.index)
        for column in texts:
            values = frame[column]
            named = [text for text in values.dropna().unique() if names_refuge(str(text))]
            is_refuge |= values.isin(named)
        is_refuge &= frame["geom"].notna()
        if is_refuge.any():
            reading = _without_points(table, reading, is_refuge, _REFUGE)
    return reading


def without_victims(source: Source, reading: Reading, findings: list[Finding]) -> Reading:
    """The reading without any position, where columns are about victims or refuges.

    Raises SourceError where its rows are nothing without one.
    """
    if not any(finding.kind is Personal.VICTIMS for finding in findings):
        return reading
    for table in source.tables:
        frame = reading.frames[table.name]
        if "geom" not in frame or not frame["geom"].notna().any():
            continue
        if not table.model._meta.get_field("geom").null:
            raise SourceError(_VICTIMS)
        frames = {**reading.frames, table.name: frame.assign(geom=None)}
        reading = replace(reading, frames=frames, remarks=(*reading.remarks, _VICTIMS))
    return reading


def _without_points(table: Table, reading: Reading, rows: pd.Series, reason: str) -> Reading:
    """Rows lose their position, or their place where they are nothing without one."""
    frame = reading.frames[table.name]
    # Of rows that another table has too, it is reported there.
    numbers = [] if table.part_of else frame.index[rows].tolist()
    cells = tuple(RowError(at if isinstance(at, int) else 0, "geom", "", reason) for at in numbers)
    if table.model._meta.get_field("geom").null:
        frame = frame.assign(geom=frame["geom"].where(~rows, None))
        frames = {**reading.frames, table.name: frame}
        return replace(reading, frames=frames, notices=(*reading.notices, *cells))
    frames = {**reading.frames, table.name: frame[~rows]}
    return replace(reading, frames=frames, errors=(*reading.errors, *cells))


def _all(path: Path) -> list[Glimpse]:
    """What can't be looked at so is read by its own reader, which says why it can't."""
    found: list[Glimpse] = []
    with suppress(SourceError):
        found.extend(glimpses(path))  # keeps the tables before one that can't be opened
    return found
