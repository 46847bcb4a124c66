"""What a file covers: units named by ubigeo, which nest by their codes, or the whole country.

A part of the country is never shown as the whole: a total is a unit's only where all of the
unit is covered. Pure rules; ``units`` are the ubigeos of all present units, of every level.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

# The whole country; a ubigeo is two to six digits.
COUNTRY = "PE"

Covers = tuple[str, ...]


def contains(larger: str, smaller: str) -> bool:
    """Whether a unit (or the country) is another or holds it."""
    return larger == COUNTRY or smaller.startswith(larger)


def outermost(units: Iterable[str]) -> Covers:
    """The units that lie in no other of them, by code."""
    kept: list[str] = []
    # The country first; then a unit before those within it.
    for unit in sorted(set(units), key=lambda code: (code != COUNTRY, code)):
        if not any(contains(above, unit) for above in kept):
            kept.append(unit)
    return tuple(kept)


def overlap(these: Iterable[str], those: Iterable[str]) -> Covers:
    """What both cover, as few units as say it; empty where they have nothing in common."""
    those = tuple(those)
    common = {
        there if contains(here, there) else here
        for here in these
        for there in those
        if contains(here, there) or contains(there, here)
    }
    return outermost(common)


def merged(covers: Iterable[str], units: Collection[str]) -> Covers:
    """The same with every unit whose parts are all covered named instead of its parts."""
    kept = set(outermost(covers))
    for level in (4, 2):
        for unit in {code[:level] for code in kept if len(code) == level + 2}:
            parts = parts_of(unit, units)
            if parts and parts <= kept:
                kept = {code for code in kept if not code.startswith(unit)} | {unit}
    departments = parts_of(COUNTRY, units)
    return (COUNTRY,) if departments and departments <= kept else outermost(kept)


def said_by(declared: Iterable[str], units: Collection[str]) -> Covers:
    """What rows that declare these units cover: in each department the least unit that holds them.

    A file says no more than its rows do: rows of one province cover that province, not the
    department; rows of two provinces the department.
    """
    by_department: dict[str, str] = {}
    for unit in declared:
        least = by_department.setdefault(unit[:2], unit)
        by_department[unit[:2]] = _common(least, unit)
    return merged(by_department.values(), units)


def is_complete(unit: str, covers: Iterable[str], units: Collection[str]) -> bool:
    """Whether all of a unit (or of the country) is covered."""
    return any(contains(covered, unit) for covered in merged(covers, units))


def within(unit: str, covers: Iterable[str]) -> Covers:
    """What is covered of a unit (or of the country): the unit itself, or some of its parts."""
    return overlap((unit,), covers)


def missing(unit: str, covers: Iterable[str], units: Collection[str]) -> Covers:
    """What is not covered of a unit (or of the country), as few units as say it."""
    covers = merged(covers, units)
    if any(contains(covered, unit) for covered in covers):
        return ()
    if not within(unit, covers):
        return (unit,)
    return tuple(
        gap for part in sorted(parts_of(unit, units)) for gap in missing(part, covers, units)
    )


def parts_of(unit: str, units: Iterable[str]) -> set[str]:
    """The units one level down: departments of the country, provinces, districts."""
    length = 2 if unit == COUNTRY else len(unit) + 2
    return {code for code in units if len(code) == length and contains(unit, code)}


def _common(one: str, other: str) -> str:
    """The least unit that holds both, of one department."""
    while not other.startswith(one):
        one = one[:-2]
    return one
