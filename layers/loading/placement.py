"""A file's positions held against the units that its rows, or the operator, say they are in.

The same for every source. Of a file whose rows declare their units, a position in another
department is left out, or costs its row its place where the row is nothing without it. A file most
of whose positions lie elsewhere is refused, with the places named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from layers.loading.candidates import Candidate
from layers.loading.rows import Block, BlockRows, Row, blocks_of, row_numbers
from layers.reading.directory import Directory
from layers.reading.results import Reading, RowError, SourceError
from layers.source import Source, Table
from territory.boundaries import Elsewhere, elsewhere
from territory.boundaries.rules import MAX_SHARE_OUTSIDE, has_official_boundaries
from territory.models import AdminUnit
from territory.models.placed import PositionedRecord

# Fewer positions than this, each with the unit that its row declares, say nothing of the file.
_FEWEST = 10
# Of many places the first say enough.
_MAX_NAMED = 4
_DEPARTMENT = 2


@dataclass
class Placed:
    """The positions of a table: of each its row's number, the unit it declares, and itself."""

    numbers: list[int | None]
    declared: list[str]
    geoms: list[str]


@dataclass(frozen=True)
class Misplaced:
    """What is to be done of a table: rows that lose their position, or, ``is_fatal``, go."""

    table: str
    rows: frozenset[int]
    reasons: tuple[RowError, ...]
    is_fatal: bool
    remarks: tuple[str, ...] = ()

    def unreported(self, table: str) -> Misplaced:
        """The same of a table that has some of the rows once more."""
        return replace(self, table=table, reasons=(), remarks=())


def hold_positions(source: Source, reading: Reading, units: Directory) -> Reading:
    """The reading without the positions that can't be; raises SourceError for a whole file's."""
    for table in _positioned(source):
        frame = reading.frames[table.name]
        rows = frame[frame["geom"].notna() & frame["declared_ubigeo"].notna()]
        placed = Placed(row_numbers(rows.index), list(rows["declared_ubigeo"]), list(rows["geom"]))
        misplaced = _misplaced(source, table, placed, units)
        if misplaced:
            reading = _without(reading, misplaced)
            for part in _parts(source, table):
                reading = _without(reading, misplaced.unreported(part.name))
    return reading


def hold_candidate(source: Source, candidate: Candidate, units: Directory) -> Candidate:
    """The same of rows that are never all in memory; raises SourceError for a whole file's."""
    for table in _positioned(source):
        placed = Placed([], [], [])
        for block in blocks_of(candidate.rows[table.name]):
            declared, geoms = block.columns["declared_ubigeo"], block.columns["geom"]
            for at, unit, geom in zip(block.numbers, declared, geoms, strict=True):
                if geom and unit:
                    placed.numbers.append(at)
                    placed.declared.append(unit)
                    placed.geoms.append(geom)
        misplaced = _misplaced(source, table, placed, units)
        if misplaced:
            candidate = _held(candidate, misplaced)
            for part in _parts(source, table):
                candidate = _without_rows(candidate, misplaced.unreported(part.name))
    return candidate


@dataclass(frozen=True)
class _HeldRows(BlockRows):
    """A table's rows without what can't be."""

    rows: Iterable[Row]
    misplaced: Misplaced

    def blocks(self) -> Iterator[Block]:
        for block in blocks_of(self.rows):
            is_held = [at not in self.misplaced.rows for at in block.numbers]
            if all(is_held):
                yield block
            elif not self.misplaced.is_fatal:
                pairs = zip(block.columns["geom"], is_held, strict=True)
                geoms = [geom if held else None for geom, held in pairs]
                yield Block(block.numbers, {**block.columns, "geom": geoms})
            elif any(is_held):
                yield block.only(is_held)


@dataclass(frozen=True)
class _Chained:
    """Cells of two origins; they can be gone through any number of times."""

    first: Iterable[RowError]
    then: Iterable[RowError]

    def __iter__(self) -> Iterator[RowError]:
        yield from self.first
        yield from self.then


def _without_rows(candidate: Candidate, misplaced: Misplaced) -> Candidate:
    held = _HeldRows(candidate.rows[misplaced.table], misplaced)
    return replace(candidate, rows={**candidate.rows, misplaced.table: held})


