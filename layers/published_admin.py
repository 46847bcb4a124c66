"""Admins whose rows are published: what they change, and those that only show."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Field, Model, QuerySet, URLField
from django.http import HttpRequest

from layers import versions
from territory.reviewing import visible_to

# An address typed without a scheme is taken as https, as every Django from 6.0 on does.
HTTPS: dict[type[Field[Any, Any]], dict[str, Any]] = {URLField: {"assume_scheme": "https"}}


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look at: what it shows comes in another way."""

    formfield_overrides = HTTPS

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReviewedAdmin(ReadOnlyAdmin):
    """Reviewed records: a permission to look at a table is none to look at what isn't published."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return visible_to(super().get_queryset(request), request.user)


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

    def refresh_derived(self) -> None:
        """Put in order what depends on the rows; nothing for most."""

    def _changed(self) -> None:
        self.refresh_derived()
        versions.bump(*self.layers)
