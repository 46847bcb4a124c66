"""Commitment 3: the versions of the guidelines. Format: ``docs/importar-comisiones.md``."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.results import Cleaned, Reading
from layers.reading.specification import Specification
from layers.themes.document_versions import check_versions, version_columns
from layers.themes.environmental_commissions.keys import (
    ADDRESS_COLUMN,
    CUTOFF_COLUMN,
    SOURCE_COLUMN,
    check_address,
)
from layers.themes.own_form import as_written, read_form
from territory.models import GuidelineVersion

FILE = Specification(
    GuidelineVersion,
    (
        *version_columns("de los lineamientos", "version", "LINEAMIENTOS DE EJEMPLO"),
        replace(SOURCE_COLUMN, prepare=as_written),
        ADDRESS_COLUMN,
        CUTOFF_COLUMN,
    ),
    commitments=(3,),
)


def read_guidelines(data: FileData, context: Context) -> Reading:
    """The rows of the list; raises SourceError where the file can't be read as a whole."""
    return read_form(data, context, FILE, "guideline_versions", clean_guidelines)


def clean_guidelines(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw, "documento")
    values = FILE.read(table, context)
    check_address(table, values, context)
    check_versions(table, values, "version", context)
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)
