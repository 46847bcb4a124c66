"""The units, to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from territory.models import AdminUnit


@admin.register(AdminUnit)
class AdminUnitAdmin(admin.ModelAdmin):
    """To look at: units come from the official directory, by import."""

    list_display = ("ubigeo", "name", "level", "parent", "population", "boundary_source")
    list_filter = ("level", "boundary_source")
    list_select_related = ("parent",)
    search_fields = ("=ubigeo", "name")
    exclude = ("geom",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AdminUnit]:
        return super().get_queryset(request).defer("geom", "parent__geom")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
