"""Agreements as a CSV file, in one form out and in: what is exported imports again unchanged."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from layers.errors import InvalidParameter, TerritorioError
from layers.participation.processes import door
from layers.participation.processes.kinds import AGREEMENT
from layers.reviewing import with_proposal
from territory.models import Agency, Agreement, ForumSession, ReviewState
from territory.participation.processes.agreements import agreements, is_overdue
from territory.participation.processes.seen import seen
from territory.roles import AnyUser

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
_MOST_ERRORS = 100
_BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet would take for a formula gets an apostrophe, and so does what has one already:
# so the text that is read is the one that was written.
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


@dataclass(frozen=True)
class Column:
    """A column: ``title`` in Spanish and what it holds. What is ``derived`` is not read."""

    name: str
    title: str
    holds: str
    derived: bool = False


_PROGRESS = ", ".join(f"{code} ({title})" for code, title in Agreement.Progress.choices)
COLUMNS = (
    Column("forum", "Foro", "Identificador del foro. Con session y code nombra el acuerdo."),
    Column("session", "Sesión", "Número de la sesión, entero desde 1."),
    Column("code", "Código", "Código del acuerdo en su sesión; no cambia."),
    Column("text", "Acuerdo", "Qué se acordó."),
    Column("topic", "Tema", "Tema por el que se agrupan los acuerdos, hasta 80 caracteres."),
    Column("owner", "Responsable", "Sigla de la entidad responsable; nunca una persona."),
    Column("due_on", "Vence el", "Día (AAAA-MM-DD); vacío si no se conoce."),
    Column("progress", "Estado", f"Uno de: {_PROGRESS}."),
    Column("fulfilled_on", "Cumplido el", "Día (AAAA-MM-DD), solo de lo cumplido."),
    Column("units", "Lugares", "Ubigeos del INEI separados por espacios; vacío: los de su sesión."),
    Column("source_url", "Fuente", "Dirección donde se leyó; sin ella no se acepta la fila."),
    Column("cutoff_date", "Fecha de corte", "Día (AAAA-MM-DD) en que lo dicho era cierto."),
    Column("commitment", "Compromiso", "Número del compromiso del foro.", derived=True),
    Column(
        "overdue",
        "Vencido",
        "true si no está cumplido y su día ya pasó en Lima (UTC−05:00).",
        derived=True,
    ),
    Column("is_sample", "Ejemplo", "true si la fila es un ejemplo y no un hecho.", derived=True),
)
_READ = tuple(column.name for column in COLUMNS if not column.derived)


@dataclass(frozen=True)
class CellError:
    """Why a row can't be taken; ``row`` is the line of the table, the header being 1."""

    row: int
    column: str
    reason: str


@dataclass
class Imported:
    """What became of a file's rows. With errors nothing was stored."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[CellError] = field(default_factory=list)


def written(rows: Iterable[Agreement], day: dt.date) -> Iterator[str]:
    """The file, line by line: UTF-8 with a mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.name for column in COLUMNS])
    yield _BYTE_ORDER_MARK + out.getvalue()
    for agreement in rows:
        out.seek(0)
        out.truncate()
        writer.writerow([_guarded(text) for text in cells_of(agreement, day).values()])
        yield out.getvalue()


