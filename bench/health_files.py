"""Files of health in their official form, as large as the country's, by a fixed seed.

RENIPRESS in Windows 1252 with its columns NORTE and ESTE exchanged; SUSALUD's F500.2 in both
versions, with bars between cells; daily summaries of accreditation and codes of a catalogue in the
site's own forms. Names are numbered and nobody's own.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.official_files import SEED, Place

_CATEGORIES = (
    *("I-1",) * 8,
    *("I-2",) * 5,
    "I-3",
    "I-4",
    "II-1",
    "II1",
    "II-2",
    "III-1",
    "SIN CATEGORIA",
)
# Of ten facilities four have a position, as in the register.
_PLACED_IN_TEN = 4
# Version 2 has 102 columns, version 1 41.
_OTHERS_V2, _OTHERS_V1 = 82, 29
_BEDS = ("ZC_EMER_CAM_{}", "TOTAL", "INOPERATIVOS", "TOT_OPER", "TOT_DISP", "TOT_OCUP"), (
    "ZNC_EMER_CAM_{}", "TOTAL", "INOPERATIVO", "OPERATIVO", "DISPONIBLE", "OCUPADO",
)  # fmt: skip
_FIRST_DAY = dt.date(2025, 1, 1)
# Of SUSALUD's list some forty insurers are asked by message; a facility asks a few.
_INSURERS, _ASKED = 40, 8
_ORIGIN = ("Banco de pruebas", "https://example.org/", "2025-12-31")


def write_facilities(file: Path, count: int, among: list[Place]) -> None:
    """The register of facilities."""
    random = Random(SEED)  # noqa: S311 - data to measure with
    rows = (_facility(random, number, among) for number in range(count))
    _write(file, rows, ",", "cp1252")


def write_beds(file: Path, count: int, among: list[Place], *, version: int) -> None:
    """The form's days: so many rows of some 400 facilities, of the version 1 or 2."""
    random = Random(SEED)  # noqa: S311 - data to measure with
    make = _beds_v1 if version == 1 else _beds_v2
    _write(file, (make(random, number, among) for number in range(count)), "|", "utf-8")


def write_accreditation(file: Path, count: int, among: list[Place], changed_from: int = 0) -> None:
    """Days of facilities and insurers: one row in three has a number of a few.

    Of one row in ten the queries differ from those of a file with another ``changed_from``.
    """
    random = Random(SEED)  # noqa: S311 - data to measure with
    rows = (_day(random, number, among, changed_from) for number in range(count))
    _write(file, rows, ";", "utf-8")


def write_codes(file: Path, count: int, edition: str = "2025") -> None:
    """A catalogue with three levels of codes."""
    _write(file, (_code(number, edition) for number in range(count)), ";", "utf-8")


def _write(file: Path, rows: Iterator[dict[str, object]], separator: str, encoding: str) -> None:
    with file.open("w", encoding=encoding, newline="") as target:
        first = next(rows)
        writer = csv.DictWriter(target, first, delimiter=separator)
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)


def _place(number: int, among: list[Place]) -> Place:
    return among[number * 7 % len(among)]


def _facility(random: Random, number: int, among: list[Place]) -> dict[str, object]:
    place = _place(number, among)
    department, province, district = place.names
    is_placed = number % 10 < _PLACED_IN_TEN
    return {
        "Institución": random.choice(("GOBIERNO REGIONAL", "PRIVADO", "ESSALUD", "MINSA")),
        "Código Único": number + 1,
        "Nombre del establecimiento": f"ESTABLECIMIENTO DE PRUEBA {number}",
        "Clasificación": "PUESTOS DE SALUD O POSTAS DE SALUD",
        "Tipo": "ESTABLECIMIENTO DE SALUD SIN INTERNAMIENTO",
        "Departamento": department,
        "Provincia": province,
        "Distrito": district,
        "UBIGEO": place.ubigeo,
        "Dirección": f"JR. DE PRUEBA Nº {number}",
        "Código DISA": number % 34,
        "DISA": department,
        "Red": f"RED {number % 190}",
        "Microrred": "NO PERTENECE A NINGUNA MICRORED",
        "Unidad Ejecutora": f"UNIDAD EJECUTORA {number % 200}",
        "Categoria": random.choice(_CATEGORIES),
        "Teléfono": "000-000000",
        "Horario": "08:00 - 20:00",
        "Inicio de Actividad": random.choice(("01/01/1900", "07/01/1977", "15/08/2004")),
        "Director Médico y/o Responsable de la Atención de Salud": "NOMBRE RETIRADO",
        "Estado": "ACTIVADO",
        "Condición": "EN FUNCIONAMIENTO",
        "NORTE": round(place.longitude + random.uniform(-0.02, 0.02), 8) if is_placed else "",
        "ESTE": round(place.latitude + random.uniform(-0.02, 0.02), 8) if is_placed else "",
        "COTA": random.randrange(4_500) if is_placed else "",
        "CAMAS": random.choice(("", random.randrange(60))),
    }


