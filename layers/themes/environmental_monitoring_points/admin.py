"""Commitment 2: points of monitoring and what was measured there."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from layers.published_admin import HTTPS, ReadOnlyAdmin
from layers.themes.placed_admin import PlacedAdmin
from territory.models import (
    EnvironmentalMeasurement,
    EnvironmentalMonitoringPoint,
    GreenhouseGasEmission,
    WaterStandardLimit,
)


@admin.register(EnvironmentalMonitoringPoint)
class EnvironmentalMonitoringPointAdmin(PlacedAdmin):
    layers = ("environmental_monitoring_points",)
    commitment = 2
    list_display = (
        "name",
        "code",
        "feed",
        "matrix",
        "declared_unit",
        "cutoff_date",
        "is_sample",
    )
    list_filter = ("feed", "matrix", "is_sample")
    search_fields = ("name", "=code", *PlacedAdmin.search_fields)
    # The list gives the position.
    exclude = ("geom",)
    show_full_result_count = False


@admin.register(EnvironmentalMeasurement)
class EnvironmentalMeasurementAdmin(ReadOnlyAdmin):
    """The values as they were published; they change by publishing others."""

    list_display = (
        "point_code",
        "parameter",
        "sampled_on",
        "state",
        "value",
        "limit_value",
        "unit",
        "is_sample",
    )
    list_filter = ("feed", "matrix", "state", "is_sample")
    search_fields = ("=point_code", "=parameter_key")
    exclude = ("geom",)
    show_full_result_count = False


@admin.register(GreenhouseGasEmission)
class GreenhouseGasEmissionAdmin(ReadOnlyAdmin):
    """The inventory as it was published; it changes by publishing another."""

    list_display = ("year", "sector", "emission_source", "total_co2eq", "is_sample")
    list_filter = ("year", "sector", "is_sample")
    search_fields = ("emission_source", "=ipcc_code")


@admin.register(WaterStandardLimit)
class WaterStandardLimitAdmin(admin.ModelAdmin):
    """Limits that values of water are held against; those that come with the site stay."""

    formfield_overrides = HTTPS
    list_display = ("parameter", "category", "limit", "unit", "norm", "first_year", "is_shipped")
    list_filter = ("category", "norm")
    search_fields = ("parameter", "=parameter_key")

    def has_change_permission(
        self, request: HttpRequest, obj: WaterStandardLimit | None = None
    ) -> bool:
        shipped = obj is not None and obj.is_shipped
        return not shipped and super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: WaterStandardLimit | None = None
    ) -> bool:
        shipped = obj is not None and obj.is_shipped
        return not shipped and super().has_delete_permission(request, obj)
