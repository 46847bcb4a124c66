"""Commitment 16: counts of complaints."""

from __future__ import annotations

from django.contrib import admin

from layers.themes.count_admin import DisclosedAdmin
from territory.models import CrimeCount, ProsecutorsCount


@admin.register(CrimeCount)
class CrimeCountAdmin(DisclosedAdmin):
    layers = ("crime_counts", "crime_months")
    commitment = 16
    list_filter = ("category", "granularity", "state", "is_sample")


@admin.register(ProsecutorsCount)
class ProsecutorsCountAdmin(DisclosedAdmin):
    layers = ("crime_counts",)
    commitment = 16
    list_filter = ("district", "state", "is_sample")
    search_fields = ("=district", "category")
    autocomplete_fields = ()
