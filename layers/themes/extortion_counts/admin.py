"""Commitment 17: counts of extortion."""

from __future__ import annotations

from django.contrib import admin

from layers.themes.count_admin import DisclosedAdmin
from territory.models import ExtortionCount


@admin.register(ExtortionCount)
class ExtortionCountAdmin(DisclosedAdmin):
    layers = ("extortion_counts",)
    commitment = 17
    list_filter = ("category", "told_by", "state", "is_sample")
