"""What the templates of publishing need: the titles of what is stored by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from layers.models import SubmissionCell
from territory.personal_columns import Personal

register = template.Library()

_KINDS: dict[str, str | Promise] = {
    Personal.NAMES: _("nombres de personas"),
    Personal.DOCUMENTS: _("números de documentos de identidad"),
    Personal.CONTACTS: _("teléfonos o correos"),
    Personal.VICTIMS: _("víctimas o lugares donde se las protege"),
}


@register.filter
def personal_kind(kind: str) -> str | Promise:
    """``documents`` → «números de documentos de identidad»."""
    return _KINDS.get(kind, kind)


@register.filter
def effect_title(effect: str) -> str:
    """``refused`` → «fila rechazada»."""
    return str(SubmissionCell.Effect(effect).label)


@register.filter
def joined_numbers(numbers: Iterable[float]) -> str:
    """``(-72.0, -13.5)`` → ``-72.0,-13.5``, for a script: never in the page's own notation."""
    return ",".join(repr(float(number)) for number in numbers)


@register.filter
def value_of(values: Mapping[str, dt.datetime], name: str) -> dt.datetime | None:
    """The value under a name, None where there is none."""
    return values.get(name)
