"""The cells of a source's published tables, and all sums by which they are tied to one another.

A cell's key is its unit, how long its period is, its first day and its codes. Two tables are tied
where both add up to the same: so the tables between each of them and what they have in common are
worked out as well, though nobody publishes them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from territory.disclosure.declared import GRANULARITIES, Cut, Disclosure
from territory.disclosure.sums import Key, Sum

# The places in a key; the codes of the dimensions follow.
UNIT, GRANULARITY, START, CODES = 0, 1, 2, 3


@dataclass(frozen=True)
class Shape:
    """Which table a cell is of; ``collapsed`` are the dimensions that are summed up."""

    level: int
    granularity: str
    collapsed: frozenset[str]

    @classmethod
    def of(cls, cut: Cut) -> Shape:
        return cls(cut.level, cut.granularity, frozenset(cut.collapse))

    def common(self, other: Shape) -> Shape:
        """The finest table that both add up to."""
        granularity = max(self.granularity, other.granularity, key=GRANULARITIES.index)
        collapsed = self.collapsed | other.collapsed
        return Shape(min(self.level, other.level), granularity, collapsed)


@dataclass
class Linked:
    """The cells of all tables that are known (key → value), and their sums."""

    cells: dict[Key, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)


def link(
    disclosure: Disclosure,
    dimensions: Sequence[str],
    tables: Sequence[Mapping[Key, int | None]],
) -> Linked:
    """The whole system of what is published, and what others tell.

    ``tables``: the cells of each of the cuts; None where the value isn't known. A cell that isn't
    there is zero.
    """
    by_shape = {
        Shape.of(cut): dict(cells) for cut, cells in zip(disclosure.cuts, tables, strict=True)
    }
    totals = _totals(disclosure)
    builder = _Builder(dimensions, disclosure, totals, by_shape)
    shapes = [Shape.of(cut) for cut in disclosure.cuts]
    for number, one in enumerate(shapes):
        for other in shapes[:number]:
            common = one.common(other)
            builder.lead(one, common)
            builder.lead(other, common)
    return builder.linked()


def _totals(disclosure: Disclosure) -> dict[str, str]:
    """Dimension → the code into which a cut sums it up."""
    found: dict[str, str] = {}
    for cut in disclosure.cuts:
        for dimension, code in cut.collapse.items():
            if found.setdefault(dimension, code) != code:
                raise ValueError(f"Two totals of {dimension}: {found[dimension]} and {code}.")
    return found


class _Builder:
    def __init__(
        self,
        dimensions: Sequence[str],
        disclosure: Disclosure,
        totals: Mapping[str, str],
        tables: dict[Shape, dict[Key, int | None]],
    ) -> None:
        self._place = {name: CODES + number for number, name in enumerate(dimensions)}
        self._disclosure = disclosure
        self._totals = totals
        self._tables = tables
        self._steps: dict[tuple[Shape, Shape], list[Sum]] = {}

    def lead(self, fine: Shape, coarse: Shape) -> None:
        """Sum up a table until it is the coarse one, one dimension after the other.

        From level to level: of a country whose departments are told its districts say nothing.
        """
        levels = {cut.level for cut in self._disclosure.cuts}
        for following in _steps(fine, coarse, levels):
            if (fine, following) not in self._steps:
                self._steps[fine, following] = self._step(fine, following)
            fine = following

    def _step(self, fine: Shape, coarse: Shape) -> list[Sum]:
        parts: dict[Key, list[Key]] = {}
        for key in self._tables[fine]:
            if (total := self._coarser(key, fine, coarse)) is not None:
                parts.setdefault(total, []).append(key)
        known = self._tables.get(coarse)
        if known is None:
            known = self._tables[coarse] = {
                total: _added(self._tables[fine][key] for key in keys)
                for total, keys in parts.items()
            }
        return [Sum(total, tuple(keys)) for total, keys in parts.items() if total in known]

    def _coarser(self, key: Key, fine: Shape, shape: Shape) -> Key | None:
        """The cell of the coarser table that this one is part of; None for a total of others."""
        start = key[START]
        if fine.granularity != shape.granularity:
            start = f"{start[:4]}-01-01" if shape.granularity == "year" else f"{start[:7]}-01"
        codes = list(key[CODES:])
        for dimension in shape.collapsed - fine.collapsed:
            place = self._place[dimension] - CODES
            if codes[place] in self._disclosure.adds.get(dimension, ()):
                return None
            codes[place] = self._totals[dimension]
        return (key[UNIT][: shape.level], shape.granularity, start, *codes)

    def linked(self) -> Linked:
        """Everything that was worked out, with the totals within each table."""
        result = Linked()
        for cells in self._tables.values():
            result.cells.update({key: n for key, n in cells.items() if n is not None})
            result.sums += self._within(cells)
        for sums in self._steps.values():
            result.sums += sums
        return result

    def _within(self, cells: Collection[Key]) -> Iterator[Sum]:
        for dimension in self._disclosure.adds:
            place = self._place[dimension]
            for total, codes in self._disclosure.divisions(dimension):
                for key in cells:
                    if key[place] != total:
                        continue
                    parts = ((*key[:place], code, *key[place + 1 :]) for code in codes)
                    if present := tuple(part for part in parts if part in cells):
                        yield Sum(key, present)


def _steps(fine: Shape, coarse: Shape, levels: Collection[int]) -> Iterator[Shape]:
    for dimension in sorted(coarse.collapsed - fine.collapsed):
        fine = Shape(fine.level, fine.granularity, fine.collapsed | {dimension})
        yield fine
    if fine.granularity != coarse.granularity:
        fine = Shape(fine.level, coarse.granularity, fine.collapsed)
        yield fine
    between = (level for level in levels if coarse.level < level < fine.level)
    for level in sorted(between, reverse=True):
        fine = Shape(level, fine.granularity, fine.collapsed)
        yield fine
    if fine.level != coarse.level:
        yield coarse


def _added(values: Iterable[int | None]) -> int | None:
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total
