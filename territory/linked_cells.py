"""Which sums of linked tables aren't given, so that none of a few people can be found out.

A table by school networks, one by the UGEL that these make up and one by languages are linked: what
one doesn't give may follow from the others. Each sum is taken for a flow between two nodes of a
graph in which nothing is lost at a node: a UGEL's flows on as its networks', those of a group of
networks as the languages' of the group, and all of it comes back to where it began. Whoever reads
the tables knows the flows that are given, and can conclude of the others exactly what the graph
leaves open. So a small number is safe if its flow could be as little as 1 and as much as
``SMALLEST`` along ways of flows that aren't given; until there are such ways, further sums aren't
given, the smallest first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from territory.suppression import SMALLEST, is_small

Node = tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """A sum as a flow from a node to another: ``favourable`` of ``total`` answers.

    Where several would do, one of the lowest ``rank`` is left out. ``is_total_known``: how many
    answered is told elsewhere, so that one part follows from the other.
    """

    before: Node
    after: Node
    total: int
    favourable: int
    rank: int = 0
    is_total_known: bool = False

    @property
    def parts(self) -> tuple[int, int]:
        """Those that were favourable, and the others."""
        return self.favourable, self.total - self.favourable


def hidden_cells(cells: Sequence[Cell]) -> frozenset[int]:
    """The places of the sums that aren't given. The same for the same cells, in any run."""
    graph = _Graph(cells)
    graph.hide(place for place, cell in enumerate(cells) if any(map(is_small, cell.parts)))
    for place in sorted(graph.hidden):
        for part, value in enumerate(cells[place].parts):
            if is_small(value) and not graph.protect(place, part):
                return frozenset(range(len(cells)))
    return frozenset(graph.hidden)


class _Graph:
    """The cells by node. What was safe once stays so, since more is hidden and never less."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._cells = cells
        self._ways: dict[Node, list[tuple[int, Node, bool]]] = {}
        self.hidden: set[int] = set()

    def hide(self, places: Iterable[int]) -> None:
        """Don't give them: from now on their flows may be otherwise."""
        for place in places:
            cell = self._cells[place]
            self.hidden.add(place)
            self._ways.setdefault(cell.before, []).append((place, cell.after, True))
            self._ways.setdefault(cell.after, []).append((place, cell.before, False))

    def protect(self, place: int, part: int) -> bool:
        """Hide what it takes; False where nothing that could be hidden would help."""
        cell = self._cells[place]
        value = cell.parts[part]
        more = (cell.after, cell.before, SMALLEST - value)
        less = (cell.before, cell.after, value - 1)
        return all(self._open(place, part, start, end, units) for start, end, units in (more, less))

    def _open(self, place: int, part: int, start: Node, end: Node, units: int) -> bool:
        """Find ways for so many units beside the cell itself, hiding others until there are."""
        changed: dict[int, int] = {}
        while units > 0:
            way, reached = self._way(start, end, place, part, changed)
            if not way:
                if (other := self._crossing(reached, end, place, part)) is None:
                    return False
                self.hide([other])
                continue
            moved = min(units, *(self._room(at, part, is_on, changed) for at, is_on in way))
            for at, is_on in way:
                changed[at] = changed.get(at, 0) + (moved if is_on else -moved)
            units -= moved
        return True

    def _room(self, place: int, part: int, is_on: bool, changed: dict[int, int]) -> int:
        """By how much a hidden flow could be more (``is_on``) or less than it is."""
        cell = self._cells[place]
        value = cell.parts[part] + changed.get(place, 0)
        if not is_on:
            return value
        # A total that is small itself isn't told anywhere.
        capped = cell.is_total_known and cell.total >= SMALLEST
        return cell.total - value if capped else SMALLEST

    def _way(
        self, start: Node, end: Node, beside: int, part: int, changed: dict[int, int]
    ) -> tuple[list[tuple[int, bool]], set[Node]]:
        """A shortest way along hidden flows that have room, and the nodes that were reached."""
        came: dict[Node, tuple[Node, int, bool]] = {}
        reached, queue = {start}, deque([start])
        while queue:
            node = queue.popleft()
            for place, other, is_on in self._ways.get(node, ()):
                if other in reached or place == beside:
                    continue
                if self._room(place, part, is_on, changed) > 0:
                    came[other] = (node, place, is_on)
                    reached.add(other)
                    if other == end:
                        return _steps(came, start, end), reached
                    queue.append(other)
        return [], reached

    def _crossing(self, reached: set[Node], end: Node, beside: int, part: int) -> int | None:
        """The given sum that leads out of the nodes, the one that costs least; None without any."""
        best: tuple[bool, int, int, int] | None = None
        for place, cell in enumerate(self._cells):
            if place in self.hidden or place == beside:
                continue
            leaves = cell.before in reached and cell.after not in reached
            enters = cell.after in reached and cell.before not in reached
            if not (leaves or enters) or self._room(place, part, leaves, {}) <= 0:
                continue
            outer = cell.after if leaves else cell.before
            cost = (outer != end, cell.rank, cell.total, place)
            best = min(best, cost) if best else cost
        return None if best is None else best[-1]


def _steps(
    came: dict[Node, tuple[Node, int, bool]], start: Node, end: Node
) -> list[tuple[int, bool]]:
    steps = []
    node = end
    while node != start:
        node, place, is_on = came[node]
        steps.append((place, is_on))
    return steps
