"""Commitment 14: the investments in sanitation."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from layers.themes.placed_admin import PlacedAdmin
from territory.map_points import refresh_map_points
from territory.models import SanitationProject, SanitationThreshold


@admin.register(SanitationProject)
class SanitationProjectAdmin(PlacedAdmin):
    layers = ("sanitation_projects",)
    commitment = 14
    list_display = ("cui", "name", "declared_unit", "status", "updated_cost_pen", "is_sample")
    list_filter = ("is_sample", "progress", "position_source", "selected_by")
    search_fields = ("=cui", "name", *PlacedAdmin.search_fields)
    # A position is the file's.
    exclude = ("geom",)
    readonly_fields = (
        *PlacedAdmin.readonly_fields,
        "accrued_pen",
        "progress",
        "position_source",
    )

    def refresh_derived(self) -> None:
        refresh_map_points()


@admin.register(SanitationThreshold)
class SanitationThresholdAdmin(admin.ModelAdmin):
    """Values and reasons; which thresholds there are is the lists' to say."""

    list_display = ("name", "value", "reason", "changed_at")
    readonly_fields = ("name",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
