"""Commitment 6: UGEL areas, to look at: they follow from the register."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from layers.published_admin import ReadOnlyAdmin
from territory.models import UgelArea, UgelDistrict


@admin.register(UgelArea)
class UgelAreaAdmin(ReadOnlyAdmin):
    list_display = ("name", "code", "services", "districts", "cutoff_date", "is_sample")
    list_filter = ("boundary_source", "is_sample")
    search_fields = ("name", "=code")
    exclude = ("geom",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request).defer("geom")
        return found


@admin.register(UgelDistrict)
class UgelDistrictAdmin(ReadOnlyAdmin):
    list_display = ("unit", "code", "name", "services", "percent", "is_assigned", "is_sample")
    list_filter = ("is_assigned", "is_tied", "is_regional", "is_sample")
    list_select_related = ("unit",)
    search_fields = ("=unit__ubigeo", "unit__name", "=code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request).defer("unit__geom")
        return found
