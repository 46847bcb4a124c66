"""The file of daily summaries of accreditation: small numbers hidden, patients' data refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.reading.coded import Coded
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.counted import Counted, parse_counted
from layers.reading.in_parts import (
    Kept,
    Mendings,
    Numbered,
    SeenKeys,
    WholeColumns,
    in_parts,
    whole,
)
from layers.reading.numbers import parse_count
from layers.reading.records import records_in_chunks
from layers.reading.results import Cleaned, Reading
from layers.temporary import temporary_folder
from layers.themes.accreditation_activity.columns import COUNTED, FILE, WAITED
from layers.themes.accreditation_activity.documents import Documents, refuse_other_columns
from layers.themes.same_values import FirstValues
from layers.themes.sourced_places import check_place
from territory.accreditation.few import WRONG
from territory.accreditation.few_columns import ABSENT, NAMES, Ints, Told, publishable, wrong
from territory.models.accreditation import (
    MOST_MS,
    MOST_QUERIES,
    NUMBERS,
    QUERIES,
    SEPARATOR,
    Origin,
)
from territory.models.counts import CountState

Values = dict[str, Any]
TABLE = "accreditation_days"
_TITLE = {field: title for title, field in (COUNTED | WAITED).items()}
_NO_QUERIES = "Falta cuántas consultas hubo: sin ello no se publica el día."
# A key of 64 bits: rows have 22 of them at most (``layers.reading.bounds``), codes of insurers 17,
# days until the year 9999 22.
_INSURER_BITS, _DAY_BITS = 17, 22
# Which numbers are withheld, by the marks that say it (``few_columns.Published``).
_WITHHELD = np.array(
    [
        SEPARATOR.join(name for at, name in enumerate(NAMES) if marks >> at & 1) or None
        for marks in range(1 << len(NAMES))
    ],
    dtype=object,
)
_STATES = np.array([CountState.VALUE.value, CountState.SUPPRESSED.value], dtype=object)
# What is said of each facility or insurer: key, value, the column at fault, what it would be.
_SAID_ONCE = (
    ("facility_code", "declared_ubigeo", "ubigeo", "al establecimiento otro lugar"),
    ("insurer_code", "insurer_name", "iafas", "a la IAFAS otro nombre"),
    ("insurer_code", "insurer_kind", "tipo_iafas", "a la IAFAS otro tipo"),
)


def read_accreditation(data: FileData, context: Context) -> Reading:
    """The rows of the file; raises SourceError where it can't be read, or may hold documents."""
    return whole(read_parts(data, context))


def read_parts(data: FileData, context: Context) -> Iterator[Reading]:
    """The same, part by part; the last has no row, and what is said of all of them.

    All of the file is looked through before the first: whether it may hold a document, and how its
    columns write days and numbers.
    """
    refuse_other_columns(data, FILE)
    chunks = records_in_chunks(
        data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet
    )
    documents, columns = Documents(), WholeColumns(("fecha", *COUNTED, *WAITED))
    with temporary_folder("parts") as folder:
        kept = Kept(folder)
        for part in in_parts(chunks):
            documents.look(part.frame)
            columns.add(part.frame)
            kept.add(part)
        documents.refuse()
        file = _File(context, columns.texts())
        for part in kept:
            yield file.take(part)
        yield file.last()


