"""Files of daily summaries, and X12 messages as SUSALUD's example has them."""

from __future__ import annotations

import csv
import datetime as dt
import io

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading
from layers.themes.accreditation_activity.reader import read_accreditation

TODAY = dt.date(2026, 1, 31)
SITEDS = Provenance("SUSALUD", "https://www.gob.pe/susalud", dt.date(2025, 6, 30))
UNITS = {"21": "Puno", "2102": "Azángaro", "210201": "Azángaro", "210202": "Achaya"}

GOOD = {
    "fecha": "2025-05-16",
    "codigo_ipress": "00002941",
    "establecimiento": "CARLOS CORNEJO ROSELLO",
    "ubigeo": "210201",
    "territorio": "Azángaro",
    "codigo_iafas": "10001",
    "iafas": "IAFAS DE PRUEBA",
    "tipo_iafas": "pública",
    "consultas": "120",
    "aceptadas": "90",
    "rechazadas": "20",
    "sin_respuesta": "10",
    "mediana_ms": "420",
    "p95_ms": "1800",
}


def context(*, samples: bool = False) -> Context:
    return Context(Directory(UNITS), TODAY, samples, SITEDS)


def table(*rows: dict[str, str], without: tuple[str, ...] = ()) -> bytes:
    """A file of the form; a row may have further columns."""
    names = [*GOOD, *dict.fromkeys(name for row in rows for name in row if name not in GOOD)]
    out = io.StringIO()
    writer = csv.DictWriter(
        out, [n for n in names if n not in without], extrasaction="ignore", delimiter=";"
    )
    writer.writeheader()
    writer.writerows(GOOD | row for row in rows)
    return out.getvalue().encode()


def read(*rows: dict[str, str], without: tuple[str, ...] = ()) -> Reading:
    return read_accreditation(table(*rows, without=without), context())


def isa(sender: str, receiver: str, test: str = "P") -> str:
    """An interchange's first segment, 106 characters."""
    found = (
        f"ISA*00*{'':10}*00*{'':10}*ZZ*{sender:15}*ZZ*{receiver:15}"
        f"*250516*0904*|*00501*000000001*0*{test}*:~"
    )
    assert len(found) == 106
    return found


def query(control: str, clock: str, *, facility: str = "00004210", test: str = "P") -> str:
    """A 270 of an insured person with a document."""
    return (
        f"{isa(facility, '10001', test)}GS*HS*{facility}*10001*20250516*{clock}*1*X *00501~"
        f"ST*270*{control}~BHT*0022*13~NM1*IL *1*APELLIDO*NOMBRE~REF*DD *45678912~"
        f"SE*5*{control}~GE*1*1~IEA*1*000000001~\n"
    )


def answer(control: str, clock: str, said: str, *, facility: str = "00004210") -> str:
    """A 271 that says so (a segment, or none)."""
    return (
        f"{isa('10001', facility)}GS*HB*10001*{facility}*20250516*{clock}*1*X *00501~"
        f"ST*271*{control}~BHT*0022*11~NM1*IL *1*APELLIDO*NOMBRE~{said}SE*5*{control}~"
        "GE*1*1~IEA*1*000000001~\n"
    )
