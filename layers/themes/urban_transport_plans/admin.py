"""Commitment 10: urban transport plans, their measures and their indicators."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin

from layers.themes.placed_admin import PlacedAdmin
from territory.models import UrbanTransportIndicator, UrbanTransportPlan, UrbanTransportProject


class _PlanAdmin(PlacedAdmin):
    commitment = 10
    exclude: ClassVar[tuple[str, ...]] = ("geom",)
    search_fields = ("=code", "name", *PlacedAdmin.search_fields)


@admin.register(UrbanTransportPlan)
class UrbanTransportPlanAdmin(_PlanAdmin):
    layers = ("urban_transport_plans",)
    list_display = ("code", "name", "declared_unit", "status", "cutoff_date", "is_sample")
    list_filter = ("status", "is_sample")


@admin.register(UrbanTransportProject)
class UrbanTransportProjectAdmin(_PlanAdmin):
    layers = ("urban_transport_projects",)
    list_display = ("code", "name", "plan_code", "phase", "budget_pen", "status", "is_sample")
    list_filter = ("phase_number", "status", "is_sample")
    search_fields = ("=plan_code", *_PlanAdmin.search_fields)
    readonly_fields = (*PlacedAdmin.readonly_fields, "extent")


@admin.register(UrbanTransportIndicator)
class UrbanTransportIndicatorAdmin(_PlanAdmin):
    layers = ("urban_transport_indicators",)
    exclude: ClassVar[tuple[str, ...]] = ()
    list_display = ("code", "name", "plan_code", "kind", "period_start", "value", "is_sample")
    list_filter = ("kind", "is_sample")
    search_fields = ("=plan_code", *_PlanAdmin.search_fields)
