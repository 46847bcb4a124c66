"""What every admin of published rows shares."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Field, Model, QuerySet, URLField
from django.http import HttpRequest

from layers import versions
from layers.admin.mismatches import MismatchFilter
from territory.models.placed import PlacedRecord, PositionedRecord

# An address typed without a scheme is taken as https, as every Django from 6.0 on does.
HTTPS: dict[type[Field[Any, Any]], dict[str, Any]] = {URLField: {"assume_scheme": "https"}}


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look at: what it shows comes in another way."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PublishedAdmin(admin.ModelAdmin):
    """An admin whose every change makes the caches of ``layers`` go stale.

    The admin's views run in one transaction each, so the version rises with the row.
    """

    layers: tuple[str, ...] = ()
    formfield_overrides = HTTPS

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._changed()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        self._changed()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        super().delete_queryset(request, queryset)
        self._changed()

    def settle(self) -> None:
        """Put in order what depends on the rows; nothing for most."""

    def _changed(self) -> None:
        self.settle()
        versions.bump(*self.layers)


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
