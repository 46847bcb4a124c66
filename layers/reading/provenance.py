"""What every record carries of where it comes from: the file as a whole says it, or each row."""

from __future__ import annotations

from typing import Any

from django.db import models

from layers.reading.context import Context
from layers.reading.field_parsers import unknown_in

# The database columns, by these names in every model.
PROVENANCE = ("source", "source_url", "cutoff_date", "is_sample")


def provenance_values(model: type[models.Model], context: Context) -> dict[str, Any]:
    """``PROVENANCE`` of every row of a file whose rows don't say it, as the operator did."""
    provenance = context.required_provenance
    return {
        "source": provenance.source,
        "source_url": provenance.source_url or unknown_in(model, "source_url"),
        "cutoff_date": provenance.cutoff_date,
        "is_sample": context.samples,
    }
