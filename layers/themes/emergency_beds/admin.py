"""Commitment 12: emergency beds."""

from __future__ import annotations

from django.contrib import admin

from layers.published_admin import ReadOnlyAdmin
from territory.models import EmergencyBedReport, EmergencyBeds


@admin.register(EmergencyBedReport)
class EmergencyBedReportAdmin(ReadOnlyAdmin):
    """The reports as they were published; they change by publishing others."""

    list_display = (
        "facility_code",
        "facility_name",
        "area",
        "reported_on",
        "operational",
        "available",
        "occupied",
        "is_sample",
    )
    list_filter = ("area", "is_sample")
    search_fields = ("=facility_code",)
    exclude = ("geom",)
    show_full_result_count = False


@admin.register(EmergencyBeds)
class EmergencyBedsAdmin(ReadOnlyAdmin):
    """The latest of each number, which follows from the reports."""

    list_display = (
        "facility_name",
        "facility_code",
        "area",
        "operational",
        "operational_on",
        "available",
        "occupied",
        "used_on",
        "is_sample",
    )
    list_filter = ("area", "is_sample")
    list_select_related = ("declared_unit",)
    search_fields = ("facility_name", "=facility_code")
    exclude = ("geom",)
