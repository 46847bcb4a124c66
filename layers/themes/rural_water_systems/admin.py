"""Commitment 15: rural water systems."""

from __future__ import annotations

from django.contrib import admin

from layers.themes.placed_admin import PlacedAdmin
from territory.models import RuralWaterPart


@admin.register(RuralWaterPart)
class RuralWaterPartAdmin(PlacedAdmin):
    layers = ("rural_water_systems",)
    commitment = 15
    list_display = ("name", "system_code", "feed", "state", "declared_unit", "is_sample")
    list_filter = ("feed", "state", "is_sample")
    search_fields = ("name", "system_code", *PlacedAdmin.search_fields)
    # The list gives the position.
    exclude = ("geom",)
