"""Commitment 7: institutes, counts of titles, and what is kept of the register to check one."""

from __future__ import annotations

from django.contrib import admin

from layers.published_admin import ReadOnlyAdmin
from layers.themes.count_admin import CountAdmin
from layers.themes.placed_admin import PlacedAdmin
from territory.models import DegreeCount, HigherInstitute, TitleCheck, TitleFile
from territory.titles.placed import place_degree_counts


@admin.register(HigherInstitute)
class HigherInstituteAdmin(PlacedAdmin):
    # Their counts have an institute's name and position.
    layers = ("higher_institutes", "degree_counts")
    commitment = 7
    list_display = ("name", "modular_code", "annex", "kind", "declared_unit", "is_sample")
    list_filter = ("kind", "is_sample")
    search_fields = ("name", "=modular_code", *PlacedAdmin.search_fields)
    exclude = ("geom",)

    def refresh_derived(self) -> None:
        place_degree_counts()


@admin.register(DegreeCount)
class DegreeCountAdmin(CountAdmin):
    layers = ("degree_counts",)
    commitment = 7
    list_filter = ("category", "is_sample")
    search_fields = ("=institute_code", "programme", *CountAdmin.search_fields)

    def refresh_derived(self) -> None:
        place_degree_counts()


@admin.register(TitleFile)
class TitleFileAdmin(ReadOnlyAdmin):
    """The files that answers name; they change by publishing another."""

    list_display = ("source", "cutoff_date", "first_year", "last_year", "key_id", "is_sample")


@admin.register(TitleCheck)
class TitleCheckAdmin(ReadOnlyAdmin):
    """Who checked how many titles by file, and what for; which titles nobody keeps."""

    list_display = ("at", "account", "purpose", "rows")
    list_filter = ("purpose",)
    list_select_related = ("account",)
