"""Snapshots: the clean rows of each publication, kept to return to them."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from layers.loading import disclosed
from layers.loading.candidates import Candidate
from layers.loading.packing import write_rows
from layers.loading.parts import snapshots_of
from layers.loading.rows import Row, from_bytes, packed_rows
from layers.models import Snapshot
from layers.reading.bounds import BLOCK
from layers.reading.content import FileData, opened
from layers.reading.results import RowError
from layers.source import Source
from territory.coverage import overlap
from territory.models import PublishedPart
from territory.personal_data import masked
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))

# How many publications of a source can be returned to; older ones go.
KEPT = 10
# Of a file that is wrong from end to end the first cells tell enough.
MAX_REPORTED = 5_000


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
    """Who publishes: an account of the site, and whom the system runs the command for.

    ``submission`` is the file handed in by the site's pages, ``note`` what the person wrote.
    """

    account: User | None = None
    system_user: str = ""
    submission: uuid.UUID | None = None
    note: str = ""


NOBODY = Publisher()


def keep(
    source: Source, part: PublishedPart, candidate: Candidate, file: File, by: Publisher
) -> Snapshot:
    """Store the rows as the part's current snapshot; call it in the rows' transaction."""
    beside = snapshots_of(source, part.name, part.covers)
    beside.update(is_current=False)
    snapshot = Snapshot.objects.create(
        source=source.name,
        feed=part.name,
        covers=part.covers,
        file_name=file.name,
        sha256=file.sha256,
        cutoff_date=candidate.cutoff_date,
        published_by=by.account,
        system_user=by.system_user[:150],
        number_of_rows=candidate.number_of_rows,
        refused_rows=candidate.refused_rows,
        report=_report(candidate, is_exact=source.disclosure is not None),
        content=b"",
        is_current=True,
    )
    packed = io.BytesIO()
    write_rows(candidate.rows, packed)
    if source.disclosure is not None:
        disclosed.keep_snapshot(snapshot.pk, packed.getvalue())
    else:
        _store(snapshot, packed)
    old = beside.order_by("-pk").values_list("pk", flat=True)[KEPT:]
    # What refers to one makes Django read it first: a national file's rows aren't needed for that.
    Snapshot.objects.filter(pk__in=list(old)).defer("content", "report").delete()
    return snapshot


def _store(snapshot: Snapshot, packed: io.BytesIO) -> None:
    """Keep the packed rows in the database, and here no longer."""
    with connection.wrap_database_errors, connection.cursor() as cursor, packed.getbuffer() as all_:
        cursor.execute(_SQL["pieces"])
        with cursor.copy(_SQL["fill"]) as copy:
            copy.set_types(["int4", "bytea"])
            for number, start in enumerate(range(0, len(all_), BLOCK)):
                copy.write_row((number, all_[start : start + BLOCK]))
        cursor.execute(_SQL["join"], [snapshot.pk])
        cursor.execute(_SQL["drop"])
    del snapshot.content  # read again by whoever asks for it


def undone_by(snapshot: Snapshot) -> list[Snapshot]:
    """The later publications of its units that don't hold once it is returned to.

    One whose file was published before it as well, or is the snapshot's own, still holds.
    """
    kept = Snapshot.objects.filter(source=snapshot.source, feed=snapshot.feed)
    kept = kept.defer("content", "report").order_by("pk")
    holding = {_told(one) for one in kept if one.pk <= snapshot.pk}
    later = [one for one in kept if one.pk > snapshot.pk and overlap(one.covers, snapshot.covers)]
    return [one for one in later if _told(one) not in holding]


def _told(snapshot: Snapshot) -> tuple[Any, ...]:
    """Which file it published, of which day and for which units."""
    return snapshot.sha256, snapshot.cutoff_date, tuple(snapshot.covers)


def make_current(snapshot: Snapshot, source: Source, part: PublishedPart) -> None:
    """Mark it as the one whose rows are published of the part."""
    snapshots_of(source, part.name, part.covers).update(is_current=False)
    Snapshot.objects.filter(pk=snapshot.pk).update(is_current=True)
    snapshot.is_current = True


def rows_of(snapshot: Snapshot, *, apart: bool = False) -> dict[str, Iterable[Row]]:
    """The rows by table, as they were published; exact counts of people lie ``apart``."""
    content = disclosed.snapshot_content(snapshot.pk) if apart else bytes(snapshot.content)
    return dict(packed_rows(from_bytes(content)))


def refused(snapshot: Snapshot, effect: str) -> Iterator[RowError]:
    """What was refused (``"errors"``) or left out (``"notices"``) when it was published."""
    for cells in snapshot.report[effect]:
        yield RowError(*cells)


def _report(candidate: Candidate, *, is_exact: bool) -> dict[str, list[Any]]:
    """What was refused and left out; of exact counts not what the cells hold."""

    def cells(errors: Iterable[RowError]) -> list[list[Any]]:
        some = islice(errors, MAX_REPORTED)
        return [_cells(replace(error, value="") if is_exact else error) for error in some]

    return {
        "remarks": list(candidate.remarks),
        "errors": cells(candidate.errors),
        "notices": cells(candidate.notices),
    }


def _cells(error: RowError) -> list[Any]:
    # PostgreSQL's JSON can't hold a NUL.
    text = (error.column, masked(error.value), masked(error.reason), error.file, error.code)
    cells = (cell.replace("\0", "\N{REPLACEMENT CHARACTER}") for cell in text)
    return [error.row, *cells, error.is_mended]
