"""Samples of emergency beds, in the form F500.2 (version 2), of the sample facilities."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from layers.themes.emergency_beds.columns import NOT_PUBLISHED
from layers.themes.health_facilities.sample import SampleFacility, sample_facilities
from layers.themes.sample_places import SamplePlaces, written

_HEADER = (
    "FECHACORTE",
    "FECHAREGISTRO",
    "CODIGO",
    "NOMBRE",
    "CATEGORIA",
    "INSTITUCIÓN",
    "UBIGEO",
    "REGION",
    "PROVINCIA",
    "DISTRITO",
    "CUENTA_ZC",
    "ZC_EMER_CAM_TOTAL",
    "ZC_EMER_CAM_INOPERATIVOS",
    "ZC_EMER_CAM_TOT_OPER",
    "ZC_EMER_CAM_TOT_DISP",
    "ZC_EMER_CAM_TOT_OCUP",
    "ZNC_EMER_CAM_TOTAL",
    "ZNC_EMER_CAM_INOPERATIVO",
    "ZNC_EMER_CAM_OPERATIVO",
    "ZNC_EMER_CAM_DISPONIBLE",
    "ZNC_EMER_CAM_OCUPADO",
)
_DAYS = ("20181229", "20181230", "20181231")
# Only those where people stay have an emergency service here.
_WITH_EMERGENCY = ("II", "III")


def write(places: SamplePlaces) -> dict[str, str]:
    """Three days' reports of each hospital."""
    hospitals = [
        one for one in sample_facilities(places) if one.category.startswith(_WITH_EMERGENCY)
    ]
    rows = [row for one in hospitals for row in _rows(places.random, one)]
    return {"emergency_beds.csv": written(_HEADER, rows, "|")}


def _rows(random: Random, hospital: SampleFacility) -> Iterator[list[object]]:
    total = random.randint(2, 45)
    covid = random.choice((0, 0, 4))
    for day in _DAYS:
        of_covid = _numbers(random, covid) if covid else [0] * 5
        general = _numbers(random, total)
        if random.random() < 0.05:
            general = [NOT_PUBLISHED] * 5
        yield [
            day,
            day,
            hospital.code,
            hospital.name,
            hospital.category,
            hospital.institution,
            hospital.place.ubigeo,
            *(name.upper() for name in hospital.place.names),
            "Si" if covid else "No",
            *of_covid,
            *general,
        ]


def _numbers(random: Random, total: int) -> list[object]:
    inoperative = random.randint(0, total // 5)
    operational = total - inoperative
    occupied = random.randint(0, operational)
    return [total, inoperative, operational, operational - occupied, occupied]
