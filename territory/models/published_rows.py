"""Which rows of a theme are shown: a table's facts, or its samples as long as it has no fact."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.db.models import Exists

Record = TypeVar("Record", bound=models.Model)


class PublishedRows(models.QuerySet[Record]):
    """The rows of a table of published records."""

    def published(self) -> PublishedRows[Record]:
        """What every way out shows: all facts, or all samples, never both.

        Samples stay in the table beside facts, and are back once those are withdrawn. Whether
        there is a fact doesn't depend on the row: the database looks once a statement.
        """
        facts: models.QuerySet[Any] = self.model._default_manager.filter(is_sample=False)
        return self.filter(is_sample=~Exists(facts.order_by()))
