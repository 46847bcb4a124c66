"""Sums of linked tables: what a reader of all of them can conclude, by trying every possibility."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict

import pytest

from territory.linked_cells import Cell, Node, hidden_cells

TOP: Node = ("top",)
GROUND: Node = ("ground",)
# ugel → network → language, with favourable answers of all.
Counts = dict[tuple[str, str, str], tuple[int, int]]


def tables(counts: Counts, *, is_total_known: bool = False) -> dict[str, Cell]:
    """The country, each UGEL, network and language, linked as they are published.

    Networks that share a language go on to one node.
    """
    group: dict[str, str] = {}
    for _ugel, network, language in counts:
        group[network] = group.get(network, network)
        old, new = group.get(language, group[network]), group[network]
        group[language] = new
        group = {name: new if at == old else at for name, at in group.items()}
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    ends: dict[tuple[str, str], tuple[Node, Node, int]] = {}
    for (ugel, network, language), (total, favourable) in counts.items():
        for key, before, after, rank in (
            (("country", ""), GROUND, TOP, 3),
            (("ugel", ugel), TOP, ("ugel", ugel), 2),
            (("network", network), ("ugel", ugel), ("group", group[network]), 0),
            (("language", language), ("group", group[network]), GROUND, 1),
        ):
            sums[key][0] += total
            sums[key][1] += favourable
            ends[key] = (before, after, rank)
    return {
        "/".join(key): Cell(before, after, sums[key][0], sums[key][1], rank, is_total_known)
        for key, (before, after, rank) in ends.items()
    }


def possible(cells: list[Cell], hidden: frozenset[int], part: int) -> dict[int, set[int]]:
    """Every value that each hidden sum's part may have for whoever knows the given ones."""
    top = max(cell.parts[part] for cell in cells) + 6
    equations: dict[Node, list[tuple[int, int]]] = defaultdict(list)
    for place, cell in enumerate(cells):
        equations[cell.before].append((place, -1))
        equations[cell.after].append((place, 1))
    found: dict[int, set[int]] = {place: set() for place in hidden}
    order = sorted(hidden)

    def solve(known: dict[int, int], left: list[int]) -> None:
        # What an equation with one unknown gives is taken at once.
        while True:
            forced = None
            for terms in equations.values():
                unknown = [(p, s) for p, s in terms if p not in known]
                rest = sum(s * known[p] for p, s in terms if p in known)
                if not unknown and rest:
                    return
                if len(unknown) == 1:
                    forced = (unknown[0][0], -rest * unknown[0][1])
                    break
            if forced is None:
                break
            if not 0 <= forced[1] <= top:
                return
            known = known | {forced[0]: forced[1]}
        left = [place for place in left if place not in known]
        if not left:
            for place in order:
                found[place].add(known[place])
            return
        for value in range(top + 1):
            solve(known | {left[0]: value}, left[1:])

    solve({p: c.parts[part] for p, c in enumerate(cells) if p not in hidden}, order)
    return found


def random_counts(chance: random.Random) -> Counts:
    counts: Counts = {}
    for ugel, at, language in itertools.product("AB", "12", "xy"):
        if chance.random() < 0.6:
            total = chance.choice((1, 3, 5, 8))
            counts[ugel, f"{ugel}{at}", language] = (total, chance.randint(0, total))
    return counts


@pytest.mark.parametrize("seed", range(40))
def test_a_small_number_may_be_any_from_one_to_five_for_who_reads_all_tables(seed: int) -> None:
    counts = random_counts(random.Random(seed))
    cells = list(tables(counts).values())
    hidden = hidden_cells(cells)
    if len(hidden) > 8:
        return  # too many possibilities to try; the next test counts those that were tried
    for part in (0, 1):
        values = possible(cells, hidden, part)
        for place in hidden:
            if 0 < cells[place].parts[part] < 5:
                assert {1, 2, 3, 4, 5} <= values[place]


def test_enough_of_them_were_tried_and_hid_something() -> None:
    chosen = [list(tables(random_counts(random.Random(s))).values()) for s in range(40)]
    sizes = [len(hidden_cells(cells)) for cells in chosen]
    assert sum(0 < size <= 8 for size in sizes) >= 10


def named(counts: Counts, **more: bool) -> set[str]:
    cells = tables(counts, **more)
    names = list(cells)
    return {names[place] for place in hidden_cells(list(cells.values()))}


def test_a_network_alone_takes_the_smallest_of_its_ugel_along() -> None:
    counts = {
        ("A", "A1", "x"): (3, 1),
        ("A", "A2", "x"): (40, 20),
        ("A", "A3", "x"): (30, 15),
        ("B", "B1", "x"): (50, 25),
        ("B", "B2", "x"): (60, 25),
    }
    assert named(counts) == {"network/A1", "network/A3"}


def test_a_language_that_one_network_speaks_isnt_given_beside_it() -> None:
    """Who knows that only this network speaks it needs no table of networks."""
    counts = {
        ("A", "A1", "x"): (3, 1),
        ("A", "A2", "y"): (40, 20),
        ("A", "A3", "y"): (30, 15),
        ("B", "B1", "y"): (50, 25),
    }
    found = named(counts)
    assert {"network/A1", "language/x", "language/y"} <= found
    assert "country/" not in found


def test_an_only_network_hides_its_ugel_and_another_with_one_of_its_networks() -> None:
    counts = {
        ("A", "A1", "x"): (4, 4),
        ("B", "B1", "x"): (50, 25),
        ("B", "B2", "x"): (60, 25),
        ("C", "C1", "x"): (70, 25),
        ("C", "C2", "x"): (80, 25),
    }
    assert named(counts) == {"network/A1", "ugel/A", "network/B1", "ugel/B"}


def test_nothing_small_hides_nothing() -> None:
    assert named({("A", "A1", "x"): (10, 5), ("B", "B1", "y"): (5, 0)}) == set()


def test_where_all_is_small_nothing_is_given() -> None:
    assert named({("A", "A1", "x"): (2, 1)}) == {"country/", "ugel/A", "network/A1", "language/x"}


def test_where_totals_are_told_the_other_part_must_have_room_too() -> None:
    """Nobody else answered otherwise, so that of three who did no other network could be."""
    counts = {
        ("A", "A1", "x"): (12, 9),
        ("A", "A2", "x"): (20, 20),
        ("A", "A3", "x"): (30, 30),
        ("B", "B1", "x"): (30, 30),
    }
    found = named(counts, is_total_known=True)
    assert {"network/A1", "country/", "language/x"} <= found


def test_it_is_the_same_in_any_run() -> None:
    counts = random_counts(random.Random(7))
    cells = list(tables(counts).values())
    assert len({hidden_cells(cells) for _ in range(5)}) == 1
