"""Points and values of monitoring, as the tests of commitment 2 make them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.gis.geos import Point

from territory.models import EnvironmentalMeasurement, EnvironmentalMonitoringPoint

_FROM: dict[str, Any] = {
    "commitments": [2],
    "source": "OEFA",
    "cutoff_date": dt.date(2025, 2, 14),
    "is_sample": False,
}
_PLACE: dict[str, Any] = {
    "feed": "oefa-valores",
    "place_key": "e-01",
    "matrix": "surface_water",
    "water_category": "1-A1",
    "geom": Point(-74.08, -4.46, srid=4326),
}


def measuring_point(**values: Any) -> EnvironmentalMonitoringPoint:
    own = {"code": "E-01", "name": "Punto E-01"}
    return EnvironmentalMonitoringPoint.objects.create(**(_FROM | _PLACE | own | values))


def measured(**values: Any) -> EnvironmentalMeasurement:
    """A value of arsenic, by default above what water of category 1-A1 may hold."""
    own = {
        "point_code": "E-01",
        "parameter": "Arsénico",
        "parameter_key": "arsenico",
        "sampled_on": dt.date(2019, 3, 17),
        "state": "value",
        "value": 0.011,
        "unit": "mg/L",
        "original_value": "0,011",
        "original_unit": "mg/L",
    }
    given = _FROM | _PLACE | own | values
    told = (given.get(name) or "" for name in ("analysis", "method", "sampled_time"))
    return EnvironmentalMeasurement.objects.create(**given, result_key="".join(told)[:16])
