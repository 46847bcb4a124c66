"""What a search costs at the country's sizes, with names as varied as real ones.

``DATABASE_URL=… python -m bench.searching fill`` fills a database of its own (one that is made for
it, from the site's), ``… python -m bench.searching`` measures what PostgreSQL computes for a
search, milliseconds, of what people type and of what hurts. No name is a place's own: all are put
together of words, by a fixed seed.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

SEED = 20191231
_ROOT = Path(__file__).parents[1]
_SAINTS = ("san", "santa", "señor", "virgen", "niño", "inmaculada", "sagrado", "nuestra señora")
_THINGS = (
    *("agua", "rio", "cerro", "pampa", "loma", "quebrada", "puente", "valle", "laguna", "bosque"),
    *("sol", "luna", "estrella", "esperanza", "progreso", "union", "libertad", "victoria", "paz"),
    *("nueva", "alta", "baja", "grande", "chica", "blanca", "roja", "verde", "dorada", "rosa"),
    *("flor", "perla", "amistad", "primavera", "miraflores", "bellavista", "buenavista"),
    *("altiplano", "selva", "costa", "sierra", "mirador", "manantial", "horizonte", "porvenir"),
    *("triunfo", "solidaridad", "independencia", "bolognesi", "grau", "castilla", "mariategui"),
    *("arguedas", "vallejo", "palma", "basadre", "bolivar", "sucre", "raimondi", "tello"),
)
_WORKS = (
    "MEJORAMIENTO DEL SERVICIO DE AGUA POTABLE E INSTALACION DEL SISTEMA DE DESAGUE",
    "CREACION DEL SERVICIO DE AGUA POTABLE Y SANEAMIENTO BASICO",
    "AMPLIACION Y MEJORAMIENTO DEL SISTEMA DE ALCANTARILLADO",
    "REHABILITACION DE LA PLANTA DE TRATAMIENTO DE AGUAS RESIDUALES",
    "INSTALACION DE UNIDADES BASICAS DE SANEAMIENTO",
)
# Model, its code's column, how many there are of it in the country, and what names it.
SIZES = (
    ("RuralSchool", "modular_code", 7, 180_859, "school"),
    ("EibSchool", "modular_code", 7, 29_188, "school"),
    ("HealthFacility", "code", 8, 25_000, "facility"),
    ("SanitationProject", "cui", 7, 30_000, "work"),
    ("ExtractiveSite", "code", 9, 60_000, "right"),
    ("TransitStop", "stop_id", 7, 12_000, "stop"),
)
TYPED = (
    *("san martin", "santa rosa", "jose olaya", "virgen del carmen", "niño jesus", "agua"),
    *("miraflores", "posta medica", "puesto de salud", "escuela 82013", "82013", "0257048"),
    *("mariategui", "agua potable", "alcantarillado cusco", "planta de tratamiento", "i.e."),
    *("jose carlos mariategui", "inicial", "paradero", "av. grau", "la esperanza", "belavista"),
    *("maria auxiliadra", "virjen", "hospital regionl", "institucion educativa", "centro"),
    *("señor de los milagros", "nueva union", "san", "los angeles", "pampa grande", "el porvenir"),
)
HOSTILE = (
    *("aaa" * 33, "san " * 25, "a e i o u", "%%%%%%", "___", "ana ana ana ana", "000", "1", "0"),
    *("mejoramiento del servicio de agua potable en la localidad de santa rosa distrito", "de la"),
    *(
        "institucion educativa inicial",
        "iie iie iie",
        "anana banana",
        "qzxqzx wxyzwq",
        "ria ara ora",
    ),
    *("saneamiento basico rural integral sostenible peru", "santa santos sant santi santo"),
)
_SLOWEST = 5


def names(kind: str, count: int, places: list[str]) -> Iterator[str]:
    """So many names of that kind; ``places`` are the names of districts."""
    random = Random(f"{SEED}{kind}")  # noqa: S311 - data to measure with
    given = (_ROOT / "territory/given_names.txt").read_text().split("\n", 1)[1].split()
    for number in range(count):
        yield _name(random, kind, number, given, places).upper()


def _name(random: Random, kind: str, number: int, given: list[str], places: list[str]) -> str:
    place, person = random.choice(places), random.choice(given)
    thing, other = random.choice(_THINGS), random.choice(_THINGS)
    whom = random.choice(
        (f"{random.choice(_SAINTS)} {person}", f"{person} {thing}", f"{thing} {other}", place)
    )
    match kind:
        case "school":
            return random.choice((f"{10_000 + number % 80_000} {whom}", f"{number % 2_000}", whom))
        case "facility":
            sort = random.choice(("puesto de salud", "centro de salud", "consultorio", "clinica"))
            return f"{sort} {whom}"
        case "work":
            where = f"en la localidad de {whom}, distrito de {place} - {random.choice(places)}"
            return f"{random.choice(_WORKS)} {where}"
        case "right":
            return f"{whom} {random.choice(('', 'i', 'ii', '2005', '2017', number % 100))}"
    return f"av. {whom} con jr. {thing} {other}"


def fill() -> None:
    """Copies of a row of each table with other names and codes, as facts."""
    from django.apps import apps  # noqa: PLC0415 - once Django is set up
    from django.db import connection, transaction  # noqa: PLC0415 - as above

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM territory_adminunit WHERE level = 'district'")
        places = [name for (name,) in cursor.fetchall()]
        for label, code, digits, count, kind in SIZES:
            model: Any = apps.get_model("territory", label)
            columns = [
                str(field.column)
                for field in model._meta.concrete_fields
                if not field.generated and not field.primary_key
            ]
            taken = {code: f"lpad((n + 100000)::text, {digits}, '0')", "name": "made.name"}
            taken |= {"is_sample": "false"}
            values = ", ".join(taken.get(column, f"one.{column}") for column in columns)
            table = model._meta.db_table
            with transaction.atomic():
                cursor.execute("CREATE TEMPORARY TABLE made (n serial, name text) ON COMMIT DROP")
                with cursor.copy("COPY made (name) FROM STDIN") as copy:
                    for name in names(kind, count, places):
                        copy.write_row((name[:200],))
                cursor.execute(
                    f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} "  # noqa: S608 - ours
                    f"FROM (SELECT * FROM {table} LIMIT 1) AS one, made"
                )
            cursor.execute(f"VACUUM ANALYZE {table}")
            _say(f"{label}: {count}")


def measure() -> None:
    """Each text five times; its best, as what else runs on the machine is no part of it."""
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415 - once Django is set up
    from django.db import connection  # noqa: PLC0415 - as above

    from layers.searching import search  # noqa: PLC0415 - as above

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    for title, texts in (("typed", TYPED), ("hostile", HOSTILE)):
        found: dict[str, float] = {}
        for text in texts:
            turns = []
            for _turn in range(5):
                before = _cpu_ms(spent)
                search(text, AnonymousUser(), 8)
                turns.append(_cpu_ms(spent) - before)
            found[text] = min(turns)
        times = sorted(found.values())
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        _say(f"{title}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, most {times[-1]:.0f} ms")
        for text in sorted(found, key=lambda each: -found[each])[:_SLOWEST]:
            _say(f"  {found[text]:7.1f} ms  {text[:60]}")


def _cpu_ms(spent: Path) -> float:
    """What a process has computed since it began (Linux, schedstat: nanoseconds first)."""
    return int(spent.read_text().split()[0]) / 1e6


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    import django

    django.setup()
    fill() if sys.argv[1:] == ["fill"] else measure()
