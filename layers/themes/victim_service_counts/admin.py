"""Commitment 18: services for victims, counted by region."""

from __future__ import annotations

from django.contrib import admin

from layers.themes.count_admin import CountAdmin
from territory.models import VictimServiceCount


@admin.register(VictimServiceCount)
class VictimServiceCountAdmin(CountAdmin):
    layers = ("victim_service_counts",)
    commitment = 18
    list_filter = ("category", "state", "is_sample")