def _held(candidate: Candidate, misplaced: Misplaced) -> Candidate:
    number = len(misplaced.rows)
    candidate = _without_rows(candidate, misplaced)
    changed: dict[str, Any] = {"remarks": (*candidate.remarks, *misplaced.remarks)}
    if misplaced.is_fatal:
        changed |= {
            "errors": _Chained(candidate.errors, misplaced.reasons),
            "refused_rows": candidate.refused_rows + number,
            "number_of_rows": candidate.number_of_rows - number,
        }
    else:
        changed |= {
            "notices": _Chained(candidate.notices, misplaced.reasons),
            "left_out": candidate.left_out + number,
        }
    return replace(candidate, **changed)


def _positioned(source: Source) -> list[Table]:
    """The tables of rows with positions, each of a table that has more of them instead of it."""
    names = {
        table.part_of or table.name
        for table in source.tables
        if issubclass(table.model, PositionedRecord) and "geom" in table.columns
    }
    return [table for table in source.tables if table.name in names]


def _parts(source: Source, whole: Table) -> list[Table]:
    return [table for table in source.tables if table.part_of == whole.name]


def _misplaced(source: Source, table: Table, placed: Placed, units: Directory) -> Misplaced | None:
    if not placed.declared:
        return None
    digits = len(placed.declared[0]) if source.needs_feed else _DEPARTMENT
    found = elsewhere(placed.declared, placed.geoms, digits)
    if not found:
        return None
    number = len(placed.declared)
    share = len(found) / number
    if share > MAX_SHARE_OUTSIDE and (source.needs_feed or number >= _FEWEST):
        raise SourceError(_refusal(source, placed.declared, found, units, number))
    if source.needs_feed:
        # A city's routes may leave it.
        remark = f"{len(found)} de {number} posiciones quedan fuera: {_places(found, units)}."
        return Misplaced(table.name, frozenset(), (), is_fatal=False, remarks=(remark,))
    by = _by()
    reasons = tuple(
        RowError(
            placed.numbers[one.at] or 0,
            "geom",
            "",
            _reason(one, placed.declared[one.at], units, by),
        )
        for one in found
    )
    rows = frozenset(reason.row for reason in reasons)
    is_fatal = not table.model._meta.get_field("geom").null
    return Misplaced(table.name, rows, reasons, is_fatal)


def _without(reading: Reading, misplaced: Misplaced) -> Reading:
    """The reading without those positions, or without their rows."""
    remarks = (*reading.remarks, *misplaced.remarks)
    frame = reading.frames[misplaced.table]
    is_misplaced = frame.index.isin(misplaced.rows)
    if misplaced.is_fatal:
        errors = tuple(sorted((*reading.errors, *misplaced.reasons), key=_row))
        frames = {**reading.frames, misplaced.table: frame[~is_misplaced]}
        return replace(reading, frames=frames, errors=errors, remarks=remarks)
    notices = tuple(sorted((*reading.notices, *misplaced.reasons), key=_row))
    frame = frame.assign(geom=frame["geom"].where(~is_misplaced, None))
    frames = {**reading.frames, misplaced.table: frame}
    return replace(reading, frames=frames, notices=notices, remarks=remarks)


def _row(error: RowError) -> tuple[str, int]:
    return error.file, error.row


def _reason(one: Elsewhere, declared: str, units: Directory, by: str) -> str:
    department = units.name(declared[:_DEPARTMENT])
    return f"La posición queda {_place(one.unit, units)}; la fila es de {department}{by}."


def _refusal(
    source: Source, declared: Sequence[str], found: list[Elsewhere], units: Directory, number: int
) -> str:
    share = round(100 * len(found) / number)
    if source.needs_feed:
        where = f"de {units.label(declared[0])} ({declared[0]}), la unidad indicada"
    else:
        where = "del departamento que declara su fila"
    return (
        f"{len(found)} de {number} posiciones ({share} %) quedan fuera {where}{_by()}: están "
        f"{_places(found, units)}. ¿Es el archivo de otro lugar, o es otra la unidad?"
    )


def _places(found: list[Elsewhere], units: Directory) -> str:
    counted = Counter(one.unit for one in found).most_common()
    texts = [f"{_place(unit, units)} ({count})" for unit, count in counted[:_MAX_NAMED]]
    more = len(counted) - len(texts)
    return ", ".join(texts) + (f" y en {more} lugares más" if more > 0 else "")


def _place(unit: str | None, units: Directory) -> str:
    return f"en {units.label(unit)}" if unit else "fuera del Perú"


def _by() -> str:
    """What positions are held by, where that isn't an official boundary; one query."""
    is_official = has_official_boundaries(AdminUnit.Level.DEPARTMENT)
    return "" if is_official else " (por límites aproximados, con tolerancia)"
