"""Rows as JSON lines, gzipped: how snapshots keep them and a checked file travels.

The first line names the tables (``tables``). Each other holds some hundreds of rows ``of`` one:
their numbers in the file (``at``, null where none is known), its columns (``names``), their values
(``columns``) and the value of those that hold one in all these rows (``same``).
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from io import RawIOBase
from pathlib import Path
from typing import IO, Any, cast

from layers.loading.candidates import Candidate, Declared
from layers.loading.rows import (
    Block,
    RowsByTable,
    block_beginning,
    blocks_of,
    from_file,
    packed_rows,
    rows_of,
)
from layers.reading.results import Reading, RowError

# A third of the time of the highest, and hardly larger.
_LEVEL = 3
ROWS, ERRORS, NOTICES = "rows.jsonl.gz", "errors.jsonl", "notices.jsonl"


def write_rows(rows: RowsByTable, target: IO[bytes] | RawIOBase) -> None:
    """Pack the rows of each table."""
    # No time of day inside: the same rows give the same bytes.
    with gzip.GzipFile(
        fileobj=cast(IO[bytes], target), mode="wb", compresslevel=_LEVEL, mtime=0
    ) as packed:
        packed.write(f"{_encode({'tables': list(rows)})}\n".encode())
        for table, records in rows.items():
            beginning = block_beginning(table)
            for block in blocks_of(records):
                packed.write(f"{beginning}{_encode(_packed(block))[1:]}\n".encode())


def _packed(block: Block) -> dict[str, Any]:
    same: dict[str, Any] = {}
    columns: dict[str, Any] = {}
    for name, cells in block.columns.items():
        # Of values that are equal and no more, as 1 and true, each is kept.
        first = cells[0]
        is_same = cells.count(first) == len(cells) and len(set(map(type, cells))) == 1
        (same if is_same else columns)[name] = first if is_same else cells
    at, names = block.numbers, list(block.columns)
    return {"at": at, "names": names, "same": same, "columns": columns}


def write_reading(reading: Reading, folder: Path) -> dict[str, Any]:
    """Leave a reading in a folder, for another process; gives the rest of it as JSON values.

    Rows in ``rows.jsonl.gz``, refused cells in ``errors.jsonl``, those left out or mended in
    ``notices.jsonl``.
    """
    with (folder / ROWS).open("wb") as target:
        write_rows(rows_of(reading.frames), target)
    write_cells(reading.errors, folder)
    write_cells(reading.notices, folder, NOTICES)
    return summary_of(Candidate.of(reading))


def summary_of(candidate: Candidate) -> dict[str, Any]:
    """All of a candidate but its rows and cells, as JSON values."""
    cutoff = candidate.cutoff_date
    return {
        "number_of_rows": candidate.number_of_rows,
        "refused_rows": candidate.refused_rows,
        "left_out": candidate.left_out,
        "remarks": list(candidate.remarks),
        "feed": candidate.feed,
        "cutoff_date": None if cutoff is None else str(cutoff),
        "declared": dict(candidate.declared.rows),
        "named": sorted(candidate.declared.named),
    }


def candidate_in(folder: Path, summary: Mapping[str, Any]) -> Candidate:
    """What ``write_reading`` left in a folder, with what it gave."""
    errors, notices = CellLines(folder / ERRORS), CellLines(folder / NOTICES)
    return candidate_of(from_file(folder / ROWS), summary, errors, notices)


def candidate_of(
    opened: Callable[[], IO[bytes]],
    summary: Mapping[str, Any],
    errors: Iterable[RowError],
    notices: Iterable[RowError],
) -> Candidate:
    """The candidate of packed rows, what else is known of it, and its cells."""
    cutoff = summary["cutoff_date"]
    return Candidate(
        rows=packed_rows(opened),
        number_of_rows=summary["number_of_rows"],
        errors=errors,
        notices=notices,
        refused_rows=summary["refused_rows"],
        left_out=summary["left_out"],
        remarks=tuple(summary["remarks"]),
        feed=summary["feed"],
        cutoff_date=None if cutoff is None else dt.date.fromisoformat(cutoff),
        declared=Declared(dict(summary["declared"]), frozenset(summary["named"])),
    )


class CellLines:
    """Cells in a file of JSON lines; they can be gone through any number of times."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[RowError]:
        with self._path.open(encoding="utf-8") as lines:
            for line in lines:
                yield RowError(*json.loads(line))


def write_cells(cells: Iterable[RowError], folder: Path, name: str = ERRORS) -> None:
    """Leave refused cells, or by the ``name`` of NOTICES others, in a folder."""
    with (folder / name).open("w", encoding="utf-8") as file:
        for cell in cells:
            values = (cell.row, cell.column, cell.value, cell.reason, cell.file, cell.code)
            file.write(json.dumps([*values, cell.is_mended], default=_plain) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | Decimal):
        return str(value)
    if hasattr(value, "item"):  # a number of NumPy's
        return value.item()
    raise TypeError(type(value))


_encode = json.JSONEncoder(default=_plain, check_circular=False, separators=(",", ":")).encode