@dataclass
class _File:
    """What of the parts so far matters to the next."""

    context: Context
    columns: dict[str, list[str]]
    mendings: Mendings = field(default_factory=Mendings)
    said: tuple[FirstValues, ...] = field(
        default_factory=lambda: tuple(FirstValues() for _ in _SAID_ONCE)
    )
    facilities: Numbered = field(default_factory=Numbered)
    days: SeenKeys = field(default_factory=SeenKeys)
    few: int = 0

    def take(self, part: Cleaned) -> Reading:
        """The part's rows, held against those before."""
        table = Columns(part.frame, "codigo_ipress", self.columns)
        values: Values = FILE.read(table, self.context)
        check_place(table, table.frame["territorio"], values["declared_ubigeo"], self.context)
        counted = {
            name: table.coded(title, partial(_parse, most=_most(name)))
            for title, name in (COUNTED | WAITED).items()
        }
        for first, (key, name, column, what) in zip(self.said, _SAID_ONCE, strict=True):
            first.refuse_others(table, [values[key]], values[name], column, what)
        self._refuse_repeated(table, values)
        self.few += _publish(table, values, counted)
        values["feed"] = Origin.FILE.value
        self.mendings.add(table.mended)
        errors = sorted((*part.errors, *table.errors), key=lambda error: error.row)
        return Reading(
            {TABLE: FILE.frame(table, values)},
            tuple(errors),
            tuple(notice for notice in table.notices if not notice.is_mended),
            feed=Origin.FILE.value,
        )

    def last(self) -> Reading:
        """What is said of the file as a whole."""
        remarks = (
            f"{self.few} filas se publican con números reservados: son de menos de 5 consultas, o "
            "con ellos se deduciría uno que lo es.",
        )
        nothing = pd.DataFrame({name: pd.Series([], dtype=object) for name in FILE.fields})
        nothing.index = pd.Index([], dtype=int)
        return Reading(
            {TABLE: nothing},
            notices=self.mendings.notices,
            remarks=remarks if self.few else (),
            feed=Origin.FILE.value,
        )

    def _refuse_repeated(self, table: Columns, values: Values) -> None:
        """A facility has a day of an insurer once; rows that were refused have none."""
        passed = ~table.frame.index.isin(list(table.refused))
        rows = table.frame.index.to_numpy(np.int64)[passed]
        facilities = self.facilities.numbers(values["facility_code"][passed])
        insurers = _ints(values["insurer_code"][passed], int)
        days = _ints(values["day"][passed], dt.date.toordinal)
        keys = ((facilities << _INSURER_BITS | insurers) << _DAY_BITS) | days
        again = self.days.repeated(keys, rows)
        reasons = {
            row: f"Repite el día, el establecimiento y la IAFAS de la fila {first}."
            for row, first in again.items()
        }
        table.report(reasons, "fecha", refuse=True)


def _ints(values: pd.Series, of: Any) -> NDArray[np.int64]:
    places, distinct = pd.factorize(np.asarray(values, dtype=object))
    found: Ints = np.array([of(value) for value in distinct], dtype=np.int64)[places]
    return found


def _most(name: str) -> int:
    return MOST_QUERIES if name in NUMBERS else MOST_MS


def _parse(raw: str, most: int) -> Counted:
    found = parse_counted(raw)
    if found.value is not None:
        parse_count(raw, most=most)
    return found


def _publish(table: Columns, values: Values, counted: dict[str, Coded]) -> int:
    """Put into ``values`` what may be published of each row's numbers; gives how many lack some."""
    told = Told(
        {name: counted[name].taken(_number, np.int64) for name in NAMES},
        {name: counted[name].taken(_is_reserved, np.bool_) for name in NAMES},
    )
    _refuse_wrong(table, told)
    found = publishable(told)
    marks = found.marks
    for name in NAMES:
        values[name] = _column(table, _objects(found.numbers[name]))
    values["withheld"] = _column(table, _WITHHELD[marks])
    values["state"] = _column(table, _STATES[(marks > 0).astype(np.intp)])
    return int(np.count_nonzero(marks))


def _refuse_wrong(table: Columns, told: Told) -> None:
    places = wrong(told)
    has_queries = told.has(QUERIES) | told.reserved[QUERIES]
    rows = table.frame.index
    reasons = {
        int(rows[at]): WRONG[places[at]] if has_queries[at] else _NO_QUERIES
        for at in np.flatnonzero((places != ABSENT) | ~has_queries)
    }
    table.report(reasons, _TITLE[QUERIES], refuse=True)


def _number(cell: Counted | None) -> int:
    return ABSENT if cell is None or cell.value is None else cell.value


def _is_reserved(cell: Counted | None) -> bool:
    return cell is not None and cell.state == CountState.SUPPRESSED


def _objects(numbers: Ints) -> NDArray[np.object_]:
    found = numbers.astype(object)
    found[numbers == ABSENT] = None
    return found


def _column(table: Columns, cells: NDArray[np.object_]) -> pd.Series:
    return pd.Series(cells, table.frame.index, dtype=object)
