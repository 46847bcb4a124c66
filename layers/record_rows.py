"""Rows of a CSV file that go through the records' door: its columns, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from layers.errors import InvalidParameter, TerritorioError
from layers.record_csv import Fault, RowChange

VERSION = "version"
BYTE_ORDER_MARK = "\ufeff"


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
