"""Commitment 6: the versions of the management model. Format: ``docs/importar-gestion-ugel.md``."""

from __future__ import annotations

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.results import Cleaned, Reading
from layers.reading.specification import Specification
from layers.themes.document_versions import check_versions, version_columns
from layers.themes.own_form import read_form
from layers.themes.sourced_places import SOURCED_AS_WRITTEN, check_sourced
from territory.models import ManagementModelVersion

TABLE = "management_model_versions"

FILE = Specification(
    ManagementModelVersion,
    (
        *version_columns("del modelo de gestión", "edition", "MODELO DE EJEMPLO"),
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
    check_versions(table, values, "edition", context)
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)
