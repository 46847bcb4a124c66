"""What the linear equations of a component leave open, asked of HiGHS.

Each question is about deviations: by how much cells could differ from what they are, while all
equations hold. Answers are whole numbers, since cells are counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from territory.disclosure.system import Component, Mask, Numbers

# Solutions of linear programmes are this near to whole numbers, or they aren't whole.
NEAR = 1e-6
# So many branches a question may take: the bound on its work, which no clock is asked for.
_MOST_NODES = 2_000


@dataclass(frozen=True)
class Room:
    """Between which deviations each of the numbers may move, those beside the cells as well."""

    low: Numbers
    high: Numbers


def attacker_room(component: Component, hidden: Mask) -> Room:
    """What is known of the numbers by whoever reads the tables: no count is below zero."""
    open_ = _open(component, hidden)
    return Room(
        np.where(open_, -component.values, 0.0),
        np.where(open_, np.inf, 0.0),
    )


def farthest(component: Component, room: Room, wanted: Numbers) -> Numbers | None:
    """Whole deviations for which ``wanted`` times them is largest, as far as they are found.

    None where nothing may deviate, or what is found isn't whole within the bound of work.
    """
    moving = room.high > room.low
    if not moving.any():
        return None
    equations, right = component.equations[:, moving], np.zeros(component.equations.shape[0])
    limits = np.column_stack((room.low[moving], room.high[moving]))
    found = linprog(-wanted[moving], A_eq=equations, b_eq=right, bounds=limits, method="highs")
    if found.status != 0:
        return None
    part = found.x
    if np.abs(part - np.rint(part)).max() > NEAR:
        whole = milp(
            -wanted[moving],
            constraints=LinearConstraint(equations, right, right),
            bounds=Bounds(limits[:, 0], limits[:, 1]),
            integrality=np.ones(int(moving.sum())),
            options={"node_limit": _MOST_NODES},
        )
        if whole.x is None:
            return None
        part = whole.x
    deviations = np.zeros(len(component.values))
    deviations[moving] = np.rint(part)
    exact = np.abs(component.equations @ deviations).max(initial=0.0) < NEAR
    return deviations if exact else None


def cheapest(
    component: Component, room: Room, costs: Numbers, cell: int, goal: float
) -> Numbers | None:
    """Deviations of least cost by which the cell differs by ``goal``; None where there are none."""
    low, high = room.low.copy(), room.high.copy()
    low[cell] = high[cell] = goal
    moving = high > low
    moving[cell] = True
    equations = component.equations[:, moving]
    # A deviation is what it is more, without what it is less: both cost.
    both = sparse.hstack((equations, -equations), format="csr")
    prices = np.concatenate((costs[moving], costs[moving]))
    upper = np.concatenate((np.maximum(high[moving], 0), np.maximum(-low[moving], 0)))
    lower = np.zeros(len(upper))
    at = int(np.flatnonzero(np.flatnonzero(moving) == cell)[0])
    place = at if goal > 0 else at + int(moving.sum())
    lower[place] = abs(goal)
    limits = np.column_stack((lower, upper))
    right = np.zeros(equations.shape[0])
    found = linprog(prices, A_eq=both, b_eq=right, bounds=limits, method="highs")
    if found.status != 0:
        return None
    number = int(moving.sum())
    deviations = np.zeros(len(component.values))
    deviations[moving] = found.x[:number] - found.x[number:]
    return deviations


def _open(component: Component, hidden: Mask) -> Mask:
    """The numbers that nobody is told: hidden cells, and the rests."""
    rests = np.ones(len(component.values) - component.number, dtype=bool)
    return np.concatenate((hidden, rests))
