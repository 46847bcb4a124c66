"""Agreements from a CSV file, through the door: all rows, or none where one can't be taken."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from layers.errors import InvalidParameter, TerritorioError
from layers.participation.processes import door
from layers.participation.processes.agreement_csv import (
    COLUMNS,
    TITLES,
    VALUES,
    cells_of,
)
from layers.participation.processes.kinds import AGREEMENT
from layers.participation.processes.values import InvalidValues
from layers.record_csv import Form, RowChange, differences
from layers.record_rows import VERSION, Imported, check_version, fault_of, take_all
from layers.reviewing import with_proposal
from territory.models import Agency, Agreement, ForumSession, ReviewState
from territory.participation.processes.agreements import agreements
from territory.participation.processes.seen import seen
from territory.roles import AnyUser

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000

_FORM = Form(
    columns=frozenset(column.name for column in COLUMNS),
    required=VALUES,
    most_bytes=MOST_BYTES,
    most_rows=MOST_ROWS,
)


def preview(user: AnyUser, content: bytes, day: dt.date) -> Imported:
    """What ``read`` would do, without doing it: the same door is asked, and all taken back."""
    return read(user, content, day, stores=False)


def read(user: AnyUser, content: bytes, day: dt.date, *, stores: bool = True) -> Imported:
    """Take a file's rows through the door.

    New rows become drafts, changes of published ones proposals. Raises InvalidParameter where the
    file as a whole can't be read.
    """
    known = _Known(user, day)
    return take_all(content, _FORM, partial(_take, user, known), stores=stores)


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
        differing = differences(TITLES, _present(row, cells, known.day), cells)
        if row is not None and not differing:
            report.unchanged += 1
            return
        if row is None:
            door.create(user, AGREEMENT, _new(known, cells))
        else:
            version = check_version(cells.get(VERSION, ""), row.version)
            door.change(user, AGREEMENT, row.pk, version, _values(known, cells))
        report.changes.append(RowChange(number, " / ".join(key), row is None, differing))
    except InvalidValues as error:
        report.errors += [fault_of(number, problem) for problem in error.problems]
    except TerritorioError as error:
        report.errors.append(fault_of(number, error))


def _present(row: Agreement | None, cells: dict[str, str], day: dt.date) -> dict[str, str]:
    """What is stored already: what waits to replace it where the cells say the same."""
    if row is None:
        return {}
    present = cells_of(row, day)
    if row.state != ReviewState.PUBLISHED or not row.proposed:
        return present
    proposed = cells_of(with_proposal(row), day)
    return present if differences(TITLES, proposed, cells) else proposed


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
