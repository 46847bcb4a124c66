"""Snapshots: the clean rows of each publication, kept to return to them."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from psycopg import Cursor, sql

from layers.loading.parts import snapshots_of
from layers.loading.rows import Row, RowsByTable
from layers.models import Snapshot
from layers.reading.bounds import BLOCK
from layers.reading.content import FileData, opened
from layers.reading.results import Reading, RowError
from layers.source import Source
from territory.models import PublishedPart
from territory.personal_data import masked

# How many publications of a source can be returned to; older ones go.
KEPT = 10
# Of a file that is wrong from end to end the first cells tell enough.
MAX_REPORTED = 5_000
# Half the time of the highest, and hardly larger.
_LEVEL = 6


@dataclass(frozen=True)
class File:
    """What is remembered of the file itself."""

    name: str
    sha256: str

    @classmethod
    def of(cls, name: str, data: FileData) -> File:
        with opened(data) as content:
            digest = hashlib.sha256()
            while block := content.read(BLOCK):
                digest.update(block)
        return cls(name[:200], digest.hexdigest())


@dataclass(frozen=True)
class Publisher:
    """Who publishes: an account of the site, and whom the system runs the command for."""

    account: User | None = None
    system_user: str = ""


NOBODY = Publisher()


def keep(
    source: Source,
    part: PublishedPart,
    rows: RowsByTable,
    reading: Reading,
    file: File,
    by: Publisher,
) -> Snapshot:
    """Store the rows as the part's current snapshot; call it in the rows' transaction."""
    cutoffs = (date for frame in reading.frames.values() for date in frame["cutoff_date"].unique())
    beside = snapshots_of(source, part.name, part.covers)
    beside.update(is_current=False)
    snapshot = Snapshot.objects.create(
        source=source.name,
        feed=part.name,
        covers=part.covers,
        file_name=file.name,
        sha256=file.sha256,
        cutoff_date=max(cutoffs, default=None),
        published_by=by.account,
        system_user=by.system_user[:150],
        number_of_rows=reading.number_of_rows,
        refused_rows=reading.refused_rows,
        report=_report(reading),
        content=b"",
        is_current=True,
    )
    _store(snapshot, _packed(rows))
    old = beside.order_by("-pk").values_list("pk", flat=True)[KEPT:]
    Snapshot.objects.filter(pk__in=list(old)).delete()
    return snapshot


def _store(snapshot: Snapshot, content: bytes) -> None:
    """As bytes: written into a statement's text they would take up several times their size."""
    table = sql.Identifier(Snapshot._meta.db_table)
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        statement = sql.SQL("UPDATE {} SET content = %b WHERE id = %s").format(table)
        cursor.execute(statement, [content, snapshot.pk])
    snapshot.content = content


def make_current(snapshot: Snapshot, source: Source, part: PublishedPart) -> None:
    """Mark it as the one whose rows are published of the part."""
    snapshots_of(source, part.name, part.covers).update(is_current=False)
    Snapshot.objects.filter(pk=snapshot.pk).update(is_current=True)
    snapshot.is_current = True


@dataclass(frozen=True)
class _KeptRows:
    """The rows of one table of a snapshot, read from its content whenever they are asked for."""

    content: bytes
    table: str

    def __iter__(self) -> Iterator[Row]:
        with gzip.open(io.BytesIO(self.content), "rt", encoding="utf-8") as lines:
            for item in map(json.loads, lines):
                if item["table"] == self.table and "row" in item:
                    yield item["row"]


def rows_of(snapshot: Snapshot) -> dict[str, Iterable[Row]]:
    """The rows by table, as they were published; dates as text, which COPY takes as well."""
    content = bytes(snapshot.content)
    with gzip.open(io.BytesIO(content), "rt", encoding="utf-8") as lines:
        # A line that starts a table is short; those of rows are looked at when they are asked for.
        tables = [json.loads(line)["table"] for line in lines if '"row"' not in line]
    return {table: _KeptRows(content, table) for table in tables}


def refused(snapshot: Snapshot, effect: str) -> Iterator[RowError]:
    """What was refused (``"errors"``) or left out (``"notices"``) when it was published."""
    for cells in snapshot.report[effect]:
        yield RowError(*cells)


def _report(reading: Reading) -> dict[str, list[Any]]:
    return {
        "remarks": list(reading.remarks),
        "errors": [_cells(error) for error in reading.errors[:MAX_REPORTED]],
        "notices": [_cells(notice) for notice in reading.notices[:MAX_REPORTED]],
    }


def _cells(error: RowError) -> list[Any]:
    # PostgreSQL's JSON can't hold a NUL.
    text = (error.column, masked(error.value), masked(error.reason), error.file, error.code)
    cells = (cell.replace("\0", "\N{REPLACEMENT CHARACTER}") for cell in text)
    return [error.row, *cells, error.is_mended]


def _packed(rows: RowsByTable) -> bytes:
    """JSON lines, gzipped: a line names a table, those after it hold its rows."""
    content = io.BytesIO()
    encode = json.JSONEncoder(default=_plain).encode
    # No time of day inside: the same rows give the same bytes.
    with gzip.GzipFile(fileobj=content, mode="wb", compresslevel=_LEVEL, mtime=0) as packed:
        for table, records in rows.items():
            packed.write(f"{encode({'table': table})}\n".encode())
            for row in records:
                packed.write(f"{encode({'table': table, 'row': row})}\n".encode())
    return content.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | Decimal):
        return str(value)
    if hasattr(value, "item"):  # a number of NumPy's
        return value.item()
    raise TypeError(type(value))
