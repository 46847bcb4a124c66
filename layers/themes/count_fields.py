"""What every layer of counts in place and time publishes of a row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from layers.fields import Field, FieldType
from layers.model_fields import fields_of
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models.counts import CountRecord

# Annotated by ``territory.shares.with_share``.
SHARE = Field(
    "share",
    _("Parte del total de las categorías"),
    FieldType.NUMBER,
    unit="%",
    description=_("Vacía donde otra categoría de la misma unidad y periodo no tiene un número."),
)


def count_fields(model: type[CountRecord]) -> tuple[Field, ...]:
    """The unit, the period, the dimensions, the value or its state, and its share of a whole."""
    return fields_of(
        model,
        *DECLARED,
        "period_start",
        "period_end",
        "granularity",
        "category",
        *model.dimensions,
        "value",
        "state",
        *((SHARE,) if model.adds_categories else ()),
        *PROVENANCE,
    )
