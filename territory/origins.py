"""Where a figure over several rows is from: every source of them, each once.

A sum of two files that named one of them alone would give it what is the other's.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import TextField
from django.db.models.functions import Cast

SEPARATOR = "; "


def every_source(field: str = "source") -> StringAgg:
    """An aggregate: the sources of the rows, each once, in alphabetical order."""
    text = Cast(field, TextField())
    return StringAgg(text, delimiter=SEPARATOR, distinct=True, output_field=TextField())


def joined(sources: Iterable[str]) -> str:
    """The same of what such aggregates gave."""
    each = (source for text in sources for source in text.split(SEPARATOR))
    return SEPARATOR.join(sorted({source for source in each if source}))
