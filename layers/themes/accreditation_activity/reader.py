"""The file of daily summaries of accreditation: small numbers hidden, patients' data refused."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.counted import Counted, parse_counted
from layers.reading.numbers import parse_count
from layers.reading.records import read_records
from layers.reading.results import Cleaned, Reading, RowError
from layers.themes.accreditation_activity.columns import COUNTED, FILE, WAITED
from layers.themes.accreditation_activity.documents import refuse_documents, refuse_other_columns
from layers.themes.same_values import refuse_other_values
from layers.themes.sourced_places import check_place
from territory.accreditation.few import Day, Number, publishable, wrong
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
_SUPPRESSED, _VALUE = CountState.SUPPRESSED.value, CountState.VALUE.value
_UNKNOWN = Counted(None, CountState.NOT_REPORTED)
_NO_QUERIES = "Falta cuántas consultas hubo: sin ello no se publica el día."


def read_accreditation(data: FileData, context: Context) -> Reading:
    """The rows of the file; raises SourceError where it can't be read, or may hold documents."""
    refuse_other_columns(data, FILE)
    table, unread = _table(data, context)
    cleaned, remarks = _clean(table, context)
    errors = sorted((*unread, *cleaned.errors), key=lambda error: error.row)
    return Reading(
        {TABLE: cleaned.frame}, tuple(errors), cleaned.notices, remarks, feed=Origin.FILE.value
    )


def _table(data: FileData, context: Context) -> tuple[Columns, tuple[RowError, ...]]:
    """The texts, of which nothing else is held, so that a column that was read makes room."""
    found = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    refuse_documents(found.frame)
    return Columns(found.frame, "codigo_ipress"), found.errors


def _clean(table: Columns, context: Context) -> tuple[Cleaned, tuple[str, ...]]:
    """The rows of the file, and what is said of them all."""
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
    del counted
    for column in list(table.frame.columns):
        table.release(column)
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
    names = (*NUMBERS, *PERCENTILES)
    filled: dict[str, list[Number]] = {name: [] for name in names}
    withheld: list[str | None] = []
    wrongs: dict[int, str] = {}
    columns = [counted[name] for name in names]
    for row, cells in zip(table.frame.index, zip(*columns, strict=True), strict=True):
        told = [cell or _UNKNOWN for cell in cells]
        if reason := _wrong(told):
            wrongs[int(row)] = reason
        day = _publishable(told)
        for name, numbers in filled.items():
            numbers.append(getattr(day, name))
        withheld.append(_joined(day.withheld))
    table.report(wrongs, _TITLE[QUERIES], refuse=True)

    def column(found: Sequence[Any]) -> pd.Series:
        cells = np.fromiter(found, dtype=object, count=len(found))
        return pd.Series(cells, table.frame.index, dtype=object)

    for name in names:
        values[name] = column(filled.pop(name))
    values["withheld"] = column(withheld)
    values["state"] = column([_SUPPRESSED if hidden else _VALUE for hidden in withheld])
    few = len(withheld) - withheld.count(None)
    if not few:
        return ()
    return (
        f"{few} filas se publican con números reservados: son de menos de 5 consultas, o con ellos "
        "se deduciría uno que lo es.",
    )


def _numbers(told: Sequence[Counted]) -> tuple[Number, tuple[Number, ...], tuple[Number, ...]]:
    """Queries, outcomes, percentiles."""
    queries, *others = (one.value for one in told)
    return queries, tuple(others[: len(OUTCOMES)]), tuple(others[len(OUTCOMES) :])


def _wrong(told: Sequence[Counted]) -> str:
    if told[0].state not in (CountState.VALUE, CountState.SUPPRESSED):
        return _NO_QUERIES
    return wrong(*_numbers(told))


def _publishable(told: Sequence[Counted]) -> Day:
    names = zip((*NUMBERS, *PERCENTILES), told, strict=True)
    reserved = frozenset(name for name, one in names if one.state == CountState.SUPPRESSED)
    return publishable(*_numbers(told), reserved)


@cache
def _joined(withheld: tuple[str, ...]) -> str | None:
    return SEPARATOR.join(withheld) or None
