"""Commitment 16: police stations."""

from __future__ import annotations

from django.contrib import admin

from layers.themes.placed_admin import PlacedAdmin
from territory.models import PoliceStation


@admin.register(PoliceStation)
class PoliceStationAdmin(PlacedAdmin):
    layers = ("police_stations",)
    commitment = 16
    list_display = ("name", "kind", "police_region", "declared_unit", "cutoff_date", "is_sample")
    list_filter = ("police_region", "is_sample")
    search_fields = ("name", *PlacedAdmin.search_fields)
    # The list gives the position.
    exclude = ("geom",)
