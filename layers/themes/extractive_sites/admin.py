"""Commitment 4: the mining rights and the titles of forests."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from layers.themes.placed_admin import PlacedAdmin
from territory.models import ExtractiveSite


@admin.register(ExtractiveSite)
class ExtractiveSiteAdmin(PlacedAdmin):
    layers = ("extractive_sites",)
    commitment = 4
    list_display = (
        "name",
        "code",
        "status",
        "area_ha",
        "declared_unit",
        "cutoff_date",
        "is_sample",
    )
    list_filter = ("feed", "status", "substance", "is_sample")
    search_fields = ("name", "=code", "holder", *PlacedAdmin.search_fields)
    # The outline, and what placing it did, are the file's.
    exclude = ("geom",)
    readonly_fields = (
        "declared_unit",
        "units",
        "datum",
        "position_accuracy_m",
        *PlacedAdmin.readonly_fields,
    )
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A right without its outline can't be; outlines come by files."""
        return False
