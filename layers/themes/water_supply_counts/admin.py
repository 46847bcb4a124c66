"""Commitment 14: homes by water supply."""

from __future__ import annotations

from django.contrib import admin

from layers.themes.count_admin import CountAdmin
from territory.models import WaterSupplyCount


@admin.register(WaterSupplyCount)
class WaterSupplyCountAdmin(CountAdmin):
    layers = ("water_supply_counts",)
    commitment = 14
    list_filter = ("category", "counted", "state", "is_sample")
