"""What every layer of counts in place and time publishes of a row."""

from __future__ import annotations

from layers.fields import Field
from layers.model_fields import fields_of
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models.counts import CountRecord


def count_fields(model: type[CountRecord]) -> tuple[Field, ...]:
    """The unit, the period, the category and further dimensions, the value or its state."""
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
        *PROVENANCE,
    )
