"""Commitment 2: the units that OEFA supervises."""

from __future__ import annotations

from django.contrib import admin

from layers.themes.placed_admin import PlacedAdmin
from territory.models import SupervisedUnit


@admin.register(SupervisedUnit)
class SupervisedUnitAdmin(PlacedAdmin):
    layers = ("supervised_units",)
    commitment = 2
    list_display = ("code", "name", "holder", "subsector", "declared_unit", "is_sample")
    list_filter = ("sector", "subsector", "is_sample")
    search_fields = ("=code", *PlacedAdmin.search_fields)
    # The list gives the position.
    exclude = ("geom",)
