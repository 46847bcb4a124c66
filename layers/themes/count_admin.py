"""The admin of counts in place and time, which every such theme's own is made of."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest

from layers.published_admin import PublishedAdmin
from territory.models.counts import CountRecord


class CountAdmin(PublishedAdmin):
    """A number can be mended, with its state; ``commitment`` is what a row added by hand serves."""

    commitment: ClassVar[int]
    list_display = ("__str__", "value", "state", "cutoff_date", "is_sample")
    list_filter: ClassVar[tuple[str, ...]] = ("state", "is_sample")
    search_fields: ClassVar[tuple[str, ...]] = ("=declared_unit__ubigeo", "declared_unit__name")
    autocomplete_fields = ("declared_unit",)
    # What was written as a sample can't be turned into a fact by a tick.
    readonly_fields: ClassVar[tuple[str, ...]] = ("is_sample",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CountRecord]:
        return super().get_queryset(request)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        return {"commitments": str(self.commitment)} | initial
