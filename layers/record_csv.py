"""Reviewed records from a CSV file: reading it, and what is said of its rows.

Which columns there are, which record a row is of and how it changes are each import's own
(``layers.tracking.importing``, ``layers.participation.processes.agreement_import``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from layers.errors import InvalidParameter
from layers.reading.results import harmless


@dataclass(frozen=True)
class Form:
    """What a file must be like: ``columns`` are all it may have, ``required`` those it must.

    Where it ``is_partial``, a row may end before its last columns.
    """

    columns: frozenset[str]
    required: Sequence[str]
    most_bytes: int
    most_rows: int
    is_partial: bool = False


@dataclass(frozen=True)
class Fault:
    """A cell that can't be taken: its row as a spreadsheet counts, from 1 for the header."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class RowChange:
    """What a row makes or changes: title, before and after of each column that differs.

    ``name`` is shown beside the row's number, where it isn't empty.
    """

    row: int
    name: str
    is_new: bool
    differences: tuple[tuple[str, str, str], ...]


def differences(
    titles: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """Title, before and after of each column of ``titles`` that the row says otherwise.

    A column that the row doesn't have says nothing.
    """
    found = []
    for name, title in titles.items():
        old = before.get(name, "").replace("\r\n", "\n")
        new = after.get(name, old)
        if new.strip() != old.strip():
            found.append((title, old, new))
    return tuple(found)


def read_rows(content: bytes, form: Form) -> Iterator[tuple[int, dict[str, str]]]:
    """The file's rows by column with their numbers; empty ones are left out.

    Raises InvalidParameter where it is no such file.
    """
    text = _decoded(content, form)
    first = text.split("\n", 1)[0]
    # A spreadsheet of this country writes semicolons, one in English commas.
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip().casefold() for name in next(lines, [])]
        _check_header(header, form)
        filled = ((n, row) for n, row in enumerate(lines, start=2) if any(map(str.strip, row)))
        for count, (number, cells) in enumerate(filled, start=1):
            if count > form.most_rows:
                raise _refused(f"El archivo pasa de {form.most_rows} filas: divídalo.")
            _check_width(number, cells, len(header), form)
            _check_names(number, cells, header)
            texts = (fused(cell.strip().replace("\r\n", "\n")) for cell in cells)
            yield number, {name: text for name, text in zip(header, texts, strict=False) if name}
    except csv.Error as error:
        raise _refused(
            f"El CSV está mal formado cerca de la línea {lines.line_num}: hay comillas sin cerrar "
            "o una celda demasiado larga."
        ) from error


def _decoded(content: bytes, form: Form) -> str:
    if len(content) > form.most_bytes:
        raise _refused(f"El archivo pasa de {form.most_bytes // 1_000_000} MB: divídalo.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused("El archivo no está en UTF-8: guárdelo como «CSV UTF-8».") from error


def _check_header(header: Sequence[str], form: Form) -> None:
    if any("\x00" in name for name in header):
        raise _refused("El archivo no es un CSV de texto.")
    missing = [name for name in form.required if name not in header]
    unknown = [name for name in header if name and name not in form.columns]
    twice = [name for name in header if name and header.count(name) > 1]
    wrong = ((missing, "Falta"), (unknown, "No se conoce"), (twice, "Está dos veces"))
    reasons = [f"{what} la columna «{names[0][:40]}»." for names, what in wrong if names]
    if reasons:
        raise _refused(" ".join(reasons))


def _check_width(number: int, cells: Sequence[str], width: int, form: Form) -> None:
    is_wrong = any(cells[width:]) if form.is_partial else len(cells) != width
    if is_wrong:
        how = "más" if len(cells) > width else "menos"
        raise _refused(
            f"La fila {number} tiene {how} celdas que la cabecera: {len(cells)} celdas, no {width}."
        )


def _check_names(number: int, cells: Sequence[str], header: Sequence[str]) -> None:
    """A spreadsheet may add columns that are empty throughout; a text in one would be lost."""
    if any(cell.strip() for name, cell in zip(header, cells, strict=False) if not name):
        raise _refused(f"La fila {number} tiene texto en una columna sin nombre.")


def _refused(reason: str) -> InvalidParameter:
    return InvalidParameter(reason, parameter="file")


def defused(text: str) -> str:
    """As ``harmless``, so that ``fused`` gives back every text, those that have the sign too."""
    return f"'{text}" if _is_defused(f"'{text}") else text


def fused(text: str) -> str:
    """What ``defused`` was made of."""
    return text[1:] if _is_defused(text) else text


def _is_defused(text: str) -> bool:
    bare = text.lstrip("'")
    return bare != text and harmless(bare) != bare