def cells_of(agreement: Agreement, day: dt.date) -> dict[str, str]:
    """A row's cells by column; what isn't known is empty."""
    session = agreement.session
    cells = {
        "forum": session.forum.slug,
        "session": str(session.number),
        "code": agreement.code,
        "text": agreement.text,
        "topic": agreement.topic,
        "owner": agreement.owner.acronym,
        "due_on": _day(agreement.due_on),
        "progress": agreement.progress,
        "fulfilled_on": _day(agreement.fulfilled_on),
        "units": " ".join(agreement.units),
        "source_url": agreement.source_url or "",
        "cutoff_date": _day(agreement.cutoff_date),
    }
    return cells | {
        "commitment": str(session.forum.commitment.number),
        "overdue": str(is_overdue(agreement, day)).lower(),
        "is_sample": str(agreement.is_sample).lower(),
    }


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def read(user: AnyUser, content: bytes, day: dt.date) -> Imported:
    """Take a file's rows through the door: all of them, or none where one can't be taken.

    New rows become drafts, changes of published ones proposals. Raises InvalidParameter where the
    file as a whole can't be read.
    """
    rows = _rows(content)
    report = Imported()
    known = _Known(user, day)
    with transaction.atomic():
        for number, cells in rows:
            _take(user, known, number, cells, report)
        transaction.set_rollback(bool(report.errors))
    if report.errors:
        return Imported(errors=report.errors[:_MOST_ERRORS])
    return report


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    if len(content) > MOST_BYTES:
        raise InvalidParameter("El archivo pasa de 1 MB.", parameter="file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidParameter("El archivo no está en UTF-8.", parameter="file") from None
    if "\x00" in text:
        raise InvalidParameter("El archivo no es un CSV de texto.", parameter="file")
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
        _check_header(header)
        return _within_bounds(lines, header)
    except csv.Error as error:
        message = f"El CSV está mal formado cerca de la línea {lines.line_num}: {error}."
        raise InvalidParameter(message, parameter="file") from None


def _check_header(header: list[str]) -> None:
    every = [column.name for column in COLUMNS]
    for name in header:
        if name not in every or header.count(name) > 1:
            raise InvalidParameter(
                f"La columna «{name[:40]}» no existe, o está dos veces.", parameter="file"
            )
    for name in _READ:
        if name not in header:
            raise InvalidParameter(f"Falta la columna «{name}».", parameter="file")


def _within_bounds(lines: Iterator[list[str]], header: list[str]) -> list[tuple[int, Any]]:
    found: list[tuple[int, Any]] = []
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise InvalidParameter(
                f"La fila {number} tiene {len(cells)} celdas y el encabezado {len(header)}.",
                parameter="file",
            )
        if len(found) == MOST_ROWS:
            raise InvalidParameter(f"El archivo pasa de {MOST_ROWS} filas.", parameter="file")
        texts = (_unguarded(cell.strip().replace("\r\n", "\n")) for cell in cells)
        found.append((number, dict(zip(header, texts, strict=True))))
    return found


class _Known:
    """What the account sees already, asked once for the whole file."""

    def __init__(self, user: AnyUser, day: dt.date) -> None:
        self.day = day
        self.rows = {_key(cells_of(row, day)): row for row in agreements(user, day)}
        sessions = seen(ForumSession, user).values_list("forum__slug", "number", "pk")
        self.sessions = {(slug, str(number)): pk for slug, number, pk in sessions}
        self.agencies = dict(Agency.objects.values_list("acronym", "pk"))
        self.read: set[tuple[str, str, str]] = set()


def _key(cells: dict[str, str]) -> tuple[str, str, str]:
    return cells["forum"], cells["session"], cells["code"]


def _take(
    user: AnyUser, known: _Known, number: int, cells: dict[str, str], report: Imported
) -> None:
    key = _key(cells)
    try:
        if key in known.read:
            raise InvalidParameter("El acuerdo está en dos filas.", parameter="code")
        known.read.add(key)
        row = known.rows.get(key)
        if row is None:
            door.create(user, AGREEMENT, _new(known, cells))
            report.created += 1
        elif _same(row, cells, known.day):
            report.unchanged += 1
        else:
            door.change(user, AGREEMENT, row.pk, row.version, _values(known, cells))
            report.changed += 1
    except TerritorioError as error:
        column = (error.parameter or "").removesuffix("_id")
        report.errors.append(CellError(number, column, error.message))


def _same(row: Agreement, cells: dict[str, str], day: dt.date) -> bool:
    """Whether the cells say what is stored already, or waits to replace it."""
    wanted = {name: cells[name] for name in _READ}
    if {name: cells_of(row, day)[name] for name in _READ} == wanted:
        return True
    if row.state != ReviewState.PUBLISHED or not row.proposed:
        return False
    proposed = cells_of(with_proposal(row), day)
    return {name: proposed[name] for name in _READ} == wanted


def _new(known: _Known, cells: dict[str, str]) -> dict[str, Any]:
    session = known.sessions.get((cells["forum"], cells["session"]))
    if session is None:
        shown = f"{cells['forum'][:60]}, {cells['session'][:10]}"
        raise InvalidParameter(f"No existe esa sesión ({shown}).", parameter="session")
    return {"session_id": session, "code": cells["code"]} | _values(known, cells)


def _values(known: _Known, cells: dict[str, str]) -> dict[str, Any]:
    owner = known.agencies.get(cells["owner"])
    if owner is None:
        raise InvalidParameter(
            f"«{cells['owner'][:40]}» no es la sigla de una entidad del plan.", parameter="owner"
        )
    names = ("text", "topic", "due_on", "progress", "fulfilled_on", "source_url", "cutoff_date")
    plain = {name: cells[name] for name in names}
    return {**plain, "owner_id": owner, "units": cells["units"].split()}
