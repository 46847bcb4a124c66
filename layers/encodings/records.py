"""A feature as a record: what a table's line holds of it, whatever the table's format.

A record has the feature's key, the fields asked for and, after them, what no line should travel
without: whose data it is, of which date, and whether it is a sample.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from layers.encodings.base import key_text
from layers.expressions import Sql
from layers.fields import Field, FieldType

if TYPE_CHECKING:
    from layers.query import FeatureQuery

# What a line break of a list would be taken for is a thousands' sign: «3,014» is no list.
LIST_SEPARATOR = " "


@dataclass(frozen=True)
class Column:
    """A field of the record and the SQL of its value, which may be NULL."""

    field: Field
    value: Combinable

    @property
    def name(self) -> str:
        return self.field.name


@dataclass(frozen=True)
class LineProvenance:
    """What lines say of their origin where the rows of the layer don't say it themselves."""

    source: str
    cutoff_date: dt.date | None
    is_sample: bool


def columns(query: FeatureQuery, origin: LineProvenance) -> tuple[Column, ...]:
    """The key (``id``), the selected fields, and the provenance that isn't among them."""
    fields = query.selected_fields
    taken = {field.name for field in query.layer.fields}
    key = Column(Field(_free("id", taken), _("Identificador")), key_text(query))
    own = [Column(field, F(field.path)) for field in fields]
    chosen = {field.name for field in fields}
    return (key, *own, *(c for c in _provenance(query, origin) if c.name not in chosen))


def names_beside(taken: tuple[Column, ...], *wanted: str) -> tuple[str, ...]:
    """Names for what a format adds to the record, none of which is a column's already."""
    names = {column.name.lower() for column in taken}
    return tuple(_free(name, names) for name in wanted)


def list_text(value: Combinable) -> Combinable:
    """A list's items in one text."""
    return Sql(f"array_to_string({{0}}, '{LIST_SEPARATOR}')", value)


def _provenance(query: FeatureQuery, origin: LineProvenance) -> list[Column]:
    layer = query.layer
    found: list[tuple[Field, str | None, Any, str]] = [
        (Field("source", _("Fuente")), layer.source_path, origin.source, "text"),
        (
            Field("cutoff_date", _("Fecha de corte"), FieldType.DATE),
            layer.cutoff_path,
            origin.cutoff_date,
            "date",
        ),
        (
            Field("is_sample", _("Es un ejemplo"), FieldType.BOOLEAN),
            layer.sample_path,
            origin.is_sample,
            "boolean",
        ),
    ]
    return [
        Column(field, F(path) if path else Sql(f"CAST({{0}} AS {type_})", Value(constant)))
        for field, path, constant, type_ in found
    ]


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name
