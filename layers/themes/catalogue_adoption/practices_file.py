"""Versions of the sector's practices. Format: ``docs/importar-catalogos-salud.md``."""

from __future__ import annotations

import re

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.results import Cleaned, Reading
from layers.reading.specification import Column, Specification
from layers.themes.document_versions import check_versions, version_columns
from layers.themes.own_form import as_written, read_form
from layers.themes.sourced_places import SOURCED_AS_WRITTEN, check_sourced
from territory.models import HealthPractice

TABLE = "health_practices"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def parse_sha256(raw: str) -> str | None:
    """64 hexadecimal digits in lower case; None where there are none; raises CellError."""
    text = raw.strip().lower()
    if text and not _SHA256.fullmatch(text):
        raise CellError("No es una huella SHA-256: 64 cifras hexadecimales.")
    return text or None


FILE = Specification(
    HealthPractice,
    (
        *version_columns("de la práctica o protocolo", "edition", "PROTOCOLO DE EJEMPLO"),
        Column(
            "tipo",
            "kind",
            "qué es el documento",
            required=True,
            strict=True,
        ),
        Column(
            "sha256",
            "document_hash",
            "huella SHA-256 del archivo que está en `url_documento` (la dan `sha256sum` o, en "
            "Windows, `certutil -hashfile archivo SHA256`); obligatoria en todo lo que no es un "
            "ejemplo",
            required=True,
            strict=True,
            prepare=as_written,
            parse=parse_sha256,
        ),
        *SOURCED_AS_WRITTEN,
    ),
    commitments=(11,),
)


def read_practices(data: FileData, context: Context) -> Reading:
    """The rows of the list; raises SourceError where the file can't be read as a whole."""
    return read_form(data, context, FILE, TABLE, clean_practices)


def clean_practices(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw, "documento")
    values = FILE.read(table, context)
    check_sourced(table, values["source_url"], context)
    if not context.samples:
        table.check("sha256", _without_hash, values["document_hash"])
    check_versions(table, values, "edition", context)
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def _without_hash(found: str | None) -> str:
    return "" if found else "Falta la huella del documento: sin ella no se publica."
