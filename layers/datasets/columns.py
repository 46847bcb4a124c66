"""The columns of a dataset: how each is called, shown and stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.gis.db import models

from layers.fields import Field, FieldType


@dataclass(frozen=True)
class Column:
    """A column.

    ``name`` is that on the wire and of the table's column, ``original`` what the file calls it,
    ``title`` and ``unit`` what a person reads; ``description`` is shown beside the title.
    """

    name: str
    original: str
    title: str
    type: FieldType = FieldType.STRING
    unit: str = ""
    description: str = ""

    @property
    def sql_type(self) -> str:
        return _SQL_TYPES[self.type]

    def to_json(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


_SQL_TYPES = {
    FieldType.STRING: "text",
    FieldType.INTEGER: "bigint",
    FieldType.NUMBER: "double precision",
    FieldType.BOOLEAN: "boolean",
    FieldType.DATE: "date",
    FieldType.DATETIME: "timestamp with time zone",
}
_MODEL_FIELDS: dict[FieldType, type[models.Field[Any, Any]]] = {
    FieldType.STRING: models.TextField,
    FieldType.INTEGER: models.BigIntegerField,
    FieldType.NUMBER: models.FloatField,
    FieldType.BOOLEAN: models.BooleanField,
    FieldType.DATE: models.DateField,
    FieldType.DATETIME: models.DateTimeField,
}


def from_json(stored: Mapping[str, str]) -> Column:
    """The column of ``to_json``."""
    texts = {name: text for name, text in stored.items() if name != "type"}
    return Column(**texts, type=FieldType(stored["type"]))


def attribute(position: int) -> str:
    """A column's name in the ORM, where names of files would mean something else (``pk``)."""
    return f"f{position}"


def published_fields(columns: tuple[Column, ...]) -> tuple[Field, ...]:
    """The fields of the layer; of a table of shapes alone its key, since a feature has some."""
    if not columns:
        return (Field("number", "Número", FieldType.INTEGER, source="id"),)
    return tuple(
        Field(
            name=column.name,
            title=column.title,
            type=column.type,
            source=attribute(position),
            unit=column.unit,
            description=column.description,
        )
        for position, column in enumerate(columns)
    )


def model_field(column: Column) -> models.Field[Any, Any]:
    """The ORM's field of the table's column; everything in it may be unknown."""
    kind = _MODEL_FIELDS[column.type]
    return kind(column.title, null=True, db_column=column.name)
