"""A measured case and its goal."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

MILLISECONDS = "ms"
RATE, ROWS = "tiles/s", "rows/s"
# Of these more is better.
_RATES = (RATE, ROWS)


@dataclass(frozen=True)
class Result:
    """What one case gave.

    ``ours``, ``peer`` and ``floor`` are in ``unit``; ``floor`` is PostGIS alone, None where
    the case has none. ``goal`` bounds ``ratio`` where there is a peer, and ``ours`` where
    there is none, from below if it is a rate; reaching it exactly is enough.
    """

    case: str
    ours: float
    unit: str
    goal: float
    peer: float | None = None
    peer_name: str | None = None
    floor: float | None = None

    @property
    def ratio(self) -> float | None:
        """Our time over the peer's; of rates the inverse, so that less is always better."""
        if self.peer is None:
            return None
        return self.peer / self.ours if self.is_rate else self.ours / self.peer

    @property
    def is_rate(self) -> bool:
        """Whether more of it is better."""
        return self.unit in _RATES

    @property
    def is_reached(self) -> bool:
        """Whether the goal is reached."""
        if self.ratio is None and self.is_rate:
            return self.ours >= self.goal
        return (self.ours if self.ratio is None else self.ratio) <= self.goal

    def as_dict(self) -> dict[str, Any]:
        """The row of ``results.json``."""
        return {
            "case": self.case,
            "ours": _rounded(self.ours),
            "peer": _rounded(self.peer),
            "peer_name": self.peer_name,
            "floor": _rounded(self.floor),
            "unit": self.unit,
            "ratio": _rounded(self.ratio),
            "goal": self.goal,
            "ok": self.is_reached,
        }


def typical_ms(seconds: list[float]) -> float:
    """The median of durations, in milliseconds."""
    return median(seconds) * 1000


def _rounded(value: float | None) -> float | None:
    """Four significant digits: more would pretend."""
    return None if value is None else float(f"{value:.4g}")
