"""A file's positions held against the units that its rows, or the operator, say they are in.

The same for every source. Of a file whose rows declare their units, a position in another
department is left out, or costs its row its place where the row is nothing without it. A file most
of whose positions lie elsewhere is refused, with the places named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from layers.reading.directory import Directory
from layers.reading.results import Reading, RowError, SourceError
from layers.source import Source, Table
from territory.boundaries import Elsewhere, elsewhere
from territory.boundaries.rules import MAX_SHARE_OUTSIDE, has_official_boundaries
from territory.models import AdminUnit
from territory.models.placed import PositionedRecord

# Fewer positions than this, each with the unit that its row declares, say nothing of the file.
_FEWEST = 10
# Of many places the first say enough.
_MAX_NAMED = 4
_DEPARTMENT = 2


def hold_positions(source: Source, reading: Reading, units: Directory) -> Reading:
    """The reading without the positions that can't be; raises SourceError for a whole file's."""
    for table in source.tables:
        if issubclass(table.model, PositionedRecord):
            reading = _hold(source, table, reading, units)
    return reading


def _hold(source: Source, table: Table, reading: Reading, units: Directory) -> Reading:
    frame = reading.frames[table.name]
    placed = frame[frame["geom"].notna() & frame["declared_ubigeo"].notna()]
    if placed.empty:
        return reading
    declared = list(placed["declared_ubigeo"])
    digits = len(declared[0]) if source.needs_feed else _DEPARTMENT
    found = elsewhere(declared, list(placed["geom"]), digits)
    if not found:
        return reading
    share = len(found) / len(placed)
    if share > MAX_SHARE_OUTSIDE and (source.needs_feed or len(placed) >= _FEWEST):
        raise SourceError(_refusal(source, declared, found, units, len(placed)))
    if source.needs_feed:
        # A city's routes may leave it.
        remark = f"{len(found)} de {len(placed)} posiciones quedan fuera: {_places(found, units)}."
        return replace(reading, remarks=(*reading.remarks, remark))
    return _without(table, reading, placed, found, units)


def _without(
    table: Table, reading: Reading, placed: pd.DataFrame, found: list[Elsewhere], units: Directory
) -> Reading:
    """The reading without those positions, or without their rows."""
    frame = reading.frames[table.name]
    rows = [placed.index[one.at] for one in found]
    by = _by()
    reasons = [
        RowError(int(row), "geom", "", _reason(one, placed.at[row, "declared_ubigeo"], units, by))
        for row, one in zip(rows, found, strict=True)
    ]
    if table.model._meta.get_field("geom").null:
        frame = frame.copy()
        frame["geom"] = frame["geom"].where(~frame.index.isin(rows), None)
        notices = tuple(sorted((*reading.notices, *reasons), key=_row))
        return replace(reading, frames={**reading.frames, table.name: frame}, notices=notices)
    errors = tuple(sorted((*reading.errors, *reasons), key=_row))
    return replace(reading, frames={**reading.frames, table.name: frame.drop(rows)}, errors=errors)


def _row(error: RowError) -> tuple[str, int]:
    return error.file, error.row


def _reason(one: Elsewhere, declared: str, units: Directory, by: str) -> str:
    department = units.name(declared[:_DEPARTMENT])
    return f"La posición queda {_place(one.unit, units)}; la fila es de {department}{by}."


def _refusal(
    source: Source, declared: Sequence[str], found: list[Elsewhere], units: Directory, number: int
) -> str:
    share = round(100 * len(found) / number)
    if source.needs_feed:
        where = f"de {units.label(declared[0])} ({declared[0]}), la unidad indicada"
    else:
        where = "del departamento que declara su fila"
    return (
        f"{len(found)} de {number} posiciones ({share} %) quedan fuera {where}{_by()}: están "
        f"{_places(found, units)}. ¿Es el archivo de otro lugar, o es otra la unidad?"
    )


def _places(found: list[Elsewhere], units: Directory) -> str:
    counted = Counter(one.unit for one in found).most_common()
    texts = [f"{_place(unit, units)} ({count})" for unit, count in counted[:_MAX_NAMED]]
    more = len(counted) - len(texts)
    return ", ".join(texts) + (f" y en {more} lugares más" if more > 0 else "")


def _place(unit: str | None, units: Directory) -> str:
    return f"en {units.label(unit)}" if unit else "fuera del Perú"


def _by() -> str:
    """What positions are held by, where that isn't an official boundary; one query."""
    is_official = has_official_boundaries(AdminUnit.Level.DEPARTMENT)
    return "" if is_official else " (por límites aproximados, con tolerancia)"
