"""The file of daily summaries of accreditation: small numbers hidden, patients' data refused."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.counted import Counted, parse_counted
from layers.reading.numbers import parse_count
from layers.reading.records import read_records
from layers.reading.results import Cleaned, Reading
from layers.themes.accreditation_activity.columns import COUNTED, FILE, WAITED
from layers.themes.accreditation_activity.documents import refuse_documents, refuse_other_columns
from layers.themes.same_values import refuse_other_values
from layers.themes.sourced_places import check_place
from territory.accreditation.few import Day, publishable, wrong
from territory.models.accreditation import (
    MOST_MS,
    MOST_QUERIES,
    NUMBERS,
    OUTCOMES,
    PERCENTILES,
    QUERIES,
    SEPARATOR,
    Origin,
)
from territory.models.counts import CountState

Values = dict[str, Any]
TABLE = "accreditation_days"
_TITLE = {field: title for title, field in (COUNTED | WAITED).items()}
_UNKNOWN = Counted(None, CountState.NOT_REPORTED)
_NO_QUERIES = "Falta cuántas consultas hubo: sin ello no se publica el día."


def read_accreditation(data: FileData, context: Context) -> Reading:
    """The rows of the file; raises SourceError where it can't be read, or may hold documents."""
    refuse_other_columns(data, FILE)
    records = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    refuse_documents(records.frame)
    cleaned, remarks = _clean(records.frame, context)
    errors = sorted((*records.errors, *cleaned.errors), key=lambda error: error.row)
    return Reading(
        {TABLE: cleaned.frame}, tuple(errors), cleaned.notices, remarks, feed=Origin.FILE.value
    )


def _clean(raw: pd.DataFrame, context: Context) -> tuple[Cleaned, tuple[str, ...]]:
    """The rows of ``raw`` (text, indexed by spreadsheet row), and what is said of them all."""
    table = Columns(raw, "codigo_ipress")
    values: Values = FILE.read(table, context)
    check_place(table, table.frame["territorio"], values["declared_ubigeo"], context)
    counted = {
        field: table.read(
            title, partial(_parse, most=MOST_QUERIES if field in NUMBERS else MOST_MS)
        )
        for title, field in (COUNTED | WAITED).items()
    }
    _one_place(table, values)
    keys = [values["facility_code"], values["insurer_code"], values["day"]]
    table.refuse_repeated(keys, "fecha", "el día, el establecimiento y la IAFAS")
    remarks = _publish(table, values, counted)
    values["feed"] = Origin.FILE.value
    return Cleaned(FILE.frame(table, values), table.errors, table.notices), remarks


def _parse(raw: str, most: int) -> Counted:
    found = parse_counted(raw)
    if found.value is not None:
        parse_count(raw, most=most)
    return found


def _one_place(table: Columns, values: Values) -> None:
    """A facility is in one place, and a code is of one insurer, in the whole file."""
    for key, field, column, what in (
        ("facility_code", "declared_ubigeo", "ubigeo", "al establecimiento otro lugar"),
        ("insurer_code", "insurer_name", "iafas", "a la IAFAS otro nombre"),
        ("insurer_code", "insurer_kind", "tipo_iafas", "a la IAFAS otro tipo"),
    ):
        refuse_other_values(table, [values[key]], values[field], column, what)


def _publish(table: Columns, values: Values, counted: dict[str, pd.Series]) -> tuple[str, ...]:
    """Put into ``values`` what may be published of each row's numbers."""
    columns = [counted[name] for name in (*NUMBERS, *PERCENTILES)]
    days: list[Day] = []
    wrongs: dict[int, str] = {}
    for row, cells in zip(table.frame.index, zip(*columns, strict=True), strict=True):
        told = [cell or _UNKNOWN for cell in cells]
        queries, *others = (one.value for one in told)
        outcomes, waits = tuple(others[: len(OUTCOMES)]), tuple(others[len(OUTCOMES) :])
        if told[0].state not in (CountState.VALUE, CountState.SUPPRESSED):
            wrongs[int(row)] = _NO_QUERIES
        elif reason := wrong(queries, outcomes, waits):
            wrongs[int(row)] = reason
        names = zip((*NUMBERS, *PERCENTILES), told, strict=True)
        reserved = frozenset(name for name, one in names if one.state == CountState.SUPPRESSED)
        days.append(publishable(queries, outcomes, waits, reserved))
    table.report(wrongs, _TITLE[QUERIES], refuse=True)
    _fill(values, table.frame.index, days)
    few = sum(bool(day.withheld) for day in days)
    if not few:
        return ()
    return (
        f"{few} filas se publican con números reservados: son de menos de 5 consultas, o con ellos "
        "se deduciría uno que lo es.",
    )


def _fill(values: Values, index: pd.Index, days: list[Day]) -> None:
    def column(found: list[Any]) -> pd.Series:
        return pd.Series(found, index, dtype=object)

    for name in (*NUMBERS, *PERCENTILES):
        values[name] = column([getattr(day, name) for day in days])
    values["withheld"] = column([SEPARATOR.join(day.withheld) or None for day in days])
    values["state"] = column(
        [(CountState.SUPPRESSED if day.withheld else CountState.VALUE).value for day in days]
    )
