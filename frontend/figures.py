"""Figures as a page shows them: those of one source and one cut-off date together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from territory.covered import CoveredUnit
from territory.figures import Figure

_Provenance = tuple[str, dt.date, bool, bool, tuple[CoveredUnit, ...]]


@dataclass(frozen=True)
class FigureGroup:
    """Figures of one source and one cut-off date, which are given once; samples apart.

    ``is_partial``: they are those of ``covers``, not of the unit that they are shown for.
    """

    source: str
    cutoff_date: dt.date
    is_sample: bool
    is_partial: bool
    covers: tuple[CoveredUnit, ...]
    figures: tuple[Figure, ...]


def grouped(figures: Iterable[Figure]) -> list[FigureGroup]:
    """The figures in their order, by source and cut-off date."""
    groups: dict[_Provenance, list[Figure]] = {}
    for figure in figures:
        provenance = (
            figure.source,
            figure.cutoff_date,
            figure.is_sample,
            figure.is_partial,
            figure.covers,
        )
        groups.setdefault(provenance, []).append(figure)
    return [FigureGroup(*provenance, tuple(found)) for provenance, found in groups.items()]
