"""The units, to look at."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from layers.published_admin import ReadOnlyAdmin
from territory.models import AdminUnit


@admin.register(AdminUnit)
class AdminUnitAdmin(ReadOnlyAdmin):
    """To look at: units come from the official directory, by import."""

    list_display = ("ubigeo", "name", "level", "parent", "population", "boundary_source")
    list_filter = ("level", "boundary_source")
    list_select_related = ("parent",)
    search_fields = ("=ubigeo", "name")
    exclude = ("geom",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AdminUnit]:
        return super().get_queryset(request).defer("geom", "parent__geom")
