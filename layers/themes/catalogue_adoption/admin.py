"""Commitment 11: which catalogues facilities use, and the sector's practices."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from layers.published_admin import PublishedAdmin, ReadOnlyAdmin
from layers.themes.placed_admin import PlacedAdmin
from territory.health_catalogues.placed import place_adoptions
from territory.models import CatalogueAdoption, HealthCode, HealthCodeMapping, HealthPractice


@admin.register(CatalogueAdoption)
class CatalogueAdoptionAdmin(PlacedAdmin):
    layers = ("catalogue_adoption",)
    commitment = 11
    list_display = (
        "__str__",
        "facility_code",
        "catalogue",
        "edition",
        "declared_unit",
        "cutoff_date",
        "is_sample",
    )
    list_filter = ("state", "is_sample")
    search_fields = ("facility_name", "=facility_code", "catalogue", *PlacedAdmin.search_fields)
    # The register gives the position.
    exclude = ("geom",)
    show_full_result_count = False

    def refresh_derived(self) -> None:
        place_adoptions()


@admin.register(HealthPractice)
class HealthPracticeAdmin(PublishedAdmin):
    layers = ("catalogue_adoption",)
    list_display = ("title", "edition", "kind", "issued_on", "cutoff_date", "is_sample")
    list_filter = ("kind", "is_sample")
    search_fields = ("title", "edition")
    # What was written as a sample can't be turned into a fact by a tick.
    readonly_fields = ("is_sample",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"commitments": "11"} | super().get_changeform_initial_data(request)


@admin.register(HealthCode)
class HealthCodeAdmin(ReadOnlyAdmin):
    """The codes as they were published; they change by publishing others."""

    list_display = ("code", "display", "catalogue", "edition", "edition_state", "is_sample")
    list_filter = ("edition_state", "is_sample")
    search_fields = ("=code", "display", "catalogue")
    show_full_result_count = False


@admin.register(HealthCodeMapping)
class HealthCodeMappingAdmin(ReadOnlyAdmin):
    """What codes are elsewhere, as it was published."""

    list_display = ("source_code", "target_code", "equivalence", "map_title", "edition")
    list_filter = ("equivalence", "is_sample")
    search_fields = ("=source_code", "=target_code")
    show_full_result_count = False
