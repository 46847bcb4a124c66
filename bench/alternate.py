"""Several contenders, measured in turn: what disturbs the machine then disturbs them all."""

from __future__ import annotations

import time
from collections.abc import Callable

Action = Callable[[], object]


def alternate(contenders: dict[str, Action], rounds: int) -> dict[str, list[float]]:
    """How long each took in each round, in seconds: A B, A B, … after one round unmeasured."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, action in contenders.items():
            started = time.perf_counter()
            action()
            if number:
                taken[name].append(time.perf_counter() - started)
    return taken
