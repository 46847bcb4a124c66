"""Samples of monitoring: invented points near real capitals, with invented values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pyproj

from layers.themes.sample_places import SamplePlace, SamplePlaces, written

_VALUES = (
    "ANHO",
    "CUC",
    "COORDINACION",
    "TXUBIGEO",
    "TXZONA",
    "COORD_NORTE",
    "COORD_ESTE",
    "DATUM",
    "PUNTO_MUESTREO",
    "FECHA_PTO",
    "HORA",
    "MATRIZ",
    "CATEGORIA",
    "PARAMETRO",
    "SIGNO",
    "VALOR",
    "UNIDAD",
)
# Parameter, unit, the most that is written of it, the limit that the invented method has.
_WATER = (
    ("Arsénico total", "mg/L", 0.02, 0.0004),
    ("Mercurio total", "µg/L", 2.0, 0.03),
    ("Plomo total", "mg/L", 0.02, 0.0002),
    ("Cadmio total", "mg/L", 0.006, 0.00001),
)
_SEDIMENT = (("Arsénico total", "mg/kg MS", 40.0, 0.1), ("Plomo total", "mg/kg MS", 60.0, 0.1))
_EACH, _YEARS = 4, (2017, 2018)
_POINTS = ("CUC", "PTAL_ADMIN", "PTAL_UF", "DES_SUB_SECTOR", "TXMATRIZ", "FECHAINI_EJEC")
_SECTORS = ("Minería", "Hidrocarburos", "Industria", "Pesquería", "Electricidad")
_MATRICES = ("AGUA SUPERFICIAL", "AGUA SUBTERRÁNEA", "SUELO", "AIRE", "SEDIMENTO")
_AIR = (
    "DEPARTAMENTO",
    "PROVINCIA",
    "DISTRITO",
    "COD_VAL",
    "NOMBRE_ESTACION_VAL",
    "METODOLOGÍA",
    "FECHA",
    "CONCENTRACIÓN (µg/m³)",
    "AÑO",
    "LATITUD",
    "LONGITUD",
)
_AIR_DAYS = 4

_EMISSIONS = (
    *("FECHA_CORTE", "ANIO", "SECTOR", "CATEGORIA", "SUBCATEGORIA", "FUENTE_DE_EMISION"),
    *("IPCC_CLASF", "DIOXIDO_DE_CARBONO_GGCO2", "METANO_GGCH4", "METANO_EQUIVALENTE_GGCO2EQ"),
    *("OXIDO_NITROSO_GGN2O", "OXIDO_NITROSO_EQUIVALENTE_GGCO2EQ", "HFC_GGCO2EQ"),
    "EMISIONES_GEI_GGCO2EQ",
)


def write(places: SamplePlaces) -> dict[str, str]:
    """Some of every department, of each of the three files."""
    return {
        "environmental_measurements.csv": written(_VALUES, _values(places)),
        "environmental_points.csv": written((*_POINTS, "TXUBIGEO", "Y", "X"), _points(places)),
        "environmental_air.csv": written(_AIR, _air(places)),
        "greenhouse_gases.csv": written(_EMISSIONS, _emissions(), ";"),
    }


def _emissions() -> Iterator[tuple[object, ...]]:
    """Two invented sources of each of two sectors, of which one isn't told in the first year."""
    for year in (2014, 2016):
        for number in range(1, 5):
            sector = "SECTOR DE EJEMPLO A" if number < 3 else "SECTOR DE EJEMPLO B"
            dioxide = 100 * number + (year - 2014) * 10
            is_told = (year, number) != (2014, 4)
            amounts = (dioxide, 1, 28, "sin valor", "sin valor", "sin valor", dioxide + 28)
            yield (
                *("", year, sector, "CATEGORIA DE EJEMPLO", "SUBCATEGORIA DE EJEMPLO"),
                *(f"FUENTE DE EJEMPLO {number}", f"9X{number}"),
                *(amounts if is_told else ["sin valor"] * len(amounts)),
            )


def _values(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    number = 0
    for department in places.departments():
        for at, place in enumerate(places.some(places.inside(department.ubigeo, 6), _EACH)):
            number += 1
            position = _utm(*places.near(place, 0.02))
            is_sediment = at == _EACH - 1
            category = ("1-A1", "3", None, None)[at]
            for year in _YEARS:
                hour = f"{places.random.randint(7, 17)}:{places.random.randint(0, 59):02}"
                for parameter, unit, most, limit in _SEDIMENT if is_sediment else _WATER:
                    is_below = places.random.random() < 0.35
                    value = places.random.uniform(limit, most)
                    yield (
                        year,
                        f"EJEMPLO-{number:04}",
                        _SECTORS[at % len(_SECTORS)],
                        _names(place),
                        *position,
                        "WGS84",
                        f"PUNTO DE EJEMPLO {number}",
                        f"20/5/{year}",
                        hour,
                        "SEDIMENTO" if is_sediment else "AGUA SUPERFICIAL",
                        None if is_sediment else category,
                        parameter,
                        "<" if is_below else None,
                        f"{limit:.5f}" if is_below else f"{value:.5f}",
                        unit,
                    )


def _points(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    number = 0
    for department in places.departments():
        for at, place in enumerate(places.some(places.inside(department.ubigeo, 6), _EACH)):
            number += 1
            longitude, latitude = places.near(place, 0.02)
            day = dt.date(2018, places.random.randint(1, 12), places.random.randint(13, 28))
            yield (
                f"EJEMPLO-{number:04}",
                f"EMPRESA DE EJEMPLO {number} S.A.",
                f"UNIDAD DE EJEMPLO {number}",
                _SECTORS[number % len(_SECTORS)],
                _MATRICES[(number + at) % len(_MATRICES)],
                f"{day.day}/{day.month}/{day.year}",
                _names(place),
                latitude,
                longitude,
            )


def _air(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    for number, department in enumerate(places.departments(), start=1):
        (place,) = places.some(places.inside(department.ubigeo, 6), 1)
        longitude, latitude = places.near(place, 0.02)
        for at in range(_AIR_DAYS):
            day = dt.date(2018, at + 2, 20)
            yield (
                *(name.upper() for name in place.names),
                f"EJEMPLO-{number:02}",
                f"ESTACION DE EJEMPLO {number}",
                "Método de ejemplo",
                f"{day.day}/{day.month}/{day.year}",
                f"{places.random.uniform(10, 120):.2f}",
                day.year,
                latitude,
                longitude,
            )


def _names(place: SamplePlace) -> str:
    return ", ".join(name.upper() for name in place.names)


def _utm(longitude: float, latitude: float) -> tuple[int, int, int]:
    """Zone, northing and easting, in metres."""
    zone = min(max(int((longitude + 180) // 6) + 1, 17), 19)
    transformer = pyproj.Transformer.from_crs(4326, 32700 + zone, always_xy=True)
    east, north = transformer.transform(longitude, latitude)
    return zone, round(north), round(east)
