"""The admin of counts in place and time, which every such theme's own is made of."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from layers.published_admin import PublishedAdmin
from territory.models.counts import CountRecord


class CountAdmin(PublishedAdmin):
    """A number can be mended, with its state; ``commitment`` is what a row added by hand serves."""

    commitment: ClassVar[int]
    list_display = ("__str__", "value", "state", "cutoff_date", "is_sample")
    list_filter: ClassVar[tuple[str, ...]] = ("state", "is_sample")
    search_fields: ClassVar[tuple[str, ...]] = ("=declared_unit__ubigeo", "declared_unit__name")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("declared_unit",)
    # What was written as a sample can't be turned into a fact by a tick.
    readonly_fields: ClassVar[tuple[str, ...]] = ("is_sample",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CountRecord]:
        return super().get_queryset(request)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        return {"commitments": str(self.commitment)} | initial


class DisclosedAdmin(CountAdmin):
    """Of counts of people: to look at. What may be told is decided of all of them at once."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
