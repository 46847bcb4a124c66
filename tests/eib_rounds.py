"""Instruments of EIB, their rounds and files of answers, for tests; schools that answer."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from layers import stored
from layers.eib_rounds import loading
from layers.models import StoredFile
from layers.progress import Unwatched
from territory.eib.rounds.items import stored_items
from territory.eib.rounds.items_text import read_items
from territory.models import Commitment, EibInstrument, EibRound, EibRoundLoad, EibSchool
from tests.processes import SOURCE

DAY = dt.date(2019, 6, 30)
HEADER = "cod_mod;anexo;red;item;respuesta;cantidad"
ITEMS = """item;eslabon;responde;pregunta;respuesta;texto;favorable
F1;formacion;docentes;¿Recibió formación en EIB este año?;SI;Sí;si
F1;formacion;docentes;¿Recibió formación en EIB este año?;NO;No;no
M1;materiales;servicios;¿Llegaron los cuadernos en lengua originaria?;TODOS;Todos;si
M1;materiales;servicios;¿Llegaron los cuadernos en lengua originaria?;PARTE;Una parte;no
M1;materiales;servicios;¿Llegaron los cuadernos en lengua originaria?;NADA;Ninguno;no
U1;uso;aulas;¿Se usan los cuadernos en la sesión?;SI;Sí;si
U1;uso;aulas;¿Se usan los cuadernos en la sesión?;NO;No;no
O1;familias;familias;¿Vio a su hija o hijo usar el cuaderno?;SI;Sí;si
O1;familias;familias;¿Vio a su hija o hijo usar el cuaderno?;NO;No;no
"""
# A service: modular code, UGEL, first language.
Service = tuple[str, str, str]


def schools(services: Iterable[Service], *, is_sample: bool = False) -> None:
    """Services of the register of EIB."""
    EibSchool.objects.bulk_create(
        [
            EibSchool(
                modular_code=code,
                annex="0",
                ugel_code=ugel or None,
                ugel=f"UGEL {ugel}" if ugel else None,
                language_1_id=language or None,
                commitments=[5],
                source="MINEDU, DEIB",
                cutoff_date=DAY,
                is_sample=is_sample,
            )
            for code, ugel, language in services
        ]
    )
    # As an import does: a query of a country's rows is planned for a country's.
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {EibSchool._meta.db_table}")


def instrument(slug: str = "monitoreo", number: int = 1, **values: Any) -> EibInstrument:
    defaults = {
        "commitment": Commitment.objects.get(number=values.pop("commitment", 5)),
        "title": "Monitoreo de materiales EIB",
        "purpose": "Saber si la formación y los materiales llegan al aula.",
        "dated_on": dt.date(2019, 3, 1),
        "items": stored_items(read_items(values.pop("text", ITEMS))),
        "state": "published",
        "source_url": SOURCE,
        "cutoff_date": DAY,
    }
    made: EibInstrument = EibInstrument.objects.create(
        slug=slug, number=number, **(defaults | values)
    )
    made.refresh_from_db()
    return made


def round_of(of: EibInstrument, code: str = "2019-1", **values: Any) -> EibRound:
    defaults = {
        "title": f"Ronda {code}",
        "starts_on": dt.date(2019, 4, 1),
        "ends_on": dt.date(2019, 5, 31),
        "asked": "Todos los servicios de las redes priorizadas.",
        "source": "MINEDU, DEIB",
        "source_url": SOURCE,
        "cutoff_date": DAY,
    }
    made: EibRound = EibRound.objects.create(instrument=of, code=code, **(defaults | values))
    made.refresh_from_db()
    return made


def csv_of(rows: Iterable[tuple[Any, ...]], header: str = HEADER) -> bytes:
    return "\n".join([header, *(";".join(map(str, row)) for row in rows)]).encode()


def kept(content: bytes, owner: User | None = None) -> StoredFile:
    with stored.create("respuestas.csv", "text/csv", owner) as writer:
        writer.write(content)
    return writer.file


def loaded(user: User, found: EibRound, content: bytes) -> EibRoundLoad:
    """Take a file's answers at once, however large it is."""
    file = kept(content)
    try:
        return loading.take_file(user, found.pk, file, Unwatched())
    finally:
        stored.delete(file)


def file_object(content: bytes) -> io.BytesIO:
    made = io.BytesIO(content)
    made.name = "respuestas.csv"
    return made


def answers(services: int, favourable: int) -> bytes:
    """Of each service ten teachers, so many of whom were trained; a small network beside."""
    rows: list[tuple[Any, ...]] = []
    for n in range(1, services + 1):
        rows += [(n, 0, f"R{n % 3}", "F1", "SI", favourable)]
        rows += [(n, 0, f"R{n % 3}", "F1", "NO", 10 - favourable)]
        rows += [(n, 0, f"R{n % 3}", "M1", "TODOS" if n % 2 else "NADA", 1)]
    return csv_of([*rows, (services + 1, 0, "R9", "F1", "SI", 2)])
