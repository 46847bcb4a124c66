"""A layer's fields as its model describes them, so that each attribute is described once.

A field's title is the model's ``verbose_name``, its description the ``help_text``, its labels the
``choices``. The unit of a number is what its ``verbose_name`` has in parentheses at the end, as
the administration shows it: "avance físico (%)" is titled "Avance físico", unit "%".
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise, keep_lazy_text
from django.utils.text import capfirst

from layers.fields import Field, FieldType

_ModelField: TypeAlias = "models.Field[Any, Any]"

# The first that fits counts: an instant is a date too, to Django.
_TYPES: tuple[tuple[type[_ModelField], FieldType], ...] = (
    (models.BooleanField, FieldType.BOOLEAN),
    (models.DateTimeField, FieldType.DATETIME),
    (models.DateField, FieldType.DATE),
    (models.IntegerField, FieldType.INTEGER),
    (models.DecimalField, FieldType.NUMBER),
    (models.FloatField, FieldType.NUMBER),
    (models.CharField, FieldType.STRING),
    (models.TextField, FieldType.STRING),
)
_NUMBERS = (FieldType.INTEGER, FieldType.NUMBER)
_UNIT_AT_END = re.compile(r"\s*\(([^()]+)\)$")


def fields_of(model: type[models.Model], *items: str | Field) -> tuple[Field, ...]:
    """The fields named, in that order; a ``Field`` among the names stands for itself."""
    return tuple(item if isinstance(item, Field) else field_of(model, item) for item in items)


def field_of(
    model: type[models.Model],
    path: str,
    *,
    name: str = "",
    title: str | Promise = "",
    description: str | Promise = "",
) -> Field:
    """The field at an ORM path, called ``name`` (by default the path), with what is said here.

    Raises FieldDoesNotExist where the path leads nowhere, TypeError where it leads to a value
    that no protocol can name.
    """
    field = _at(model, path)
    # A generated field's output has the type and no title.
    shown = _value(field)
    kind = _type(shown, path)
    numeric = kind in _NUMBERS
    label = field.verbose_name
    return Field(
        name=name or path,
        title=title or (_title_of_number(label) if numeric else capfirst(label)),
        type=kind,
        source="" if path == (name or path) else path,
        unit=_unit(label) if numeric else "",
        description=description or field.help_text,
        labels=tuple((str(code), text) for code, text in shown.flatchoices),
        max_length=shown.max_length,
    )


def _at(model: type[models.Model], path: str) -> _ModelField:
    first, _, rest = path.partition("__")
    found: Any = model._meta.get_field(first)
    if not isinstance(found, models.Field):
        raise FieldDoesNotExist(f"{model.__name__}.{first} is no column")
    column: _ModelField = found
    return _at(_related(column), rest) if rest else column


def _related(field: _ModelField) -> type[models.Model]:
    """The model that a foreign key leads to; an abstract model's own has but its name."""
    if not isinstance(field, models.ForeignKey):
        raise FieldDoesNotExist(f"{field.name} leads to no other model")
    model: Any = field.remote_field.model
    return apps.get_model(model, require_ready=False) if isinstance(model, str) else model


def _value(field: _ModelField) -> _ModelField:
    """The field whose type the values have: of a foreign key, the key that it holds."""
    if isinstance(field, models.GeneratedField):
        output: Any = field.output_field
        return _value(output)
    if isinstance(field, models.ForeignKey):
        key = _related(field)._meta.pk
        assert key is not None, "a model that is no row of a table"
        return _value(key)
    return field


def _type(field: _ModelField, path: str) -> FieldType:
    if isinstance(field, ArrayField) and isinstance(field.base_field, models.IntegerField):
        return FieldType.INTEGER_LIST
    for kind, name in _TYPES:
        if isinstance(field, kind):
            return name
    raise TypeError(f"{path}: a {type(field).__name__} can't be published")


@keep_lazy_text
def _title_of_number(label: str | Promise) -> str:
    return capfirst(_UNIT_AT_END.sub("", str(label)))


@keep_lazy_text
def _unit(label: str | Promise) -> str:
    found = _UNIT_AT_END.search(str(label))
    return found[1] if found else ""
