"""What files cover: held against sets of districts, which is what the rules stand for."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.coverage import (
    COUNTRY,
    contains,
    is_complete,
    merged,
    missing,
    outermost,
    overlap,
    said_by,
    within,
)

# Three departments: one of two provinces, one of a single province (as Callao), one of one
# province with one district.
DISTRICTS = ("010101", "010102", "010201", "070101", "070102", "240101")
UNITS = frozenset({code[:end] for code in DISTRICTS for end in (2, 4, 6)})

units = st.sampled_from(sorted(UNITS))
anything = st.sampled_from([COUNTRY, *sorted(UNITS)])
covers = st.lists(anything, max_size=6)


def districts(codes: Iterable[str]) -> set[str]:
    """The oracle: the districts that the units are made of."""
    return {
        district
        for code in codes
        for district in DISTRICTS
        if code == COUNTRY or district[: len(code)] == code
    }


@given(anything, anything)
def test_containment_is_that_of_the_districts(one: str, other: str) -> None:
    # The other way round it needn't be: a province's only district is all of it.
    if contains(one, other):
        assert districts([one]) >= districts([other])


@given(covers)
def test_the_outermost_say_the_same_without_repeating_themselves(some: list[str]) -> None:
    found = outermost(some)
    assert districts(found) == districts(some)
    assert sum(len(districts([code])) for code in found) == len(districts(some))
    assert set(found) <= set(some)


@given(covers, covers)
def test_an_overlap_is_the_districts_of_both(these: list[str], those: list[str]) -> None:
    assert districts(overlap(these, those)) == districts(these) & districts(those)
    assert overlap(these, those) == overlap(those, these)


@given(covers)
def test_merging_names_the_largest_units(some: list[str]) -> None:
    found = merged(some, UNITS)
    assert districts(found) == districts(some)
    larger = [code for code in (COUNTRY, *UNITS) if districts([code]) <= districts(some)]
    assert set(found) == set(outermost(larger))
    assert merged(found, UNITS) == found


@given(st.lists(units, max_size=8))
def test_what_rows_say_holds_every_row_and_no_other_department(declared: list[str]) -> None:
    found = said_by(declared, UNITS)
    assert all(within(unit, found) == (unit,) for unit in declared)
    assert {code[:2] for code in districts(found)} == {code[:2] for code in declared}


@given(anything, covers)
def test_a_unit_is_complete_where_all_its_districts_are_covered(unit: str, some: list[str]) -> None:
    assert is_complete(unit, some, UNITS) == (districts([unit]) <= districts(some))


@given(anything, covers)
def test_covered_and_missing_make_the_unit(unit: str, some: list[str]) -> None:
    gaps = missing(unit, some, UNITS)
    covered = within(unit, some)
    assert districts(gaps) == districts([unit]) - districts(some)
    assert districts(covered) == districts([unit]) & districts(some)


@pytest.mark.parametrize(
    ("declared", "covered"),
    [
        ((), ()),
        (("010101",), ("010101",)),
        (("010101", "010102"), ("0101",)),
        (("010101", "010201"), ("01",)),
        (("01", "010201"), ("01",)),
        # All of Callao's districts, or its one province, are Callao.
        (("0701",), ("07",)),
        (("070101", "010101"), ("010101", "070101")),
        (("010101", "010201", "0701", "240101"), (COUNTRY,)),
    ],
)
def test_what_rows_say(declared: tuple[str, ...], covered: tuple[str, ...]) -> None:
    assert said_by(declared, UNITS) == covered


def test_without_a_directory_nothing_is_complete() -> None:
    assert merged([], frozenset()) == ()
    assert not is_complete(COUNTRY, ["01"], frozenset())
    assert merged(["0101", "010201"], frozenset()) == ("0101", "010201")
