"""Commitment 6: the model, the focalised UGEL, their routes and agreements."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from layers.published_admin import PublishedAdmin
from layers.recorded_admin import RecordedAdmin
from layers.themes.placed_admin import PlacedAdmin
from territory.models import FocalisedUgel, ManagementModelVersion, UgelAgreement, UgelRouteStep
from territory.ugel.focalised import place_focalised


@admin.register(FocalisedUgel)
class FocalisedUgelAdmin(RecordedAdmin, PlacedAdmin):
    layers = ("focalised_ugel",)
    commitment = 6
    list_display = ("name", "ugel_code", "stage", "declared_unit", "cutoff_date", "is_sample")
    list_filter = ("stage", "is_sample")
    search_fields = ("name", "=ugel_code", *PlacedAdmin.search_fields)

    def refresh_derived(self) -> None:
        place_focalised()


class _OfUgelAdmin(RecordedAdmin, PublishedAdmin):
    """Rows of a UGEL that are no layer."""

    layers = ("focalised_ugel",)
    # What was written as a sample can't be turned into a fact by a tick.
    readonly_fields = ("is_sample",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"commitments": "6"} | super().get_changeform_initial_data(request)


@admin.register(UgelRouteStep)
class UgelRouteStepAdmin(_OfUgelAdmin):
    list_display = ("ugel_code", "position", "step", "progress", "happens_on", "is_sample")
    list_filter = ("progress", "is_sample")
    search_fields = ("=ugel_code", "step")


@admin.register(UgelAgreement)
class UgelAgreementAdmin(_OfUgelAdmin):
    list_display = ("ugel_code", "code", "text", "progress", "due_on", "is_sample")
    list_filter = ("progress", "is_sample")
    search_fields = ("=ugel_code", "text")


@admin.register(ManagementModelVersion)
class ManagementModelVersionAdmin(_OfUgelAdmin):
    list_display = ("title", "edition", "issued_on", "cutoff_date", "is_sample")
    list_filter = ("is_sample",)
    search_fields = ("title", "edition")