def _reporting(number: int, among: list[Place]) -> tuple[int, Place, str]:
    """Of a row of the form the facility, where it is and the day."""
    facility = number % 400
    day = _FIRST_DAY - dt.timedelta(days=number // 400)
    return facility, _place(facility, among), f"{day:%Y%m%d}"


def _beds_v2(random: Random, number: int, among: list[Place]) -> dict[str, object]:
    facility, place, day = _reporting(number, among)
    department, province, district = place.names
    row: dict[str, object] = {
        "FECHACORTE": day,
        "FECHAREGISTRO": day,
        "CODIGO": f"{facility + 1:08}",
        "NOMBRE": f"ESTABLECIMIENTO DE PRUEBA {facility}",
        "CATEGORIA": "II-1",
        "UBIGEO": place.ubigeo,
        "REGION": department,
        "PROVINCIA": province,
        "DISTRITO": district,
        "CUENTA_ZC": "Si" if facility % 2 else "No",
    }
    for form, *titles in _BEDS:
        occupied, available, broken = (random.randrange(20) for _ in range(3))
        operational = occupied + available
        numbers = (operational + broken, broken, operational, available, occupied)
        row |= {form.format(t): n for t, n in zip(titles, numbers, strict=True)}
    return row | {f"OTRO_CAMPO_{at}": random.randrange(9) for at in range(_OTHERS_V2)}


def _beds_v1(random: Random, number: int, among: list[Place]) -> dict[str, object]:
    facility, place, day = _reporting(number, among)
    department, province, _district = place.names
    row: dict[str, object] = {
        "CORRELATIVO": number + 1,
        "FECHA_CORTE": day,
        "FECHA_REGISTRO": day,
        "INSTITUCION": "Privado",
        "UBIGEO": place.ubigeo,
        "REGION": department,
        "PROVINCIA": province,
        "CATEGORIA": "II-1",
        "CODIGO": f"{facility + 1:08}",
        "NOMBRE": f"ESTABLECIMIENTO DE PRUEBA {facility}",
        "ZONA_COVID": "No",
        "CAMAS_ZC_OCUPADOS": random.randrange(9),
    }
    return row | {f"OTRO_CAMPO_{at}": random.randrange(9) for at in range(_OTHERS_V1)}


def _day(random: Random, number: int, among: list[Place], changed_from: int) -> dict[str, object]:
    pair, ago = number % 20_000, number // 20_000
    facility, insurer = pair // _ASKED, (pair * 7) % _INSURERS
    place = _place(facility, among)
    most = 12 if pair % 3 == 0 else 400
    accepted, rejected, unanswered = (random.randrange(most // part) for part in (1, 4, 8))
    accepted += (number + changed_from) % 10 // 9
    median = random.randrange(100, 2_000) if accepted + rejected else ""
    return {
        "fecha": (_FIRST_DAY - dt.timedelta(days=ago)).isoformat(),
        "codigo_ipress": f"{facility + 1:08}",
        "establecimiento": f"ESTABLECIMIENTO DE PRUEBA {facility}",
        "ubigeo": place.ubigeo,
        "territorio": place.names[-1].title(),
        "codigo_iafas": f"{10_001 + insurer}",
        "iafas": f"IAFAS DE PRUEBA {insurer}",
        "tipo_iafas": "pública" if insurer < 3 else "privada",
        "consultas": accepted + rejected + unanswered,
        "aceptadas": accepted,
        "rechazadas": rejected,
        "sin_respuesta": unanswered,
        "mediana_ms": median,
        "p95_ms": median * 3 if median else "",
    }


def _code(number: int, edition: str) -> dict[str, object]:
    parent = f"P{number // 100 * 100:06}" if number % 100 else ""
    source, url, cutoff = _ORIGIN
    return {
        "catalogo": "CATÁLOGO DE PRUEBA",
        "url": "https://example.org/catalogo-de-prueba",
        "version": edition,
        "estado_version": "vigente",
        "fecha_version": "2025-01-01",
        "codigo": f"P{number:06}",
        "denominacion": f"Procedimiento de prueba {number} del grupo {number // 100}",
        "definicion": "",
        "codigo_padre": parent,
        "estado": "",
        "fuente": source,
        "url_fuente": url,
        "fecha_corte": cutoff,
    }
