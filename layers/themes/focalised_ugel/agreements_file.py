"""Commitment 6: intersectoral agreements of UGEL. Format: ``docs/importar-gestion-ugel.md``."""

from __future__ import annotations

from functools import partial

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.results import Cleaned, Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.focalised_ugel.keys import UGEL, check_order, parse_day_to_come
from layers.themes.focalised_ugel.offices import parse_offices
from layers.themes.own_form import as_written, read_form
from layers.themes.sourced_places import SOURCED_AS_WRITTEN, check_sourced
from territory.models import UgelAgreement, UgelAgreementState
from territory.names import fold

TABLE = "ugel_agreements"

FILE = Specification(
    UgelAgreement,
    (
        UGEL,
        Column(
            "codigo",
            "code",
            "código que distingue al acuerdo de los demás de la UGEL",
            required=True,
            strict=True,
            prepare=as_written,
        ),
        Column(
            "acuerdo",
            "text",
            "qué se acordó; nunca nombres de personas",
            required=True,
            strict=True,
            prepare=as_written,
            sample=SampleMark(("ACUERDO DE EJEMPLO",)),
        ),
        Column(
            "partes",
            "parties",
            "dos o más oficinas o sectores de la lista de abajo, separados por punto y coma",
            required=True,
            strict=True,
            parse=partial(parse_offices, fewest=2),
        ),
        Column("fecha", "agreed_on", "día en que se acordó", strict=True),
        Column(
            "fecha_limite",
            "due_on",
            "día hasta el que debe cumplirse; puede ser futuro y no anterior al del acuerdo",
            strict=True,
            parse=parse_day_to_come,
        ),
        Column(
            "estado",
            "progress",
            "pendiente, en curso, cumplido o sin efecto; que está vencido se calcula",
            required=True,
            strict=True,
        ),
        Column(
            "fecha_cumplimiento",
            "fulfilled_on",
            "día en que se cumplió; solo de un acuerdo cumplido",
            strict=True,
        ),
        Column(
            "evidencia",
            "evidence_url",
            "dirección web de lo que muestra su cumplimiento o su avance; sin ella no se publica "
            "que está cumplido",
        ),
        *SOURCED_AS_WRITTEN,
    ),
    commitments=(6,),
)


def read_agreements(data: FileData, context: Context) -> Reading:
    """The rows of the list; raises SourceError where the file can't be read as a whole."""
    return read_form(data, context, FILE, TABLE, clean_agreements)


def clean_agreements(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw, "codigo_ugel")
    values = FILE.read(table, context)
    check_sourced(table, values["source_url"], context)
    check_order(
        table, "fecha_limite", values, "due_on", "agreed_on", "Es anterior a la del acuerdo."
    )
    check_order(
        table,
        "fecha_cumplimiento",
        values,
        "fulfilled_on",
        "agreed_on",
        "Es anterior a la del acuerdo.",
    )
    table.check("fecha_cumplimiento", _not_fulfilled, values["progress"], values["fulfilled_on"])
    if not context.samples:
        table.check("evidencia", _unproven, values["progress"], values["evidence_url"])
    codes = values["code"].map(lambda text: fold(text) if text else None)
    table.refuse_repeated([values["ugel_code"], codes], "codigo", "el acuerdo")
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def _not_fulfilled(progress: str | None, day: object) -> str:
    wrong = day is not None and progress is not None and progress != UgelAgreementState.FULFILLED
    return "Solo un acuerdo cumplido tiene fecha de cumplimiento." if wrong else ""


def _unproven(progress: str | None, address: str | None) -> str:
    wrong = progress == UgelAgreementState.FULFILLED and not address
    return "Un acuerdo cumplido se publica con la dirección de su evidencia." if wrong else ""
