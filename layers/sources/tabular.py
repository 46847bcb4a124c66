"""From the bytes of a CSV file to a frame of text, whatever wrote it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence

import pandas as pd

from layers.sources.results import Cleaned, RowError, SourceError
from territory.names import fold

SEPARATORS = (";", ",", "\t", "|")

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_csv(data: bytes, required: Sequence[str], optional: Sequence[str] = ()) -> Cleaned:
    """The file's rows as text, one column for each of ``required`` and ``optional``.

    The frame's index is the row number that a spreadsheet shows. Headers match without regard
    to case, accents and punctuation; an optional column that is absent is empty; other columns
    are left out. Rows with too many or too few cells are refused, blank ones skipped. Nothing
    is converted: "NA", "01" and "1e5" stay the text that they are. Raises SourceError when the
    file as a whole can't be read.
    """
    text = _decode(data)
    rows = _split(text, required)
    top = next((n for n, cells in enumerate(rows) if any(cell.strip() for cell in cells)), None)
    if top is None:
        raise SourceError("El archivo está vacío.")
    header = _header(rows[top], required)
    wanted = [*required, *optional]
    records: dict[int, list[str]] = {}
    errors: list[RowError] = []
    for number, cells in enumerate(rows[top + 1 :], start=top + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            reason = f"La fila tiene {len(cells)} celdas y la cabecera {len(header)}."
            errors.append(RowError(number, "", cells[0][:80], reason))
            continue
        by_name = dict(zip(header, cells, strict=True))
        records[number] = [by_name.get(column, "") for column in wanted]
    if not records and not errors:
        raise SourceError("El archivo tiene cabecera pero ninguna fila.")
    frame = pd.DataFrame.from_dict(records, orient="index", columns=wanted, dtype=str)
    return Cleaned(frame, tuple(errors))


def _decode(data: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252, as Excel in Spanish writes."""
    marked = (name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark))
    for encoding in (next(marked, "utf-8"), "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise SourceError("El archivo no es texto: guárdelo como CSV en UTF-8.")


def _split(text: str, required: Sequence[str]) -> list[list[str]]:
    """The rows, by the separator under which the header holds most of the required columns."""
    first_lines = text.splitlines()[:10]

    def found(separator: str) -> int:
        names = {_column(cell) for line in first_lines for cell in line.split(separator)}
        return len(names.intersection(required))

    separator = max(SEPARATORS, key=found)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        message = f"La línea {reader.line_num} está mal formada (¿comillas sin cerrar?)."
        raise SourceError(message) from error


def _header(cells: list[str], required: Sequence[str]) -> list[str]:
    names = [_column(cell) for cell in cells]
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise SourceError(f"La cabecera repite columnas: {', '.join(repeated)}.")
    missing = [name for name in required if name not in names]
    if missing:
        raise SourceError(f"Faltan columnas: {', '.join(missing)}.")
    return names


def _column(cell: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(cell.strip().strip('"'))).strip("_")
