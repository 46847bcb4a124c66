"""A measured case and its goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

MILLISECONDS = "ms"
RATE, ROWS, QUESTIONS = "tiles/s", "rows/s", "questions/s"
# Of these more is better.
_RATES = (RATE, ROWS, QUESTIONS)


@dataclass(frozen=True)
class Timing:
    """How long one side took, in milliseconds: of a hundred the fiftieth, 95th and 99th."""

    median: float
    p95: float
    p99: float
    count: int

    @classmethod
    def of(cls, seconds: list[float]) -> Timing:
        """That of durations in seconds."""
        ordered = sorted(seconds)
        last = len(ordered) - 1
        p95, p99 = (ordered[round(share * last)] * 1000 for share in (0.95, 0.99))
        return cls(typical_ms(ordered), p95, p99, len(ordered))


@dataclass(frozen=True)
class Result:
    """What one case gave.

    ``ours``, ``peer`` and ``floor`` are in ``unit``; ``floor`` is PostGIS alone, None where
    the case has none. ``goal`` bounds ``ratio`` where there is a peer, and ``ours`` where
    there is none or ``is_absolute``, from below if it is a rate; reaching it exactly is enough.
    Without a goal the case only shows what there is.
    ``peer`` is the best of ``sides``, where several were measured.
    """

    case: str
    ours: float
    unit: str
    goal: float | None
    peer: float | None = None
    peer_name: str | None = None
    floor: float | None = None
    is_absolute: bool = False
    sides: Mapping[str, Timing] = field(default_factory=dict)

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
        """Whether the goal is reached, or there is none."""
        if self.goal is None:
            return True
        if self.ratio is not None and not self.is_absolute:
            return self.ratio <= self.goal
        return self.ours >= self.goal if self.is_rate else self.ours <= self.goal

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
            "ok": None if self.goal is None else self.is_reached,
            "sides": {
                name: [_rounded(v) for v in (timing.median, timing.p95, timing.p99)]
                for name, timing in self.sides.items()
            },
        }


def typical_ms(seconds: list[float]) -> float:
    """The median of durations, in milliseconds."""
    return median(seconds) * 1000


def _rounded(value: float | None) -> float | None:
    """Four significant digits: more would pretend."""
    return None if value is None else float(f"{value:.4g}")
