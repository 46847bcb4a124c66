"""The ministry's registers of services, as large as the country's, by a fixed seed.

Of every eight services of the register seven are in town or without an area, as many as the real
one has; the register of EIB has services of it, and some that it lacks. No name is a place's own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.official_files import SEED, Place
from territory.languages import languages

# The DBF of the register has some 45 columns, of which the importer reads about 25.
_OTHERS = 18
_LEVELS = (
    *("Inicial - Jardín", "Primaria", "Primaria", "Secundaria", "Inicial No Escolarizado"),
    *("Superior Tecnológica", "CETPRO"),
)
_AREAS = ((2, "Rural"), (2, "Rural"), (1, "Urbana"), (1, "Urbana"), ("", ""))
_FORMS = ("EIB de fortalecimiento", "EIB de revitalización", "EIB en ámbitos urbanos")
_TITLE = "REGISTRO DE PRUEBA DE INSTITUCIONES EDUCATIVAS EIB"
# One in so many services of EIB isn't in the register of schools.
_UNKNOWN_EACH = 50
_FIRST_CODE = 200_000
# A register of 300,000 titles makes some 65,000 counts: of 3,000 institutes, each with five
# programmes, over five years.
_INSTITUTES, _PROGRAMMES, _YEARS = 3_000, 5, 5
_KINDS = ("TÍTULO PROFESIONAL TÉCNICO", "GRADO DE BACHILLER TÉCNICO")


def write_services(file: Path, count: int, among: list[Place], changed_from: int = 0) -> None:
    """The register of schools as CSV.

    Of one service in ten the pupils differ from those of a file with another ``changed_from``.
    """
    random = Random(SEED)  # noqa: S311 - data to measure with
    rows = (_service(random, number, random.choice(among), changed_from) for number in range(count))
    _write(file, rows)


def write_eib(file: Path, count: int, services: int) -> None:
    """The register of EIB as CSV, with a title above its header; of ``services`` in the other."""
    random = Random(SEED)  # noqa: S311 - data to measure with
    names = [language.name.upper() for language in languages()]
    step = max(1, services // count)
    _write(file, (_eib(random, number, number * step, names) for number in range(count)), _TITLE)


def write_titles(file: Path, count: int, among: list[Place], changed_from: int = 0) -> None:
    """The register of titles as CSV, without the columns that name persons.

    Of one title in five the number differs from that of a file with another ``changed_from``.
    """
    random = Random(SEED)  # noqa: S311 - data to measure with
    _write(file, (_title(random, number, among, changed_from) for number in range(count)))


def _write(file: Path, rows: Iterator[dict[str, object]], title: str = "") -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        first = next(rows)
        writer = csv.DictWriter(target, first)
        if title:
            csv.writer(target).writerow([title, *[""] * (len(first) - 1)])
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)


def _service(random: Random, number: int, place: Place, changed_from: int) -> dict[str, object]:
    department, province, district = place.names
    code, words = random.choice(_AREAS)
    pupils = random.randrange(400) + (number + changed_from) % 10 // 9
    row: dict[str, object] = {
        "COD_MOD": f"{_FIRST_CODE + number:07}",
        "ANEXO": 0,
        "CODLOCAL": f"{100_000 + number // 2:06}",
        "CEN_EDU": f"ESCUELA DE PRUEBA {number}",
        "D_NIV_MOD": random.choice(_LEVELS),
        "D_FORMA": "Escolarizada",
        "D_GESTION": "Pública de gestión directa",
        "D_GES_DEP": "Sector Educación",
        "CEN_POB": f"CENTRO POBLADO DE PRUEBA {number // 3}",
        "AREA_CENSO": code,
        "DAREACENSO": words,
        "CODGEO": place.ubigeo,
        "D_DPTO": department,
        "D_PROV": province,
        "D_DIST": district,
        "CODOOII": f"{place.ubigeo[:4]}01",
        "D_DREUGEL": f"UGEL DE PRUEBA {place.ubigeo[:4]}",
        "NLAT_IE": round(place.latitude + random.uniform(-0.02, 0.02), 5),
        "NLONG_IE": round(place.longitude + random.uniform(-0.02, 0.02), 5),
        "ESTADO": 1,
        "TALUMNO": pupils,
        "TDOCENTE": pupils // 20 + 1,
        "TSECCION": pupils // 25 + 1,
        "FECHA_ACT": f"{random.randrange(1, 28):02}/{random.randrange(1, 13):02}/2018",
    }
    return row | {f"OTRA_COLUMNA_{at}": f"VALOR {number % 1000 + at}" for at in range(_OTHERS)}


def _eib(random: Random, number: int, service: int, names: list[str]) -> dict[str, object]:
    code = 9_000_000 + number if number % _UNKNOWN_EACH == 0 else _FIRST_CODE + service
    spoken = random.sample(names, 1 + (number % 6 == 0))
    return {
        "DRE": f"DRE DE PRUEBA {service % 25}",
        "UGEL": f"UGEL DE PRUEBA {service % 220}",
        "CÓDIGO MODULAR": f"{code:07}",
        "ANEXO": 0,
        "CÓDIGO DE LOCAL": f"{100_000 + service // 2:06}",
        "NIVEL": random.choice(_LEVELS[:4]),
        "FORMA DE ATENCIÓN": _FORMS[number % len(_FORMS)],
        "LENGUA ORIGINARIA 1": spoken[0],
        "LENGUA ORIGINARIA 2": spoken[1] if len(spoken) > 1 else "",
        "LENGUA ORIGINARIA 3": "",
    }


def _title(random: Random, number: int, among: list[Place], changed_from: int) -> dict[str, object]:
    institute = random.randrange(_INSTITUTES)
    department, province, district = among[institute * 7 % len(among)].names
    own = f"{number:06}" + ("-B" if changed_from and number % 5 == 0 else "")
    return {
        "CODIGO_MODULAR": f"{700_000 + institute:07}",
        "INSTITUCION": f"INSTITUTO DE PRUEBA {institute}",
        "DEPARTAMENTO": department,
        "PROVINCIA": province,
        "DISTRITO": district,
        "PROGRAMA": f"PROGRAMA DE PRUEBA {(institute + random.randrange(_PROGRAMMES)) % 120}",
        "TIPO": _KINDS[random.randrange(20) == 0],
        "ANIO_REGISTRO": 2014 + random.randrange(_YEARS),
        "NUMERO_TITULO": own,
        "CODIGO_PUBLICO": f"P{number:08}" + own[6:],
    }
