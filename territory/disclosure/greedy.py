"""What each sum by itself asks for: a quick beginning for components with thousands of cells."""

from __future__ import annotations

import numpy as np

from territory.disclosure.system import Component, Mask, Numbers, Places
from territory.suppression import SMALLEST


def hide_beside(
    component: Component, hidden: Mask, small: Mask, allowed: Mask, costs: Numbers
) -> Mask:
    """More hidden cells, so that none is alone in its sum, nor beside too little.

    In each sum with a hidden cell the cheapest others of 5 or more, until what they are above 5
    and the small ones above 1 would let a small one be as much as 5. Whether that is enough across
    the sums is asked afterwards.
    """
    hidden = hidden.copy()
    equations = component.equations
    values = component.values
    changed = True
    while changed:
        changed = False
        for row in range(equations.shape[0]):
            places = equations.indices[equations.indptr[row] : equations.indptr[row + 1]]
            cells = places[places < component.number]
            if len(cells) < len(places) or not hidden[cells].any():
                continue  # a rest beside them is open already
            changed |= _widen(cells[allowed[cells]], values, hidden, small, costs)
    return hidden


def _widen(cells: Places, values: Numbers, hidden: Mask, small: Mask, costs: Numbers) -> bool:
    changed = False
    candidates = [place for place in cells if not hidden[place] and values[place] >= SMALLEST]
    for place in sorted(candidates, key=lambda place: (costs[place], place)):
        among = cells[hidden[cells]]
        others = among[~small[among]]
        slack = np.maximum(values[others] - SMALLEST, 0).sum()
        slack += np.maximum(values[among[small[among]]] - 1, 0).sum()
        if others.size and among.size > 1 and slack >= SMALLEST:
            break
        hidden[place] = changed = True
    return changed
