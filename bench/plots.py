"""Curves as SVG: both axes logarithmic, a line a side, each with its name at its end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape

Point = tuple[float, float]

_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 170, 48, 56
# Okabe and Ito's, told apart by whoever sees colours otherwise; each line has its own dash too.
_COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#5b5b5b", "#e69f00", "#56b4e9")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4", "10 4", "4 4 1 4")
# So many times less gained for so many times more asked: where a curve bends.
_KNEE = 0.5


@dataclass
class Curve:
    """What grows with what; ``lines`` has a side's points in the order of x."""

    name: str
    title: str
    x: str
    y: str
    lines: dict[str, list[Point]] = field(default_factory=dict)

    def add(self, side: str, x: float, y: float) -> None:
        """One more point of a side."""
        self.lines.setdefault(side, []).append((x, y))


def knee(points: Sequence[Point]) -> float | None:
    """The last x up to which y keeps up: afterwards it grows by less than half as much as x does.

    None where it keeps up to the end.
    """
    for (x0, y0), (x1, y1) in pairwise(points):
        if math.log(max(y1, 1e-9) / max(y0, 1e-9)) < _KNEE * math.log(x1 / x0):
            return x0
    return None


def svg(curve: Curve) -> str:
    """The picture, 720 by 420."""
    points = [point for line in curve.lines.values() for point in line]
    across = _Axis([x for x, _y in points], _LEFT, _WIDTH - _RIGHT)
    upwards = _Axis([y for _x, y in points], _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'font-family="sans-serif" font-size="13" role="img" aria-label="{escape(curve.title)}">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="26" font-size="16" font-weight="bold">{escape(curve.title)}</text>',
    ]
    for value in across.ticks():
        x = across.at(value)
        parts.append(f'<path d="M{x:.1f} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="#dddddd"/>')
        parts.append(_text(x, _HEIGHT - _BOTTOM + 18, _told(value), "middle"))
    for value in upwards.ticks():
        y = upwards.at(value)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#dddddd"/>')
        parts.append(_text(_LEFT - 8, y + 4, _told(value), "end"))
    parts.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 14, curve.x, "middle"))
    middle = (_TOP + _HEIGHT - _BOTTOM) / 2
    parts.append(
        f'<text transform="translate(18 {middle}) rotate(-90)" text-anchor="middle">'
        f"{escape(curve.y)}</text>"
    )
    ends = _spread({name: upwards.at(line[-1][1]) for name, line in curve.lines.items()})
    for index, (name, line) in enumerate(curve.lines.items()):
        color, dash = _COLORS[index % len(_COLORS)], _DASHES[index % len(_DASHES)]
        path = "L".join(f"{across.at(x):.1f} {upwards.at(y):.1f}" for x, y in line)
        parts.append(
            f'<path d="M{path}" fill="none" stroke="{color}" stroke-width="2.5" '
            f'stroke-dasharray="{dash}"/>'
        )
        parts += [
            f'<circle cx="{across.at(x):.1f}" cy="{upwards.at(y):.1f}" r="3.5" fill="{color}"/>'
            for x, y in line
        ]
        parts.append(
            f'<text x="{_WIDTH - _RIGHT + 10}" y="{ends[name] + 4:.1f}" fill="{color}" '
            f'font-weight="bold">{escape(name)}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


class _Axis:
    """Values on a logarithmic scale between two places of the picture."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        known = [value for value in values if value > 0]
        self._least, self._most = math.log10(min(known)), math.log10(max(known))
        if self._most - self._least < 0.3:
            self._least, self._most = self._least - 0.15, self._most + 0.15
        self._start, self._end = start, end

    def at(self, value: float) -> float:
        share = (math.log10(max(value, 1e-9)) - self._least) / (self._most - self._least)
        return self._start + share * (self._end - self._start)

    def ticks(self) -> list[float]:
        """1, 2 and 5 of each power of ten; of many powers the tens alone."""
        steps = (1,) if self._most - self._least > 3 else (1, 2, 5)
        powers = range(math.floor(self._least), math.ceil(self._most) + 1)
        found = [step * 10.0**power for power in powers for step in steps]
        slack = 1e-9
        return [v for v in found if self._least - slack <= math.log10(v) <= self._most + slack]


def _spread(ends: dict[str, float], apart: float = 16) -> dict[str, float]:
    """Where names stand so that none covers another."""
    placed: dict[str, float] = {}
    last = -math.inf
    for name, y in sorted(ends.items(), key=lambda end: end[1]):
        last = max(y, last + apart)
        placed[name] = last
    return placed


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(said)}</text>'


def _told(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
