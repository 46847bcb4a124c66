"""The fields that a layer publishes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FieldType(StrEnum):
    """Value types, as every protocol can name them."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    INTEGER_LIST = "integer_list"

    @property
    def label(self) -> str | Promise:
        """What a person calls it."""
        return _LABELS[self]


_LABELS: dict[FieldType, str | Promise] = {
    FieldType.STRING: _("texto"),
    FieldType.INTEGER: _("número entero"),
    FieldType.NUMBER: _("número"),
    FieldType.BOOLEAN: _("sí o no"),
    FieldType.DATE: _("fecha"),
    FieldType.DATETIME: _("fecha y hora"),
    FieldType.INTEGER_LIST: _("lista de números enteros"),
}


@dataclass(frozen=True)
class Field:
    """A published field.

    ``name`` is the English name on the wire, ``title`` the Spanish one a person reads,
    ``source`` the ORM path of the value (the name itself when empty), ``unit`` the UCUM-like
    unit shown after values ("m", "hab."), ``labels`` what a person reads instead of each code,
    ``max_length`` the characters that a text has at most (None: no limit is known).

    ``layers.model_fields`` makes fields from what a model says of its own.
    """

    name: str
    title: str | Promise
    type: FieldType = FieldType.STRING
    source: str = ""
    unit: str | Promise = ""
    description: str | Promise = ""
    labels: tuple[tuple[str, str | Promise], ...] = ()
    max_length: int | None = None

    @property
    def path(self) -> str:
        """ORM path of the value."""
        return self.source or self.name
