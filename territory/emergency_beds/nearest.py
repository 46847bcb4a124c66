"""Where the nearest free bed is that somebody told of: by straight line, of nothing stale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from territory.models import BedArea, EmergencyBeds
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
# West, south, east, north: Peru with some kilometres around it.
PERU = (-81.7, -18.6, -68.4, 0.2)
MOST = 20
STRAIGHT = "línea recta"


@dataclass(frozen=True)
class Near:
    """An area of a facility with a free bed, and how far it is: no road is as short."""

    beds: EmergencyBeds
    metres: float


def nearest(
    lon: float,
    lat: float,
    *,
    categories: Sequence[str] = (),
    area: str = BedArea.GENERAL,
    limit: int = 5,
    now: dt.datetime | None = None,
) -> list[Near]:
    """The nearest so many within ``PERU``; of these categories, if given. Two queries."""
    values: dict[str, Any] = {
        "lon": lon,
        "lat": lat,
        "area": area,
        "categories": list(categories) or None,
        "limit": limit,
        "now": now or timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL["nearest"], values)
        found: list[tuple[int, float]] = cursor.fetchall()
    rows = EmergencyBeds.objects.select_related("declared_unit").defer("declared_unit__geom")
    beds = rows.in_bulk([key for key, _metres in found])
    return [Near(beds[key], metres) for key, metres in found if key in beds]


def is_in_peru(lon: float, lat: float) -> bool:
    west, south, east, north = PERU
    return west <= lon <= east and south <= lat <= north
