"""What was registered of an institute: its titles and degrees by programme and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from territory.models import DegreeCount, DegreeKind, HigherInstitute

# An institute has some tens of programmes; a page shows so many counts of it, the layer all.
MOST_COUNTS = 1_000


@dataclass(frozen=True)
class Programme:
    """A programme's counts: titles and degrees of each of the institute's years, None of none."""

    name: str
    cells: tuple[tuple[int | None, int | None], ...]


@dataclass(frozen=True)
class Institute:
    """An institute by its code; ``register`` is its row among the institutes, if it has one."""

    code: str
    register: HigherInstitute | None
    programmes: tuple[Programme, ...]
    years: tuple[int, ...]
    counts: tuple[DegreeCount, ...]

    @property
    def name(self) -> str:
        return self.register.name if self.register else self.code

    @property
    def is_sample(self) -> bool:
        rows = (self.register, *self.counts)
        return any(row.is_sample for row in rows if row is not None)


def institute(code: str) -> Institute | None:
    """What is published of an institute; None where neither register has the code. Two queries."""
    registered = HigherInstitute.objects.published().filter(modular_code=code)
    row = registered.select_related("declared_unit").defer("declared_unit__geom")
    found = row.order_by("annex").first()
    counted = DegreeCount.objects.published().filter(institute_code=code)
    counts = tuple(counted.order_by("programme", "period_start", "category")[:MOST_COUNTS])
    if found is None and not counts:
        return None
    years = tuple(sorted({count.period_start.year for count in counts}))
    return Institute(code, found, tuple(_programmes(counts, years)), years, counts)


def _programmes(counts: Sequence[DegreeCount], years: Sequence[int]) -> Iterator[Programme]:
    numbers: Counter[tuple[str, int, str]] = Counter()
    for count in counts:
        numbers[count.programme, count.period_start.year, count.category] += count.value or 0
    for name in dict.fromkeys(count.programme for count in counts):
        cells = [
            (
                numbers.get((name, year, DegreeKind.TITLE.value)),
                numbers.get((name, year, DegreeKind.DEGREE.value)),
            )
            for year in years
        ]
        yield Programme(name, tuple(cells))
