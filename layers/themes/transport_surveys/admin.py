"""Commitments 9 and 10: results of surveys."""

from __future__ import annotations

from django.contrib import admin

from layers.themes.placed_admin import PlacedAdmin
from territory.models import TransportSurveyCount


@admin.register(TransportSurveyCount)
class TransportSurveyCountAdmin(PlacedAdmin):
    commitment = 9
    layers = ("transport_surveys",)
    list_display = ("survey_code", "name", "answer", "declared_unit", "value", "is_sample")
    list_filter = ("state", "is_sample")
    search_fields = ("=survey_code", "name", *PlacedAdmin.search_fields)
    # What isn't published of a few people can't be put back by hand.
    readonly_fields = (*PlacedAdmin.readonly_fields, "value", "state", "interviewed")
