"""Files of summaries with anything in them that may be of a patient: none of such a file is taken.

What is refused is never repeated: an error names the place and not the cell.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from layers.reading.cells import CellError
from layers.reading.content import FileData
from layers.reading.dates import parse_date
from layers.reading.glimpses import headers
from layers.reading.results import SourceError
from layers.reading.specification import Specification
from layers.reading.tabular import column_name

# Eight digits in a row, however they are grouped: a document of identity, or a longer one.
_DOCUMENT = r"[0-9](?:[ .,\-]?[0-9]){7}"
_LONGER = r"[0-9](?:[ .,\-]?[0-9]){8}"
_CODE, _DAY = "codigo_ipress", "fecha"
# So many places are named.
_SHOWN = 5
# Insurers have been asked by message since later.
_FIRST_YEAR = 1990
_WRITTEN_DAY = re.compile(r"(?:[12]\d{3}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/][12]\d{3})\b")
# The register's own download writes codes as numbers.
_AS_NUMBER = r"^ *[0-9]{1,8}(\.0+)? *$"


def refuse_other_columns(data: FileData, file: Specification) -> None:
    """Raise SourceError, which repeats no heading, where a file has columns besides the form's."""
    if isinstance(data, Path):
        _refuse_other_columns(data, file)
        return
    with tempfile.NamedTemporaryFile(suffix=".csv") as copy:
        copy.write(data)
        copy.flush()
        _refuse_other_columns(Path(copy.name), file)


def _refuse_other_columns(path: Path, file: Specification) -> None:
    known = {column.name for column in file.columns}
    try:
        found = list(headers(path))
    except SourceError:
        return  # its reader says why it can't be read
    for header in found:
        names = [column_name(heading) for heading in header]
        if not set(file.required) <= set(names):
            continue  # no table of the form: its reader says so
        others = [str(at) for at, name in enumerate(names, 1) if name and name not in known]
        if others:
            raise SourceError(
                f"El archivo tiene columnas que no son de este formulario ({_listed(others)}). "
                "Quítelas: de los asegurados no se recibe ningún dato."
            )


@dataclass
class _Rows:
    """The first rows, and how many there are."""

    first: list[str] = field(default_factory=list)
    number: int = 0

    def add(self, rows: Iterator[str]) -> None:
        for row in rows:
            if self.number < _SHOWN:
                self.first.append(row)
            self.number += 1


@dataclass
class Documents:
    """Where cells may hold a document of identity, in all parts of a file.

    Only the code of a facility and a day may have eight digits.
    """

    _rows: dict[str, _Rows] = field(default_factory=dict)

    def look(self, frame: pd.DataFrame) -> None:
        """Go through the next part's texts by row."""
        for column in map(str, frame.columns):
            rows = self._rows.setdefault(column, _Rows())
            rows.add(_suspicious(frame[column], column))

    def refuse(self) -> None:
        """Raise SourceError where there is one, for the first column that has some."""
        for column, rows in self._rows.items():
            if rows.number:
                raise SourceError(
                    f"La columna {column} tiene números que pueden ser documentos de identidad "
                    f"({_listed(rows.first, 'fila', rows.number)}). No se toma nada del archivo "
                    "ni se repiten aquí: quítelos."
                )


def _suspicious(cells: pd.Series, column: str) -> Iterator[str]:
    # Each distinct text is looked at once.
    texts = pc.unique(pa.array(cells, pa.large_string(), from_pandas=True)).drop_null()
    found = pc.match_substring_regex(texts, _LONGER if column == _CODE else _DOCUMENT)
    if column == _CODE:
        found = pc.and_(found, pc.invert(pc.match_substring_regex(texts, _AS_NUMBER)))
    suspects = [
        text for text in texts.filter(found).to_pylist() if column != _DAY or not _is_day(text)
    ]
    if suspects:
        for row in cells.index[cells.isin(suspects)]:
            yield str(row)


def _is_day(text: str) -> bool:
    if _WRITTEN_DAY.match(text.strip()):
        return True  # what is wrong with it is said of its row
    try:
        day = parse_date(text, dt.date.max)
    except CellError:
        return False
    return day is not None and day.year >= _FIRST_YEAR


def _listed(places: Sequence[str], what: str = "columna", number: int = 0) -> str:
    """``number``: how many there are, where ``places`` are the first alone."""
    shown = ", ".join(places[:_SHOWN])
    others = max(number, len(places)) - _SHOWN
    more = f" y {others} más" if others > 0 else ""
    return f"{what} {shown}{more}"
