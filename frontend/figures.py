"""Figures as a page shows them: those of one source and one cut-off date together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from territory.figures import Figure


@dataclass(frozen=True)
class FigureGroup:
    """Figures of one source and one cut-off date, which are given once; samples apart."""

    source: str
    cutoff_date: dt.date
    is_sample: bool
    figures: tuple[Figure, ...]


def grouped(figures: Iterable[Figure]) -> list[FigureGroup]:
    """The figures in their order, by source and cut-off date."""
    groups: dict[tuple[str, dt.date, bool], list[Figure]] = {}
    for figure in figures:
        provenance = figure.source, figure.cutoff_date, figure.is_sample
        groups.setdefault(provenance, []).append(figure)
    return [FigureGroup(*provenance, tuple(found)) for provenance, found in groups.items()]
