"""Commitment 3: the versions of the guidelines. Format: ``docs/importar-comisiones.md``."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.records import read_records
from layers.reading.results import Cleaned, Reading, harmless
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.environmental_commissions.keys import (
    ADDRESS_COLUMN,
    CUTOFF_COLUMN,
    SOURCE_COLUMN,
    check_address,
)
from territory.models import GuidelineVersion
from territory.names import fold


def as_written(text: str) -> str:
    """The text without the apostrophe that keeps spreadsheets from running it (``harmless``)."""
    bare = text.removeprefix("'")
    return bare if harmless(bare) == text else text


FILE = Specification(
    GuidelineVersion,
    (
        Column(
            "documento",
            "title",
            "nombre de los lineamientos, el mismo en todas sus versiones",
            required=True,
            strict=True,
            prepare=as_written,
            sample=SampleMark(("LINEAMIENTOS DE EJEMPLO",)),
        ),
        Column(
            "version",
            "version",
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
        replace(SOURCE_COLUMN, prepare=as_written),
        ADDRESS_COLUMN,
        CUTOFF_COLUMN,
    ),
    commitments=(3,),
)


def read_guidelines(data: FileData, context: Context) -> Reading:
    """The rows of the list; raises SourceError where the file can't be read as a whole."""
    records = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    cleaned = clean_guidelines(records.frame, context)
    errors = sorted((*records.errors, *cleaned.errors), key=lambda error: error.row)
    return Reading({"guideline_versions": cleaned.frame}, tuple(errors), cleaned.notices)


def clean_guidelines(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw, "documento")
    values = FILE.read(table, context)
    check_address(table, values, context)
    if not context.samples:
        table.check(
            "url_documento",
            lambda address: "" if address else "Falta la dirección del documento.",
            values["document_url"],
        )
    keys = [values[name].map(lambda t: fold(t) if t else None) for name in ("title", "version")]
    table.refuse_repeated(keys, "version", "la versión")
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)
