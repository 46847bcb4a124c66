"""Figures as a page tells them: those of one source and one cut-off date together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from territory.figures import Figure


@dataclass(frozen=True)
class FigureGroup:
    """Figures of one source and one cut-off date, which are told once."""

    source: str
    cutoff_date: dt.date
    figures: tuple[Figure, ...]


def grouped(figures: Iterable[Figure]) -> list[FigureGroup]:
    """The figures in their order, by source and cut-off date."""
    groups: dict[tuple[str, dt.date], list[Figure]] = {}
    for figure in figures:
        groups.setdefault((figure.source, figure.cutoff_date), []).append(figure)
    return [FigureGroup(source, date, tuple(found)) for (source, date), found in groups.items()]
