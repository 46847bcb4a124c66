"""What residences need from a CSV file, through the door: all rows, or none."""

from __future__ import annotations

from functools import partial
from typing import Any

from layers.errors import InvalidParameter, TerritorioError
from layers.participation.processes import door
from layers.participation.processes.values import InvalidValues
from layers.record_csv import Form, RowChange, differences
from layers.record_rows import VERSION, Imported, check_version, fault_of, take_all
from layers.residences.kinds import NEED
from layers.residences.naming import PARAMETER, key_of, read_code
from layers.residences.need_csv import COLUMNS, REQUIRED, TITLES, VALUES, cells_of
from layers.reviewing import with_proposal
from territory.agencies import is_demonstration
from territory.models import ResidenceNeed, ReviewState
from territory.models.residences import Item
from territory.names import fold
from territory.reviewing import visible_to
from territory.roles import AnyUser

MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
_FORM = Form(
    columns=frozenset(column.name for column in COLUMNS),
    required=REQUIRED,
    most_bytes=MOST_BYTES,
    most_rows=MOST_ROWS,
)
_ITEMS = {fold(str(label)): code for code, label in Item.choices}
_PRIORITIES = {fold(str(label)): code for code, label in ResidenceNeed.Priority.choices}
# What the door calls a column → the column's name in the file.
_NAMES = {door_name: name for name, door_name in VALUES.items()}
_NAMES |= {PARAMETER: "cod_mod", "item": "bien"}


def preview(user: AnyUser, content: bytes) -> Imported:
    """What ``read`` would do, without doing it: the same door is asked, and all taken back."""
    return read(user, content, stores=False)


def read(user: AnyUser, content: bytes, *, stores: bool = True) -> Imported:
    """Take a file's rows through the door.

    New rows become drafts, changes of published ones proposals. Raises InvalidParameter where the
    file as a whole can't be read.
    """
    known = _Known(user)
    return take_all(content, _FORM, partial(_take, user, known), stores=stores)


class _Known:
    """What the account sees already, asked once for the whole file."""

    def __init__(self, user: AnyUser) -> None:
        self.samples = is_demonstration(user)
        rows = visible_to(ResidenceNeed.objects.filter(is_sample=self.samples), user)
        self.rows = {(row.residence_id, row.item): row for row in rows}
        self.read: set[tuple[str, str]] = set()


def _take(
    user: AnyUser, known: _Known, number: int, cells: dict[str, str], report: Imported
) -> None:
    try:
        key = _key(known, cells)
        row = known.rows.get(key)
        said = cells | _as_exported(key, cells)
        differing = differences(TITLES, _present(row, said), said)
        if row is not None and not differing:
            report.unchanged += 1
            return
        values = {VALUES[name]: _value(name, cells.get(name, "")) for name in VALUES}
        if row is None:
            door.create(user, NEED, {PARAMETER: key[0], "item": key[1]} | values)
        else:
            version = check_version(cells.get(VERSION, ""), row.version)
            door.change(user, NEED, row.pk, version, values)
        name = f"{key[0][:9]} / {cells['bien']}"
        report.changes.append(RowChange(number, name, row is None, differing))
    except InvalidValues as error:
        report.errors += [fault_of(number, _named(problem)) for problem in error.problems]
    except TerritorioError as error:
        report.errors.append(fault_of(number, _named(error)))


def _key(known: _Known, cells: dict[str, str]) -> tuple[str, str]:
    """The residence's key and the item; raises InvalidParameter."""
    if fold(cells.get("es_ejemplo", "")) == "si" and not known.samples:
        raise InvalidParameter("Los ejemplos no se importan.", parameter="es_ejemplo")
    annex = cells.get("anexo", "").strip() or "0"
    code = read_code(f"{cells['cod_mod']}-{annex}")
    item = _ITEMS.get(fold(cells["bien"])) or _ITEMS.get(fold(cells["bien"]).rstrip("s"))
    if item is None:
        raise InvalidParameter(
            f"«{cells['bien'][:40]}» no es un bien de la lista: vea qué significa cada columna.",
            parameter="bien",
        )
    key = (key_of(code, samples=known.samples), item)
    if key in known.read:
        raise InvalidParameter("El mismo bien está en dos filas.", parameter="bien")
    known.read.add(key)
    return key


def _as_exported(key: tuple[str, str], cells: dict[str, str]) -> dict[str, str]:
    """What may be typed in more than one way, as the file that is taken home has it."""
    code = _PRIORITIES.get(fold(cells["prioridad"]))
    priority = str(ResidenceNeed.Priority(code).label) if code else cells["prioridad"]
    return {
        "cod_mod": key[0][:7],
        "anexo": key[0][8],
        "bien": str(Item(key[1]).label),
        "prioridad": priority,
    }


def _value(name: str, text: str) -> Any:
    if name != "prioridad":
        return text
    # A word that is none is refused by the door, as it was typed.
    return _PRIORITIES.get(fold(text), text)


def _present(row: ResidenceNeed | None, said: dict[str, str]) -> dict[str, str]:
    """What is stored already: what waits to replace it where the cells say the same."""
    if row is None:
        return {}
    present = cells_of(row)
    if row.state != ReviewState.PUBLISHED or not row.proposed:
        return present
    proposed = cells_of(with_proposal(row))
    return present if differences(TITLES, proposed, said) else proposed


def _named(error: TerritorioError) -> TerritorioError:
    """With the file's name of what the door refused."""
    error.parameter = _NAMES.get(error.parameter or "", error.parameter)
    return error
