"""Commitment 3: the environmental commissions."""

from __future__ import annotations

from django.contrib import admin

from layers.themes.placed_admin import PlacedAdmin
from territory.models import EnvironmentalCommission


@admin.register(EnvironmentalCommission)
class EnvironmentalCommissionAdmin(PlacedAdmin):
    layers = ("environmental_commissions",)
    commitment = 3
    list_display = ("name", "kind", "declared_unit", "assisted", "cutoff_date", "is_sample")
    list_filter = ("kind", "is_sample")
    search_fields = ("name", *PlacedAdmin.search_fields)
