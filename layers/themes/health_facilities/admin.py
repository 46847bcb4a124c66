"""Commitment 12: health facilities."""

from __future__ import annotations

from django.contrib import admin

from layers.themes.health_facilities.source import FACILITIES
from layers.themes.placed_admin import PlacedAdmin
from territory.models import HealthFacility


@admin.register(HealthFacility)
class HealthFacilityAdmin(PlacedAdmin):
    layers = FACILITIES.layers
    commitment = 12
    list_display = (
        "name",
        "code",
        "category",
        "institution",
        "declared_unit",
        "cutoff_date",
        "is_sample",
    )
    list_filter = ("category", "institution", "is_sample")
    search_fields = ("name", "=code", *PlacedAdmin.search_fields)
    # The register gives the position.
    exclude = ("geom",)
    readonly_fields = ("care_level", *PlacedAdmin.readonly_fields)
    show_full_result_count = False

    def refresh_derived(self) -> None:
        FACILITIES.refresh_derived()
