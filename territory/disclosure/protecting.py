"""Which cells aren't given, so that none of a few people can be found out from the others.

A count from 1 to 4 isn't given. Whoever reads the rest knows all sums, that no count is negative
or broken, and which cells are hidden: each small count still has to be possible at 0 and at 5, and
each other hidden cell has to be open by 5. Whoever knows the rule knows in addition that small
counts are 1 to 4 and that the others aren't: so the ways by which a small count reaches 0 and 5
leave what was hidden for its sake at 5 or more, and lead through no zero. What is hidden for its
sake is decided by an order that doesn't come from the values (``order``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import compress

import numpy as np

from territory.disclosure.greedy import hide_beside
from territory.disclosure.solving import NEAR, Room, attacker_room, cheapest, farthest
from territory.disclosure.sums import Key, Sum
from territory.disclosure.system import Component, Mask, Numbers, Places, components
from territory.suppression import SMALLEST

Order = Callable[[Key], float]
# Components with more cells than this first hide what each sum by itself asks for.
_LARGE = 700
# A zero is given while anything else would do: it can only be more, and often nobody doubts it.
_ZERO_COSTS = 50.0


@dataclass(frozen=True)
class Pattern:
    """The cells that aren't given, ``primary`` those of a few; ``given_up`` where nothing is."""

    hidden: frozenset[Key]
    primary: frozenset[Key]
    given_up: frozenset[Key] = field(default_factory=frozenset)


def protect(
    cells: Mapping[Key, int],
    sums: Iterable[Sum],
    *,
    forced: Collection[Key] = (),
    known: Collection[Key] = (),
    order: Order = lambda _key: 1.0,
) -> Pattern:
    """The cells that aren't given; the same for the same cells, in any run.

    ``forced`` are hidden whatever they are, since they were before. ``known`` can't be hidden:
    others tell them. ``order`` is what it costs to hide a cell beside a small one: above zero, and
    no function of its value.
    """
    every = list(sums)
    cells_known = _deduced(cells, every, known)
    ties, loose = _split(every, cells_known)
    # Ties only become more: a component with as many equations as before is the one before, and
    # what was hidden stays so, whence a larger one begins.
    begun = frozenset(forced)
    before: dict[tuple[tuple[Key, ...], int], Pattern] = {}
    while True:
        found = {}
        for one in components(cells, ties):
            same = (one.keys, one.equations.shape[0])
            found[same] = before.get(same) or _protected(one, begun, cells_known, order)
        pattern, before = _together(found.values()), found
        tells = [not pattern.hidden.isdisjoint(one.parts) for one in loose]
        if not any(tells):
            return pattern
        begun |= pattern.hidden
        ties += compress(loose, tells)
        loose = [one for one, does in zip(loose, tells, strict=True) if not does]


def _deduced(
    cells: Mapping[Key, int], sums: Iterable[Sum], known: Collection[Key]
) -> frozenset[Key]:
    """The known cells, and the totals that anybody makes of them."""
    found = set(known)
    left = [
        one for one in sums if sum(cells.get(part, 0) for part in one.parts) == cells.get(one.total)
    ]
    while True:
        new = {one.total for one in left if found.issuperset(one.parts)} - found
        if not new:
            return frozenset(found)
        found |= new


def _split(sums: Iterable[Sum], known: frozenset[Key]) -> tuple[list[Sum], list[Sum]]:
    """The sums, and those of which others tell the total.

    The latter tell something only where a part of theirs is hidden. Where none is they tie nothing:
    else the whole country would be one component of all its districts.
    """
    ties: list[Sum] = []
    loose: list[Sum] = []
    for one in sums:
        is_loose = one.total in known and known.isdisjoint(one.parts)
        (loose if is_loose else ties).append(one)
    return ties, loose


def _protected(
    component: Component, forced: Collection[Key], known: frozenset[Key], order: Order
) -> Pattern:
    told = np.array([key in known for key in component.keys])
    small = _small(component) & ~told
    was = np.array([key in forced for key in component.keys]) & ~told
    if not (small.any() or was.any()):
        return Pattern(frozenset(), frozenset())
    if not component.equations.shape[0]:  # nothing tells of them
        return Pattern(_keys(component, small | was), _keys(component, small))
    costs = np.array([order(key) for key in component.keys])
    search = _Search(component, small, was, told, costs)
    search.run()
    hidden = _keys(component, search.hidden)
    return Pattern(hidden, _keys(component, small), hidden if search.gave_up else frozenset())


def _together(patterns: Iterable[Pattern]) -> Pattern:
    every = list(patterns)
    return Pattern(
        frozenset().union(*(one.hidden for one in every)),
        frozenset().union(*(one.primary for one in every)),
        frozenset().union(*(one.given_up for one in every)),
    )


def _small(component: Component) -> Mask:
    values = component.values[: component.number]
    return (values > 0) & (values < SMALLEST)


def _keys(component: Component, mask: Mask) -> frozenset[Key]:
    return frozenset(component.keys[place] for place in np.flatnonzero(mask))


