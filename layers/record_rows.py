"""Rows of a CSV file that go through the records' door: its columns, and what becomes of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from layers.errors import InvalidParameter, TerritorioError
from layers.record_csv import Fault, Form, RowChange, defused, read_rows

VERSION = "version"
BYTE_ORDER_MARK = "\ufeff"
_MOST_ERRORS = 100


@dataclass(frozen=True)
class Column:
    """A column: ``title`` in Spanish and what it holds.

    What is ``derived`` is not read; what may be empty isn't ``required`` of a row.
    """

    name: str
    title: str
    holds: str
    required: bool = False
    derived: bool = False


@dataclass
class Imported:
    """What becomes of a file's rows. With errors nothing was stored."""

    unchanged: int = 0
    changes: list[RowChange] = field(default_factory=list)
    errors: list[Fault] = field(default_factory=list)

    @property
    def created(self) -> int:
        """Rows that are new drafts."""
        return sum(change.is_new for change in self.changes)

    @property
    def changed(self) -> int:
        """Rows that change what there is, or propose to."""
        return len(self.changes) - self.created


def written(columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """The file, line by line: UTF-8 with a mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.name for column in columns])
    yield BYTE_ORDER_MARK + out.getvalue()
    for cells in rows:
        out.seek(0)
        out.truncate()
        writer.writerow([defused(cells[column.name]) for column in columns])
        yield out.getvalue()


def take_all(
    content: bytes,
    form: Form,
    take: Callable[[int, dict[str, str], Imported], None],
    *,
    stores: bool,
) -> Imported:
    """What becomes of a file's rows, each taken through the door: all of them, or none.

    ``stores``: nothing stays otherwise, but the same is asked. Raises InvalidParameter where the
    file as a whole can't be read.
    """
    rows = list(read_rows(content, form))
    if b"\x00" in content:
        raise InvalidParameter("El archivo no es un CSV de texto.", parameter="file")
    report = Imported()
    with transaction.atomic():
        for number, cells in rows:
            take(number, cells, report)
        transaction.set_rollback(bool(report.errors) or not stores)
    if report.errors:
        return Imported(errors=report.errors[:_MOST_ERRORS])
    return report


def fault_of(number: int, error: TerritorioError) -> Fault:
    """Where the door's refusal is in the file."""
    return Fault(number, (error.parameter or "").removesuffix("_id"), error.message)


def check_version(text: str, present: int) -> int:
    """The version that was changed; raises InvalidParameter where it isn't the present one."""
    if not text:
        raise InvalidParameter(
            "Falta la versión que se cambia: descargue el archivo de nuevo.", parameter=VERSION
        )
    if text != str(present):
        raise InvalidParameter(
            f"«{text[:10]}» no es la versión actual, que es la {present}: alguien lo cambió "
            "después. Descargue el archivo de nuevo.",
            parameter=VERSION,
        )
    return present
