"""The admin of placed rows, which every theme's own is made of."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet, TextField
from django.http import HttpRequest

from layers.published_admin import HTTPS, PublishedAdmin
from layers.themes.mismatches import MismatchFilter
from territory.models.placed import PlacedRecord, PositionedRecord


class PlacedAdmin(PublishedAdmin):
    """Rows of an official file: texts and figures can be mended, geometries are the file's.

    ``commitment`` is the one that a row added by hand serves.
    """

    commitment: ClassVar[int]
    list_display: tuple[str, ...] = (
        "__str__",
        "declared_unit",
        "cutoff_date",
        "is_sample",
    )
    list_filter: ClassVar[tuple[str, ...]] = ("is_sample",)
    list_select_related = ("declared_unit",)
    search_fields: ClassVar[tuple[str, ...]] = ("=declared_unit__ubigeo", "declared_unit__name")
    autocomplete_fields = ("declared_unit",)
    # Django knows it of a CharField that may be NULL, not of a TextField.
    formfield_overrides: ClassVar[dict[Any, Any]] = {**HTTPS, TextField: {"empty_value": None}}
    # What was written as a sample can't be turned into a fact by a tick.
    readonly_fields: ClassVar[tuple[str, ...]] = ("is_sample",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlacedRecord]:
        return super().get_queryset(request).defer("declared_unit__geom")

    def get_list_filter(self, request: HttpRequest) -> Any:
        found = super().get_list_filter(request)
        return [*found, MismatchFilter] if issubclass(self.model, PositionedRecord) else found

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        return {"commitments": str(self.commitment)} | initial
