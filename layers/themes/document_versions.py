"""The versions of a document as a file lists them, and what these are held to."""

from __future__ import annotations

from typing import Any

from layers.reading.columns import Columns
from layers.reading.context import Context
from layers.reading.samples import SampleMark
from layers.reading.specification import Column
from layers.themes.own_form import as_written
from territory.names import fold


def version_columns(what: str, version: str, sample: str) -> tuple[Column, ...]:
    """``what`` names the document in Spanish, ``version`` the field that a version's name fills."""
    return (
        Column(
            "documento",
            "title",
            f"nombre {what}, el mismo en todas sus versiones",
            required=True,
            strict=True,
            prepare=as_written,
            sample=SampleMark((sample,)),
        ),
        Column(
            "version",
            version,
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
    )


def check_versions(table: Columns, values: dict[str, Any], version: str, context: Context) -> None:
    """Refuse a fact without the address of its document, and a version that stands there twice."""
    if not context.samples:
        table.check(
            "url_documento",
            lambda address: "" if address else "Falta la dirección del documento.",
            values["document_url"],
        )
    keys = [values[name].map(lambda t: fold(t) if t else None) for name in ("title", version)]
    table.refuse_repeated(keys, "version", "la versión")
