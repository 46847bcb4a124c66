"""Which cells of linked tables aren't given, held against a reader who tries everything."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pytest

from territory.disclosure import Sum, protecting
from territory.disclosure.protecting import Pattern, protect
from tests.territory.disclosure.deducing import Equation, Key, Table, every_table, grid, interval

SMALL = range(1, 5)


def sums_of(equations: Sequence[Equation]) -> list[Sum]:
    return [Sum(total, tuple(parts)) for total, parts in equations]


def hide(table: Table, equations: Sequence[Equation], **more: object) -> Pattern:
    return protect(table, sums_of(equations), **more)  # type: ignore[arg-type]


def told(table: Table, pattern: Pattern) -> Table:
    return {key: value for key, value in table.items() if key not in pattern.hidden}


def assert_safe(table: Table, equations: Sequence[Equation], pattern: Pattern) -> None:
    public = told(table, pattern)
    assert not [key for key, value in public.items() if value in SMALL]
    for key in pattern.hidden:
        low, high = interval(public, equations, key)
        assert low <= table[key] <= high
        if table[key] in SMALL:
            assert low <= 0, (key, low, high)
            assert high >= 5, (key, low, high)
        else:
            assert high - low >= 5, (key, low, high)


def dear(key: Key) -> float:
    """A total is worth more than its parts."""
    return 4.0 if key == ("all",) else 1.0


def region_is_dear(key: Key) -> float:
    return 9.0 if len(key) == 1 else 1.0


def row(*values: int) -> tuple[Table, list[Equation]]:
    cells: Table = {(str(number),): value for number, value in enumerate(values)}
    equation: Equation = (("all",), list(cells))
    return cells | {("all",): sum(values)}, [equation]


def test_nothing_is_hidden_where_nobody_is_few() -> None:
    table, equations = grid([[0, 5, 9], [12, 0, 7]])
    assert hide(table, equations) == Pattern(frozenset(), frozenset())


def test_a_small_count_is_never_alone_in_its_sum() -> None:
    table, equations = row(3, 20, 30)
    pattern = hide(table, equations)
    assert pattern.primary == {("0",)}
    assert len(pattern.hidden) == 2
    assert_safe(table, equations, pattern)


def test_two_small_counts_alone_are_not_enough() -> None:
    """One and one of two are each known."""
    table, equations = row(1, 1, 20)
    pattern = hide(table, equations)
    assert_safe(table, equations, pattern)
    assert len(pattern.hidden) == 3 or ("all",) in pattern.hidden


def test_a_zero_is_no_cover() -> None:
    table, equations = row(2, 0, 0, 30)
    pattern = hide(table, equations)
    assert ("1",) not in pattern.hidden
    assert ("2",) not in pattern.hidden
    assert_safe(table, equations, pattern)


def test_a_small_whole_is_hidden_with_all_that_would_tell_it() -> None:
    table, equations = row(2, 0, 0)
    pattern = hide(table, equations)
    assert {("0",), ("all",)} <= pattern.hidden
    assert_safe(table, equations, pattern)


def test_who_knows_the_rule_learns_no_small_count() -> None:
    """Where 13 were 5, 4 and 4 and only the 4s hidden, it would be known that they are 4s.

    So a small count is never hidden beside small ones alone.
    """
    table, equations = row(5, 4, 4)
    pattern = hide(table, equations, order=dear)
    assert ("0",) in pattern.hidden or ("all",) in pattern.hidden
    possible = {
        other[("1",)]
        for other in every_table(told(table, pattern), equations, [("0",), ("1",), ("2",)], 20)
        if hide(other, equations, order=dear) == pattern
    }
    assert possible >= set(SMALL)


def test_of_the_same_cells_it_is_always_the_same() -> None:
    table, equations = grid([[3, 8, 20, 0], [11, 2, 40, 9], [6, 7, 30, 5]])
    first = hide(table, equations)
    shuffled = dict(reversed(table.items()))
    assert hide(shuffled, list(reversed(equations))) == first


def test_the_order_chooses_among_what_would_do() -> None:
    table, equations = row(3, 50, 50)
    chosen = [
        hide(table, equations, order=lambda key, dear=dear: 9.0 if key == dear else 1.0)
        for dear in (("1",), ("2",))
    ]
    assert ("1",) not in chosen[0].hidden
    assert ("2",) not in chosen[1].hidden


def test_what_was_hidden_stays_hidden() -> None:
    table, equations = grid([[9, 8, 20], [11, 12, 40], [16, 17, 30]])
    before = [("r0", "c0")]
    pattern = hide(table, equations, forced=before)
    assert ("r0", "c0") in pattern.hidden
    assert len(pattern.hidden) >= 4
    assert_safe(table, equations, pattern)


def test_what_others_tell_is_never_taken_for_hidden() -> None:
    table, equations = row(3, 20, 30)
    pattern = hide(table, equations, known=[("all",)])
    assert ("all",) not in pattern.hidden
    assert_safe(table, equations, pattern)


def test_where_nothing_protects_nothing_is_given() -> None:
    """All of three, and others tell that they are three."""
    table, equations = row(2, 1)
    pattern = hide(table, equations, known=[("all",)])
    assert pattern.hidden == {("0",), ("1",)} == pattern.given_up


def country(*regions: Sequence[int]) -> tuple[Table, list[Equation]]:
    """Regions with their districts, and the country's total, which others tell."""
    cells: Table = {}
    equations: list[Equation] = []
    for at, values in enumerate(regions):
        names: list[Key] = [(f"r{at}", str(number)) for number in range(len(values))]
        cells |= dict(zip(names, values, strict=True))
        cells[(f"r{at}",)] = sum(values)
        equations.append(((f"r{at}",), names))
    equations.append((("all",), [(f"r{at}",) for at in range(len(regions))]))
    cells[("all",)] = sum(map(sum, regions))
    return cells, equations


