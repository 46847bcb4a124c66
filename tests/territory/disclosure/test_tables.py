"""How published tables are tied: worked out by hand."""

from __future__ import annotations

import pytest

from territory.disclosure import Cut, Disclosure, Sum
from territory.disclosure.tables import link

MONTHLY = Cut(6, "month", {"category": "total"})
YEARLY = Cut(6, "year")


def cell(unit: str, granularity: str, start: str, code: str) -> tuple[str, ...]:
    return (unit, granularity, start, code)


def test_months_and_kinds_meet_in_the_year() -> None:
    disclosure = Disclosure((MONTHLY, YEARLY))
    january = cell("130101", "month", "2024-01-01", "total")
    march = cell("130101", "month", "2024-03-01", "total")
    theft = cell("130101", "year", "2024-01-01", "theft")
    robbery = cell("130101", "year", "2024-01-01", "robbery")
    linked = link(disclosure, ("category",), [{january: 3, march: 9}, {theft: 7, robbery: 5}])
    year = cell("130101", "year", "2024-01-01", "total")
    assert linked.cells == {january: 3, march: 9, theft: 7, robbery: 5, year: 12}
    expected = [Sum(year, (january, march)), Sum(year, (theft, robbery))]
    assert sorted(linked.sums, key=str) == sorted(expected, key=str)


def test_units_add_up_to_those_above() -> None:
    disclosure = Disclosure((Cut(6, "year"), Cut(2, "year"), Cut(0, "year", known=True)))
    start = "2024-01-01"
    lima, rimac = cell("150101", "year", start, "a"), cell("150128", "year", start, "a")
    whole, country = cell("15", "year", start, "a"), cell("", "year", start, "a")
    other = cell("13", "year", start, "a")
    tables = [{lima: 4, rimac: 6}, {whole: 10, other: 3}, {country: 13}]
    linked = link(disclosure, ("category",), tables)
    assert Sum(whole, (lima, rimac)) in linked.sums
    # The country is of its departments: were these told, its districts would say nothing of it.
    assert [one for one in linked.sums if one.total == country] == [Sum(country, (whole, other))]


def test_a_total_among_the_codes_is_no_part_of_another() -> None:
    disclosure = Disclosure(
        (Cut(2, "year"), Cut(0, "year", known=True)),
        adds={"category": {"all": ("a", "b")}},
    )
    start = "2024-01-01"
    a, b, both = (cell("13", "year", start, code) for code in ("a", "b", "all"))
    country = cell("", "year", start, "all")
    linked = link(disclosure, ("category",), [{a: 1, b: 2, both: 3}, {country: 3}])
    assert Sum(both, (a, b)) in linked.sums
    assert Sum(country, (both,)) in linked.sums


def test_an_unknown_part_makes_the_sum_unknown() -> None:
    disclosure = Disclosure((MONTHLY, YEARLY))
    january = cell("130101", "month", "2024-01-01", "total")
    theft = cell("130101", "year", "2024-01-01", "theft")
    linked = link(disclosure, ("category",), [{january: None}, {theft: 7}])
    assert january not in linked.cells


def test_a_table_has_a_level_that_units_have() -> None:
    with pytest.raises(ValueError, match="3 digits"):
        Cut(3, "year")
    with pytest.raises(ValueError, match="one table"):
        Disclosure((Cut(0, "year", known=True),))
