"""SUSALUD's form F500.2, version 2. Format: ``docs/importar-camas.md``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.declared import Declared
from layers.reading.records import read_records
from layers.reading.results import Reading, SourceError
from layers.reading.tabular import MissingColumns
from layers.themes.emergency_beds.columns import FILE, NUMBERS, OF_VERSION_1, parse_beds
from territory.models.emergency_beds import BED_NUMBERS, BedArea
from territory.names import fold

_NAMES = ("region", "provincia", "distrito")
_VERSION_1 = (
    "Es la versión 1 del F500.2: cuenta camas de hospitalización y de cuidados intensivos, y "
    "ninguna de emergencia. Se publica la versión 2, que trae ZNC_EMER_CAM_OPERATIVO."
)
_NO = frozenset({"no", "n", "0"})
Numbers = Mapping[str, pd.Series]


def read_bed_reports(data: FileData, context: Context) -> Reading:
    """What each facility reported of each day, an area a row; raises SourceError.

    A row whose numbers can't be together is refused; one that says nothing of an area gives none.
    """
    table, errors = _table(data, context)
    values = FILE.read(table, context) | {
        "declared_ubigeo": Declared(context.units).read(table, "ubigeo", _NAMES)
    }
    numbers = {area: _numbers(table, area) for area in BedArea}
    for area in BedArea:
        _check(table, area, numbers[area])
    again, remarks = _superseded(table, values)
    without = {BedArea.COVID: _without_zone(table), BedArea.GENERAL: set[int]()}
    frames = [
        _of_area(table, values, area, numbers[area], again | without[area]) for area in BedArea
    ]
    if silent := _silent(frames, table, again):
        remarks.append(f"{silent} filas no dicen ninguna cama de emergencia: no se publican.")
    every = sorted((*errors, *table.errors), key=lambda error: error.row)
    return Reading(
        {"emergency_bed_reports": pd.concat(frames).sort_index(kind="stable")},
        tuple(every),
        tuple(notice for notice in table.notices if notice.row not in again),
        tuple(remarks),
    )


def _table(data: FileData, context: Context) -> tuple[Columns, tuple[Any, ...]]:
    try:
        found = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    except MissingColumns as missing:
        try:
            read_records(data, OF_VERSION_1, (), {}, context.choice.sheet)
        except SourceError:
            raise missing from None
        raise SourceError(_VERSION_1) from missing
    return Columns(found.frame, "codigo"), found.errors


def _numbers(table: Columns, area: BedArea) -> Numbers:
    return {
        column.part_of: table.read_if_possible(column.name, parse_beds) for column in NUMBERS[area]
    }


def _check(table: Columns, area: BedArea, numbers: Numbers) -> None:
    """Occupied and available beds are operational ones, and these are of the total."""
    column = {one.part_of: one for one in NUMBERS[area]}

    def too_many_operational(operational: int | None, total: int | None) -> str:
        if operational is None or total is None or operational <= total:
            return ""
        return f"{operational} operativas son más que las {total} de {column['total'].title}."

    def too_many_used(occupied: int | None, available: int | None, operational: int | None) -> str:
        used = (occupied or 0) + (available or 0)
        if operational is None or used <= operational:
            return ""
        return (
            f"{occupied or 0} ocupadas y {available or 0} disponibles son más que las "
            f"{operational} de {column['operational'].title}."
        )

    table.check(
        column["operational"].name,
        too_many_operational,
        numbers["operational"],
        numbers["total"],
    )
    table.check(
        column["occupied"].name,
        too_many_used,
        *(numbers[name] for name in ("occupied", "available", "operational")),
    )


def _superseded(table: Columns, values: Mapping[str, Any]) -> tuple[set[int], list[str]]:
    """Rows of which the facility registered a later one of the same day, and what to say of it."""
    rows = pd.DataFrame(
        {
            "facility": values["facility_code"],
            "day": values["reported_on"],
            "registered": table.frame["fecharegistro"].str.strip(),
        },
        table.frame.index,
        dtype=object,
    )
    rows = rows[~rows.index.isin(list(table.refused))]
    # Of one facility the form writes them alike, and a later line is a later one.
    rows = rows.sort_values("registered", kind="stable")
    again = set(rows.index[rows.duplicated(["facility", "day"], keep="last")])
    if not again:
        return again, []
    return again, [
        f"{len(again)} filas no se toman: el establecimiento registró otra después, del mismo día."
    ]


def _without_zone(table: Columns) -> set[int]:
    """The rows of facilities that say to have no zone for COVID-19."""
    has = table.frame["cuenta_zc"].map(fold)
    return set(has.index[has.isin(_NO)])


def _of_area(
    table: Columns, values: Mapping[str, Any], area: BedArea, numbers: Numbers, left: set[int]
) -> pd.DataFrame:
    """The rows that say something of the area, but those that are ``left`` out."""
    filled = dict(values) | dict(numbers) | {"area": [area.value] * len(table.frame)}
    frame = FILE.frame(table, filled)
    frame = frame[~frame.index.isin(list(left))]
    return frame[frame[list(BED_NUMBERS)].notna().any(axis=1)]


def _silent(frames: list[pd.DataFrame], table: Columns, again: set[int]) -> int:
    said = {row for frame in frames for row in frame.index}
    return len(set(table.frame.index) - said - again - table.refused)
