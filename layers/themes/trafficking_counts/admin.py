"""Commitment 18: victims of trafficking, to look at."""

from __future__ import annotations

from django.contrib import admin

from layers.themes.count_admin import DisclosedAdmin
from territory.models import TraffickingCount


@admin.register(TraffickingCount)
class TraffickingCountAdmin(DisclosedAdmin):
    layers = ("trafficking_counts",)
    commitment = 18
    list_filter = ("register", "offence", "category", "state", "is_sample")
