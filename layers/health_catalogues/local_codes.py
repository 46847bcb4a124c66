"""A facility's own codes by CSV file: what each is in a catalogue's version. Nothing is kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from layers.errors import InvalidParameter
from layers.record_csv import Form, defused, read_rows
from territory.health_catalogues.validating import LocalCode, Validated, Verdict, validate
from territory.models import CodeSystem

MOST_ROWS = 1_000
COLUMNS = ("codigo", "denominacion")
FORM = Form(frozenset(COLUMNS), ("codigo",), most_bytes=500_000, most_rows=MOST_ROWS)
ANSWERED = (
    "resultado",
    "codigo_del_catalogo",
    "denominacion_del_catalogo",
    "mas_parecido",
    "denominacion_del_mas_parecido",
    "nota",
    "catalogo",
    "version",
)
_LONGEST_CODE, _LONGEST_NAME = 200, 500


@dataclass(frozen=True)
class Answer:
    """What is said of a file's codes, row by row, in its order."""

    system: CodeSystem
    rows: tuple[Validated, ...]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many there are of each verdict."""
        verdicts = [row.verdict for row in self.rows]
        return [(str(verdict.label), verdicts.count(verdict)) for verdict in Verdict]

    @property
    def wrong(self) -> list[Validated]:
        """Those of which something is to be looked at."""
        return [row for row in self.rows if row.verdict != Verdict.VALID or notes_of(row)]


def check_file(system: CodeSystem, content: bytes) -> Answer:
    """The answers to a file's rows; raises InvalidParameter where it can't be read."""
    codes = [_code(number, texts) for number, texts in read_rows(content, FORM)]
    if not codes:
        raise InvalidParameter("El archivo no tiene ninguna fila.", parameter="file")
    return Answer(system, tuple(validate(system, codes)))


def _code(number: int, texts: dict[str, str]) -> LocalCode:
    code, name = texts.get("codigo", ""), texts.get("denominacion", "")
    if "\0" in code or "\0" in name:
        raise _refused(number, "tiene un carácter nulo")
    if not code:
        raise _refused(number, "no tiene código")
    if len(code) > _LONGEST_CODE or len(name) > _LONGEST_NAME:
        raise _refused(number, "tiene un texto demasiado largo")
    return LocalCode(number, code, name)


def _refused(number: int, why: str) -> InvalidParameter:
    return InvalidParameter(f"La fila {number} {why}.", parameter="file")


def notes_of(row: Validated) -> list[str]:
    """What else there is to say of a code that is there."""
    notes = []
    if row.other_case:
        notes.append("difiere en mayúsculas")
    if row.other_name:
        notes.append("se llama de otro modo")
    return notes


def write_answers(answer: Answer, out: io.StringIO) -> None:
    """The file's rows with what is said of each, as a CSV file."""
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(("fila", *COLUMNS, *ANSWERED))
    for row in answer.rows:
        writer.writerow(map(defused, _cells(answer.system, row)))


def _cells(system: CodeSystem, row: Validated) -> Iterable[str]:
    yield str(row.local.row)
    yield from (row.local.code, row.local.name)
    yield str(row.verdict.label)
    yield from (row.code or "", row.display or "")
    yield from (row.nearest or "", row.nearest_display or "")
    yield "; ".join(notes_of(row))
    yield from (system.title, system.version or "")
