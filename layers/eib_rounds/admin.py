"""Instruments and rounds, to look at: they change by their pages, which keep who did it.

Answers are not listed: what is shown of them are the sums on a round's page.
"""

from __future__ import annotations

from django.contrib import admin

from layers.published_admin import ReviewedAdmin
from territory.models import EibInstrument, EibRound


@admin.register(EibInstrument)
class EibInstrumentAdmin(ReviewedAdmin):
    list_display = ("slug", "number", "title", "dated_on", "state")
    list_filter = ("state", "is_sample")
    search_fields = ("slug", "title")


@admin.register(EibRound)
class EibRoundAdmin(ReviewedAdmin):
    list_display = ("code", "title", "instrument", "starts_on", "ends_on", "state")
    list_filter = ("state", "is_sample")
    list_select_related = ("instrument",)
    search_fields = ("code", "title")
