"""The plan: its commitments, agencies and territories."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet, TextField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from layers.published_admin import PublishedAdmin
from territory.boundaries import refresh_territories
from territory.models import Agency, Commitment, CommitmentTerritory, Plan


@admin.register(Plan)
class PlanAdmin(PublishedAdmin):
    layers = ("commitment_territories",)
    list_display = ("title", "year_from", "year_to")
    readonly_fields = ("text_original",)


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):
    list_display = ("acronym", "name", "needs_approval")
    search_fields = ("acronym", "name")


class CommitmentTerritoryInline(admin.TabularInline):
    model = CommitmentTerritory
    extra = 0
    exclude = ("geom",)
    autocomplete_fields = ("unit",)
    # Django knows it of a CharField that may be NULL, not of a TextField.
    formfield_overrides: ClassVar[dict[Any, Any]] = {TextField: {"empty_value": None}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[CommitmentTerritory]:
        return super().get_queryset(request).defer("geom")


@admin.register(Commitment)
class CommitmentAdmin(PublishedAdmin):
    """The plan's own words can't be edited; what is said of them can."""

    layers = ("commitment_territories",)
    list_display = ("number", "short_title", "theme", "agency_list")
    list_display_links = ("number", "short_title")
    list_filter = ("theme",)
    readonly_fields = ("title_original", "text_original", "corrections")
    filter_horizontal = ("lead_agencies", "supporting_agencies")
    inlines = (CommitmentTerritoryInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commitment]:
        return super().get_queryset(request).prefetch_related("lead_agencies")

    @admin.display(description=_("entidades a cargo"))
    def agency_list(self, commitment: Commitment) -> str:
        return ", ".join(str(agency) for agency in commitment.lead_agencies.all())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        refresh_territories()
