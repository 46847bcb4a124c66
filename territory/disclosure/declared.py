"""What a theme declares of its counts of people: which tables are published, and what adds up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# How long a period is, the finer first.
GRANULARITIES = ("day", "month", "year")
# Digits of a unit's ubigeo; none is the country.
LEVELS = (6, 4, 2, 0)


@dataclass(frozen=True)
class Cut:
    """One table: counts by unit of a level, by period and by codes.

    ``level`` are the digits of its units' ubigeos (0: the country); ``collapse`` names the
    dimensions that are summed up, each into the code of its total. ``known``: it isn't published
    here, but others publish it, so that whoever reads ours knows it as well.
    """

    level: int
    granularity: str
    collapse: Mapping[str, str] = field(default_factory=dict)
    known: bool = False

    def __post_init__(self) -> None:
        if self.level not in LEVELS or self.granularity not in GRANULARITIES:
            raise ValueError(f"No such table: {self.level} digits by {self.granularity}.")


@dataclass(frozen=True)
class Disclosure:
    """The published tables of a source, and what adds up in them besides units and periods.

    ``adds``: dimension → code of a total → the codes that make it, each thing counted in one of
    them only; several such lists where it is divided in several ways. ``only``: dimension → the
    codes that are published at all. ``whole_years``: a year of which a month has no row in any
    file is not reported. ``beside`` are further columns of the rows that tell nothing
    of people, published as they are in the row with the latest cut-off.

    ``of_units``: the rows are of units, whose codes say what lies in what. Rows of none have what
    they are of (a prosecutors' district) among their dimensions, and their tables are of level 0:
    nothing adds up but what ``adds`` and the cuts say. ``whole_from``: the dimension that tells
    what these are of, and from how many of its codes on they are the whole country's.
    """

    cuts: tuple[Cut, ...]
    adds: Mapping[str, Mapping[str, tuple[str, ...] | tuple[tuple[str, ...], ...]]] = field(
        default_factory=dict
    )
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    whole_years: bool = False
    of_units: bool = True
    whole_from: tuple[str, int] = ("", 0)

    def __post_init__(self) -> None:
        if not self.of_units and any(cut.level for cut in self.cuts):
            raise ValueError("Rows of no unit have no level.")
        if self.of_units != (not self.whole_from[0]):
            raise ValueError("Rows of no unit, and only these, say what is the whole of them.")
        if not any(not cut.known for cut in self.cuts):
            raise ValueError("A source publishes one table at least.")

    def divisions(self, dimension: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each total's code with the codes of one way to divide it."""
        for total, codes in self.adds.get(dimension, {}).items():
            ways = codes if codes and isinstance(codes[0], tuple) else (codes,)
            for way in ways:
                yield total, tuple(str(code) for code in way)
