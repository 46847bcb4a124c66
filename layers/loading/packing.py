"""Rows as JSON lines, gzipped: how snapshots keep them and a checked file travels.

A line names a table, those after it hold its rows, each with its number in the file (``at``)
where that is known.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from io import RawIOBase
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

from layers.loading.candidates import Candidate, Declared
from layers.loading.rows import RowsByTable, from_file, numbered, packed_rows, rows_of
from layers.reading.results import Reading, RowError

# Half the time of the highest, and hardly larger.
_LEVEL = 6
# Line by line the calls take longer than what they write.
_AT_ONCE = 500
ROWS, ERRORS, NOTICES = "rows.jsonl.gz", "errors.jsonl", "notices.jsonl"


def write_rows(rows: RowsByTable, target: IO[bytes] | RawIOBase) -> None:
    """Pack the rows of each table."""
    encode = json.JSONEncoder(default=_plain, check_circular=False).encode
    # No time of day inside: the same rows give the same bytes.
    with gzip.GzipFile(
        fileobj=cast(IO[bytes], target), mode="wb", compresslevel=_LEVEL, mtime=0
    ) as packed:
        for table, records in rows.items():
            packed.write(f"{encode({'table': table})}\n".encode())
            lines = (
                encode({"table": table, "row": row} | ({} if at is None else {"at": at}))
                for at, row in numbered(records)
            )
            while some := list(islice(lines, _AT_ONCE)):
                packed.write(("\n".join(some) + "\n").encode())


def write_reading(reading: Reading, folder: Path) -> dict[str, Any]:
    """Leave a reading in a folder, for another process; gives the rest of it as JSON values.

    Rows in ``rows.jsonl.gz``, refused cells in ``errors.jsonl``, those left out or mended in
    ``notices.jsonl``.
    """
    with (folder / ROWS).open("wb") as target:
        write_rows(rows_of(reading.frames), target)
    _write_cells(reading.errors, folder / ERRORS)
    _write_cells(reading.notices, folder / NOTICES)
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


def _write_cells(cells: Iterable[RowError], path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for cell in cells:
            values = (cell.row, cell.column, cell.value, cell.reason, cell.file, cell.code)
            file.write(json.dumps([*values, cell.is_mended], default=_plain) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | Decimal):
        return str(value)
    if hasattr(value, "item"):  # a number of NumPy's
        return value.item()
    raise TypeError(type(value))
