"""Commitment 6: the versions of the management model. Format: ``docs/importar-gestion-ugel.md``."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.results import Cleaned, Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.focalised_ugel.keys import as_written, read_form
from layers.themes.sourced_places import SOURCED, check_sourced
from territory.models import ManagementModelVersion
from territory.names import fold

TABLE = "management_model_versions"
SOURCE, *_ADDRESS_AND_DAY = SOURCED
SOURCED_AS_WRITTEN = (replace(SOURCE, prepare=as_written), *_ADDRESS_AND_DAY)

FILE = Specification(
    ManagementModelVersion,
    (
        Column(
            "documento",
            "title",
            "nombre del modelo de gestión, el mismo en todas sus versiones",
            required=True,
            strict=True,
            prepare=as_written,
            sample=SampleMark(("MODELO DE EJEMPLO",)),
        ),
        Column(
            "version",
            "edition",
            "cómo se llama la versión",
            required=True,
            strict=True,
            prepare=as_written,
        ),
        Column("fecha", "issued_on", "día en que se publicó", required=True, strict=True),
        Column(
            "cambios",
            "changes",
            "qué cambió respecto de la versión anterior; vacía: no se sabe",
            prepare=as_written,
        ),
        Column(
            "url_documento",
            "document_url",
            "dirección web de esta versión; sin ella la fila no se publica",
            required=True,
            strict=True,
        ),
        *SOURCED_AS_WRITTEN,
    ),
    commitments=(6,),
)


def read_model_versions(data: FileData, context: Context) -> Reading:
    """The rows of the list; raises SourceError where the file can't be read as a whole."""
    return read_form(data, context, FILE, TABLE, clean_model_versions)


def clean_model_versions(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw, "documento")
    values = FILE.read(table, context)
    check_sourced(table, values["source_url"], context)
    if not context.samples:
        table.check(
            "url_documento",
            lambda address: "" if address else "Falta la dirección del documento.",
            values["document_url"],
        )
    keys = [values[name].map(lambda t: fold(t) if t else None) for name in ("title", "edition")]
    table.refuse_repeated(keys, "version", "la versión")
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)
