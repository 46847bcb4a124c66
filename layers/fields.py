"""The fields that a layer publishes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class FieldType(StrEnum):
    """Value types, as every protocol can name them."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    INTEGER_LIST = "integer_list"


@dataclass(frozen=True)
class Field:
    """A published field.

    ``name`` is the English name on the wire, ``title`` the Spanish one a person reads,
    ``source`` the ORM path of the value (the name itself when empty), ``unit`` the UCUM-like
    unit shown after values ("m", "hab."), ``labels`` what a person reads instead of each code.
    """

    name: str
    title: str
    type: FieldType = FieldType.STRING
    source: str = ""
    unit: str = ""
    description: str = ""
    labels: tuple[tuple[str, str | Promise], ...] = ()

    @property
    def path(self) -> str:
        """ORM path of the value."""
        return self.source or self.name
