"""Files in the form of official ones, as large as the country's, by a fixed seed.

What an import costs depends on how much of a column repeats: codes and names don't, holders and
places do. Names are numbered and no place's or person's own.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from territory.models import AdminUnit

SEED = 2017
# Invierte.pe's download has 70 columns, of which the importer reads about 30.
_COLUMNS = 70
_KM = 1 / 111.0
_STATES = (("T", "D.M. Titulado D.L. 708"), ("P", "D.M. en Trámite D.L. 708"))
_WIDE = (1, 1, 2, 2, 3, 5)


@dataclass(frozen=True)
class Place:
    """A district's capital: ubigeo, degrees, and the names of department, province, district."""

    ubigeo: str
    longitude: float
    latitude: float
    names: tuple[str, ...]


def places() -> list[Place]:
    """Every district whose capital's position is known, by ubigeo; one query."""
    units = AdminUnit.objects.filter(
        level=AdminUnit.Level.DISTRICT, valid_to__isnull=True, capital_point__isnull=False
    ).order_by("pk")
    rows = units.values_list("pk", "capital_point", "parent__parent__name", "parent__name", "name")
    return [
        Place(ubigeo, point.x, point.y, tuple(name.upper() for name in names))
        for ubigeo, point, *names in rows
        if point is not None
    ]


def write_rights(
    file: Path, count: int, among: list[Place], changed_from: int = 0, cuts: int = 0
) -> None:
    """A mining cadastre as GeoJSON in degrees: one outline in five has twelve corners.

    Of one right in ten the state differs from that of a file with another ``changed_from``.
    ``cuts``: each outline has twice as many corners, and two more.
    """
    random = Random(SEED)  # noqa: S311 - data to measure with
    with file.open("w", encoding="utf-8") as target:
        target.write('{"type": "FeatureCollection", "features": [\n')
        for number in range(count):
            feature = _right(random, number, random.choice(among), changed_from, cuts)
            target.write((",\n" if number else "") + json.dumps(feature, ensure_ascii=False))
        target.write("\n]}\n")


def write_investments(file: Path, count: int, among: list[Place], every: int) -> None:
    """A download of investments as CSV; one in ``every`` is in sanitation."""
    random = Random(SEED)  # noqa: S311 - data to measure with
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        rows = (_investment(random, number, random.choice(among), every) for number in range(count))
        first = next(rows)
        writer = csv.DictWriter(target, first)
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)


def _right(
    random: Random, number: int, place: Place, changed_from: int, cuts: int
) -> dict[str, object]:
    west = place.longitude + random.uniform(-0.02, 0.02)
    south = place.latitude + random.uniform(-0.02, 0.02)
    width, height = (random.choice(_WIDE) * _KM for _ in range(2))
    steps = cuts or (5 if number % 5 == 0 else 1)
    ring = list(_stairs(west, south, width, height, steps))
    code, words = _STATES[(number + changed_from) % 10 == 0]
    department, province, district = place.names
    return {
        "type": "Feature",
        "properties": {
            "CODIGOU": f"{10_000_000 + number:09}",
            "CONCESION": f"DERECHO DE PRUEBA {number}",
            "TIT_CONCES": f"EMPRESA DE PRUEBA {random.randrange(20_000)} S.A.C.",
            "HECTAGIS": round(100 * width * height / _KM**2, 4),
            "ESTADO": code,
            "D_ESTADO": words,
            "SUSTANCIA": random.choice("MMN"),
            "LEYENDA": words.upper(),
            "CARTA": f"{random.randrange(1, 37)}-{random.choice('EFGH')}",
            "DEPA": department,
            "PROVI": province,
            "DISTRI": district,
            "FEC_DENU": f"{random.randrange(1, 28):02}/{random.randrange(1, 13):02}/2010",
        },
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }


def _stairs(
    west: float, south: float, width: float, height: float, steps: int
) -> Iterator[tuple[float, float]]:
    """A rectangle of one step, or a flight of stairs: corners on a grid, as rights have them."""
    yield (west, south)
    for step in range(steps):
        x = west + width * (steps - step) / steps
        yield (round(x, 7), round(south + height * step / steps, 7))
        yield (round(x, 7), round(south + height * (step + 1) / steps, 7))
    yield (west, round(south + height, 7))


def _investment(random: Random, number: int, place: Place, every: int) -> dict[str, object]:
    is_sanitation = number % every == 0
    department, province, district = place.names
    viable = random.randrange(100_000, 9_000_000)
    kind = "DEL SERVICIO DE AGUA POTABLE" if is_sanitation else "DE LA PISTA"
    row: dict[str, object] = {
        "CODIGO_UNICO": 2_100_000 + number,
        "CODIGO_SNIP": number,
        "NOMBRE_INVERSION": f"MEJORAMIENTO {kind} DE LA LOCALIDAD DE PRUEBA {number}, DISTRITO DE "
        f"{district}, PROVINCIA DE {province}, DEPARTAMENTO DE {department}",
        "ESTADO": "ACTIVO",
        "SITUACION": "VIABLE",
        "MARCO": "INVIERTE",
        "NIVEL": "GL",
        "SECTOR": "GOBIERNOS LOCALES",
        "ENTIDAD": f"MUNICIPALIDAD DISTRITAL DE {district}",
        "NOMBRE_UEP": f"UNIDAD EJECUTORA DE {district}",
        "FUNCION": "SANEAMIENTO" if is_sanitation else "TRANSPORTE",
        "MONTO_VIABLE": f"{viable}.00",
        "COSTO_ACTUALIZADO": f"{viable * 1.2:.2f}",
        "PIA_ANIO_ACTUAL": 0,
        "PIM_ANIO_ACTUAL": f"{viable / 4:.2f}",
        "DEV_ANIO_ACTUAL": f"{viable / 8:.2f}",
        "DEVEN_ACUMUL_ANIO_ANT": f"{viable / 3:.2f}",
        "AVANCE_FISICO": random.randrange(100),
        "AVANCE_EJECUCION": random.randrange(100),
        "TIENE_F8": "SI",
        "TIENE_F9": "NO",
        "TIENE_F12B": "SI",
        "DES_MODALIDAD": "ADMINISTRACIÓN INDIRECTA - POR CONTRATA",
        "FECHA_REGISTRO": f"{random.randrange(1, 28):02}/{random.randrange(1, 13):02}/2018",
        "FECHA_VIABILIDAD": f"{random.randrange(1, 28):02}/{random.randrange(1, 13):02}/2019",
        "NUM_HABITANTES_BENEF": random.randrange(50, 5_000),
        "DEPARTAMENTO": department,
        "PROVINCIA": province,
        "DISTRITO": district,
        "UBIGEO": place.ubigeo,
        "LATITUD": round(place.latitude + random.uniform(-0.02, 0.02), 6),
        "LONGITUD": round(place.longitude + random.uniform(-0.02, 0.02), 6),
    }
    others = range(_COLUMNS - len(row))
    return row | {f"OTRA_COLUMNA_{at}": f"VALOR {number % 1000 + at}" for at in others}
