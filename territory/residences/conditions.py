"""How a residence was before and after what was delivered, by its published photos."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from territory.models import ResidenceCondition, RuralResidence


@dataclass(frozen=True)
class Look:
    """A published photo; ``when`` is "antes" or "después" of deliveries, empty without any."""

    condition: ResidenceCondition
    when: str


def looks(residence: RuralResidence, deliveries: list[dt.date]) -> list[Look]:
    """The earliest first. Between two deliveries it is after the first."""
    rows: Any = ResidenceCondition.objects.published().filter(residence=residence)
    first = min(deliveries, default=None)
    return [Look(row, _when(row.observed_on, first)) for row in rows.order_by("observed_on", "pk")]


def _when(day: dt.date, first: dt.date | None) -> str:
    if first is None:
        return ""
    return "antes" if day < first else "después"
