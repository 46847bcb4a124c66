"""What residences need as a CSV file: its columns, and how it is written.

No official form of such a list is known: these are the register's own ``COD_MOD`` and ``ANEXO``
and the plain words for the rest. What is exported imports again unchanged (``need_import``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from layers import record_rows
from layers.record_rows import VERSION, Column
from territory.models import ResidenceNeed
from territory.models.residences import SAMPLE_KEY, Item

_ITEMS = ", ".join(str(label) for label in Item.labels)
_PRIORITIES = ", ".join(str(label) for label in ResidenceNeed.Priority.labels)
COLUMNS = (
    Column(
        "cod_mod",
        "Código modular",
        "7 dígitos, del padrón; se reponen los ceros perdidos. De una escuela con residencia.",
        required=True,
    ),
    Column("anexo", "Anexo", "Un dígito; vacío: 0, la escuela misma."),
    Column("bien", "Bien", f"Uno de: {_ITEMS}.", required=True),
    Column("cantidad", "Cantidad", "Número entero desde 1.", required=True),
    Column("prioridad", "Prioridad", f"Una de: {_PRIORITIES}.", required=True),
    Column(
        "documento",
        "Documento",
        "Diagnóstico, oficio o inventario en el que consta; nunca el nombre de una persona.",
        required=True,
    ),
    Column(
        "fuente_url",
        "Fuente",
        "Dirección donde se lee; sin ella no se acepta la fila.",
        required=True,
    ),
    Column(
        "fecha_corte", "Fecha de corte", "Día (AAAA-MM-DD) en que se contaba así.", required=True
    ),
    Column(
        VERSION,
        "Versión",
        "La que su entidad descargó; vacía en una nueva. Si otra persona la cambió después, la "
        "fila no se acepta.",
    ),
    Column("escuela", "Escuela", "Nombre en el padrón.", derived=True),
    Column("ubigeo", "Ubigeo", "Del distrito que el padrón declara.", derived=True),
    Column("unidad", "Se cuenta en", "unidades o juegos.", derived=True),
    Column("es_ejemplo", "Ejemplo", "sí, si la fila es un ejemplo y no un hecho.", derived=True),
)
# What a row says of its need.
TITLES = {
    column.name: column.title for column in COLUMNS if not column.derived and column.name != VERSION
}
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
# Column → what the door calls it.
VALUES = {
    "cantidad": "quantity",
    "prioridad": "priority",
    "documento": "document",
    "fuente_url": "source_url",
    "fecha_corte": "cutoff_date",
}


def written(rows: Iterable[ResidenceNeed], *, with_versions: bool) -> Iterator[str]:
    """The file, line by line.

    Versions are for who prepares the rows: they rise with drafts, which nobody else counts.
    """
    hidden = {} if with_versions else {VERSION: ""}
    return record_rows.written(
        COLUMNS, (cells_of(need) | derived_of(need) | hidden for need in rows)
    )


def cells_of(need: ResidenceNeed) -> dict[str, str]:
    """What a row says, by column; what isn't known is empty."""
    code, annex = need.residence_id.removesuffix(SAMPLE_KEY).split("-")
    return {
        "cod_mod": code,
        "anexo": annex,
        "bien": str(need.get_item_display()),
        "cantidad": str(need.quantity),
        "prioridad": str(need.get_priority_display()),
        "documento": need.document,
        "fuente_url": need.source_url or "",
        "fecha_corte": str(need.cutoff_date),
        VERSION: str(need.version),
    }


def derived_of(need: Any) -> dict[str, str]:
    """What the register and the list of items say of it."""
    residence = need.residence
    return {
        "escuela": residence.name,
        "ubigeo": residence.declared_unit_id or "",
        "unidad": need.unit,
        "es_ejemplo": "sí" if need.is_sample else "no",
    }
