"""Commitment 2: environmental emergencies."""

from __future__ import annotations

from django.contrib import admin

from layers.themes.placed_admin import PlacedAdmin
from territory.models import EnvironmentalEmergency


@admin.register(EnvironmentalEmergency)
class EnvironmentalEmergencyAdmin(PlacedAdmin):
    layers = ("environmental_emergencies",)
    commitment = 2
    list_display = ("code", "occurred_on", "subsector", "declared_unit", "cutoff_date", "is_sample")
    list_filter = ("sector", "subsector", "is_sample")
    search_fields = ("=code", *PlacedAdmin.search_fields)
    # The list gives the position.
    exclude = ("geom",)