def test_a_known_total_ties_nothing_while_all_its_parts_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Or the whole country would be one programme of all its districts."""
    sizes: list[int] = []
    run = protecting._Search.run

    def noted(search: protecting._Search) -> None:
        sizes.append(search.component.number)
        run(search)

    monkeypatch.setattr(protecting._Search, "run", noted)
    table, equations = country([2, 30, 9, 14], [3, 8, 40, 20], [50, 60])
    pattern = hide(table, equations, known=[("all",)], order=region_is_dear)
    assert_safe(table, equations, pattern)
    assert sizes == [5, 5]
    assert not pattern.hidden & {("r0",), ("r1",), ("r2",)}


def test_nor_does_a_total_that_anybody_makes_of_known_ones() -> None:
    """Of the country's months, which others tell, its year: each region's year is told here."""
    table: Table = {}
    equations: list[Equation] = []
    for region, months in {"r0": (2, 40), "r1": (3, 50)}.items():
        table |= {(region, str(at)): number for at, number in enumerate(months)}
        table[region, "year"] = sum(months)
        equations.append(((region, "year"), [(region, "0"), (region, "1")]))
    for when in ("0", "1", "year"):
        table["all", when] = table["r0", when] + table["r1", when]
        equations.append((("all", when), [("r0", when), ("r1", when)]))
    equations.append((("all", "year"), [("all", "0"), ("all", "1")]))
    known = [("all", "0"), ("all", "1")]
    pattern = hide(table, equations, known=known, order=lambda key: 9.0 if "year" in key else 1.0)
    assert_safe(table, equations, pattern)
    assert not pattern.hidden & {("all", "0"), ("all", "1"), ("all", "year")}


def test_a_known_total_ties_what_is_hidden_of_its_parts() -> None:
    """Where one region alone is hidden the country's total would tell it."""
    table, equations = country([1, 2], [60, 40, 2, 3], [70, 80])
    pattern = hide(table, equations, known=[("all",)], order=region_is_dear)
    assert_safe(table, equations, pattern)
    assert ("all",) not in pattern.hidden
    assert {("r0",)} < {key for key in pattern.hidden if len(key) == 1}


def test_an_unknown_part_leaves_its_sum_open() -> None:
    table: Mapping[Key, int] = {("a",): 3, ("all",): 40}
    pattern = protect(table, [Sum(("all",), (("a",), ("unknown",)))])
    assert pattern.hidden == {("a",)}


def test_a_known_sum_with_a_small_rest_is_no_cover() -> None:
    """Of four at most, whatever the unknown part is."""
    table: Mapping[Key, int] = {("a",): 3, ("all",): 7, ("b",): 4}
    pattern = protect(table, [Sum(("all",), (("a",), ("b",), ("unknown",)))])
    assert pattern.hidden == {("a",), ("b",), ("all",)} or len(pattern.hidden) == 2


@pytest.mark.parametrize("seed", range(25))
def test_random_tables_of_two_dimensions(seed: int) -> None:
    random_ = random.Random(seed)
    number, across = random_.randint(2, 5), random_.randint(2, 5)
    values = [
        [random_.choice((0, 0, 1, 2, 3, 4, 5, 6, 8, 13, 40)) for _c in range(across)]
        for _r in range(number)
    ]
    table, equations = grid(values)
    pattern = hide(table, equations)
    assert_safe(table, equations, pattern)
    before = [key for key in table if random_.random() < 0.1]
    grown = hide(table, equations, forced=pattern.hidden | set(before))
    assert grown.hidden >= pattern.hidden | set(before)
    assert_safe(table, equations, grown)


def test_a_large_table_is_begun_sum_by_sum_and_safe() -> None:
    random_ = random.Random(7)
    values = [[int(random_.expovariate(1 / 12)) for _c in range(25)] for _r in range(30)]
    table, equations = grid(values)
    pattern = hide(table, equations)
    public = told(table, pattern)
    assert not [key for key, value in public.items() if value in SMALL]
    for key in random_.sample(sorted(pattern.primary), 25):
        low, high = interval(public, equations, key)
        assert low <= 0
        assert high >= 5
    for key in random_.sample(sorted(pattern.hidden - pattern.primary), 15):
        low, high = interval(public, equations, key)
        assert high - low >= 5