class _Search:
    """One component's hidden cells, which only become more; what is open of each is remembered."""

    def __init__(
        self, component: Component, small: Mask, was: Mask, told: Mask, costs: Numbers
    ) -> None:
        self.component = component
        self.small = small
        self._may_hide = ~told
        self.hidden = small | was
        self.gave_up = False
        self._costs = np.concatenate((costs, np.zeros(len(component.values) - component.number)))
        # The farthest that each cell was seen to be from what it is, by tables that may be true.
        self._low = np.zeros(len(component.values))
        self._high = np.zeros(len(component.values))

    def run(self) -> None:
        """Hide what it takes; everything where nothing less does."""
        if self.component.number > _LARGE:
            allowed = self._may_hide
            self.hidden = hide_beside(self.component, self.hidden, self.small, allowed, self._costs)
        self._protect_from_the_rule()
        if not self._protect():
            self.hidden = self._may_hide.copy()
            self.gave_up = True

    def _protect_from_the_rule(self) -> None:
        """Open the small cells to who knows the rule, as far as that can be."""
        hopeless = np.zeros(self.component.number, dtype=bool)
        while True:
            self._look_around(strict=True)
            failing = self._failing(self.small & ~hopeless)
            if not failing.size:
                return
            cell = self._first(failing)
            hopeless[cell] = not self._open(cell, strict=True)

    def _protect(self) -> bool:
        """Open every hidden cell; False where some can't be, whatever is hidden."""
        while True:
            self._look_around(strict=False)
            failing = self._failing(self.hidden)
            if not failing.size:
                return True
            if not self._open(self._first(failing), strict=False):
                return False

    def _first(self, failing: Places) -> int:
        return int(min(failing, key=lambda place: (self._costs[place], place)))

    def _failing(self, among: Mask) -> Places:
        """The places of cells that are not yet known to be open enough."""
        values = self.component.values[: self.component.number]
        low, high = (values + span[: len(values)] for span in (self._low, self._high))
        small = (low <= 0) & (high >= SMALLEST)
        enough = np.where(self.small, small, high - low >= SMALLEST)
        return np.flatnonzero(among & ~enough)

    def _look_around(self, *, strict: bool) -> None:
        """Move all that isn't known to be open at once, up and down, while that tells more."""
        among = self.small if strict else self.hidden
        for sign in (1.0, -1.0):
            before = -1
            while (failing := self._failing(among)).size and failing.size != before:
                before = failing.size
                wanted = np.zeros(len(self.component.values))
                wanted[failing] = sign
                room = self._room(self.hidden, strict=strict)
                low, high = room.low.copy(), room.high.copy()
                values = self.component.values[failing]
                cap = np.where(self.small[failing], SMALLEST - values, SMALLEST)
                high[failing] = np.minimum(high[failing], np.maximum(cap, 0))
                low[failing] = np.maximum(low[failing], -np.maximum(values, SMALLEST))
                self._see(farthest(self.component, Room(low, high), wanted))

    def _open(self, cell: int, *, strict: bool) -> bool:
        """Hide the cheapest that lets the cell move as far as it has to."""
        value = self.component.values[cell]
        if self.small[cell]:
            goals = [[SMALLEST - value], [-value]]
        else:
            # Open by five in one direction, or the other.
            goals = [[self._low[cell] + SMALLEST, self._high[cell] - SMALLEST]]
        return all(self._reach(cell, some, strict=strict) for some in goals)

    def _reach(self, cell: int, goals: list[float], *, strict: bool) -> bool:
        """Whether the cell may be as far off as one of the goals, once enough is hidden."""
        for goal in goals:
            if self._low[cell] <= goal <= self._high[cell]:
                return True
            if self.component.values[cell] + goal < 0:
                continue
            room = self._room(self._may_hide, strict=strict)
            costs = self._costs.copy()
            cells = costs[: self.component.number]
            cells[self.component.values[: self.component.number] == 0] *= _ZERO_COSTS
            cells[self.hidden] = NEAR
            found = cheapest(self.component, room, costs, cell, goal)
            if found is None:
                continue
            self.hidden |= np.abs(found[: self.component.number]) > NEAR
            if np.abs(found - np.rint(found)).max() > NEAR:
                found = self._whole(cell, goal, strict=strict)
            if found is not None:
                self._see(np.rint(found))
                return True
        return False

    def _whole(self, cell: int, goal: float, *, strict: bool) -> Numbers | None:
        """Where halves were moved: whether whole numbers may be, of what is hidden now."""
        room = self._room(self.hidden, strict=strict)
        low, high = room.low.copy(), room.high.copy()
        if goal > 0:
            high[cell] = goal
        else:
            low[cell] = goal
        wanted = np.zeros(len(low))
        wanted[cell] = 1.0 if goal > 0 else -1.0
        found = farthest(self.component, Room(low, high), wanted)
        return found if found is not None and abs(found[cell] - goal) < NEAR else None

    def _room(self, hidden: Mask, *, strict: bool) -> Room:
        """Where the numbers may be: strictly, as who knows the rule believes them to be."""
        room = attacker_room(self.component, hidden)
        if not strict:
            return room
        values, low, high = self.component.values, room.low.copy(), room.high.copy()
        cells = slice(self.component.number)
        large = np.zeros(len(values), dtype=bool)
        large[cells] = ~self.small & (values[cells] >= SMALLEST)
        low[large] = np.maximum(low[large], SMALLEST - values[large])
        high[cells][self.small] = np.minimum(high[cells], SMALLEST - values[cells])[self.small]
        zero = np.zeros(len(values), dtype=bool)
        zero[cells] = ~self.small & (values[cells] < SMALLEST) & ~self.hidden
        high[zero] = low[zero] = 0.0
        return Room(low, high)

    def _see(self, deviations: Numbers | None) -> None:
        if deviations is not None:
            self._low = np.minimum(self._low, deviations)
            self._high = np.maximum(self._high, deviations)
