"""A file that is read part by part, packed as it is read: never all of its rows are in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from layers.loading.candidates import Candidate, Declared, latest_cutoff
from layers.loading.packing import NOTICES, ROWS, summary_of, write_cells, write_rows
from layers.loading.personal import without_refuges
from layers.loading.privacy import without_personal_data
from layers.loading.rows import Block, BlockRows, FrameRows
from layers.reading.results import Reading, RowError
from layers.source import Source


def write_parts(source: Source, parts: Iterable[Reading], folder: Path) -> dict[str, Any]:
    """As ``packing.write_reading``, of the parts that the source's reader gives.

    What is nobody's to publish is taken out of each (``checking.read``). Raises as the reader does;
    what lies in the folder then is of no use.
    """
    (table,) = source.tables
    read = _Read(source, table.name, parts)
    with (folder / ROWS).open("wb") as target:
        write_rows({table.name: read}, target)
    write_cells(sorted(read.errors, key=_place), folder)
    write_cells(sorted(read.notices, key=_place), folder, NOTICES)
    return summary_of(read.candidate())


@dataclass
class _Read(BlockRows):
    """The rows of the parts, gone through once, and what is to be known of them afterwards."""

    source: Source
    table: str
    parts: Iterable[Reading]
    errors: list[RowError] = field(default_factory=list)
    notices: list[RowError] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    number_of_rows: int = 0
    refused_rows: int = 0
    candidates: list[Candidate] = field(default_factory=list)

    def blocks(self) -> Iterator[Block]:
        for part in self.parts:
            reading = without_refuges(self.source, without_personal_data(self.source, part))
            self._take(reading)
            yield from FrameRows(reading.frames[self.table]).blocks()

    def _take(self, reading: Reading) -> None:
        self.errors += reading.errors
        self.notices += reading.notices
        self.remarks += reading.remarks
        self.number_of_rows += reading.number_of_rows
        self.refused_rows += reading.refused_rows
        self.candidates.append(
            Candidate(
                {},
                reading.number_of_rows,
                feed=reading.feed,
                cutoff_date=latest_cutoff(reading.frames),
                declared=Declared.of(reading.frames),
            )
        )

    def candidate(self) -> Candidate:
        """All of it but the rows."""
        rows: Counter[str] = Counter()
        named: set[str] = set()
        for part in self.candidates:
            rows.update(part.declared.rows)
            named |= part.declared.named
        cutoffs = [part.cutoff_date for part in self.candidates if part.cutoff_date]
        return Candidate(
            {},
            self.number_of_rows,
            refused_rows=self.refused_rows,
            left_out=sum(not notice.is_mended for notice in self.notices),
            remarks=tuple(self.remarks),
            feed=self.candidates[-1].feed,
            cutoff_date=max(cutoffs, default=None),
            declared=Declared(rows, frozenset(named)),
        )


def _place(cell: RowError) -> tuple[str, int]:
    return cell.file, cell.row
