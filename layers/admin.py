"""Django's admin for the territory and the plan.

It lives here and not in ``territory`` since what is saved is published: the data versions of
the layers that show it have to rise with it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Field, Model, QuerySet, URLField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from layers import versions
from territory.boundaries import refresh_territories
from territory.models import (
    AdminUnit,
    Agency,
    Commitment,
    CommitmentTerritory,
    EnvironmentalCommission,
    Milestone,
    Plan,
)

admin.site.site_header = "Territorio Abierto"
admin.site.site_title = "Territorio Abierto"
admin.site.index_title = _("Administración")

# An address typed without a scheme is taken as https, as every Django from 6.0 on does.
HTTPS: dict[type[Field[Any, Any]], dict[str, Any]] = {URLField: {"assume_scheme": "https"}}


class PublishedAdmin(admin.ModelAdmin):
    """An admin whose every change makes the caches of ``layers`` go stale.

    The admin's views run in one transaction each, so the version rises with the row.
    """

    layers: tuple[str, ...] = ()
    formfield_overrides = HTTPS

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        versions.bump(*self.layers)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        versions.bump(*self.layers)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        super().delete_queryset(request, queryset)
        versions.bump(*self.layers)


@admin.register(AdminUnit)
class AdminUnitAdmin(admin.ModelAdmin):
    """To look at: units come from the official directory, by import."""

    list_display = ("ubigeo", "name", "level", "parent", "population", "boundary_source")
    list_filter = ("level", "boundary_source")
    list_select_related = ("parent",)
    search_fields = ("=ubigeo", "name")
    exclude = ("geom",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AdminUnit]:
        return super().get_queryset(request).defer("geom", "parent__geom")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Plan)
class PlanAdmin(PublishedAdmin):
    layers = ("commitment_territories",)
    list_display = ("title", "year_from", "year_to")
    readonly_fields = ("text_original",)


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):
    list_display = ("acronym", "name")
    search_fields = ("acronym", "name")


class MilestoneInline(admin.StackedInline):
    model = Milestone
    extra = 0
    formfield_overrides = HTTPS


class CommitmentTerritoryInline(admin.TabularInline):
    model = CommitmentTerritory
    extra = 0
    exclude = ("geom",)
    autocomplete_fields = ("unit",)

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
    filter_horizontal = ("agencies",)
    inlines = (CommitmentTerritoryInline, MilestoneInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commitment]:
        return super().get_queryset(request).prefetch_related("agencies")

    @admin.display(description=_("entidades"))
    def agency_list(self, commitment: Commitment) -> str:
        return ", ".join(str(agency) for agency in commitment.agencies.all())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        refresh_territories()


@admin.register(EnvironmentalCommission)
class EnvironmentalCommissionAdmin(PublishedAdmin):
    layers = ("environmental_commissions",)
    list_display = ("name", "kind", "declared_unit", "cutoff_date", "is_sample")
    list_filter = ("kind", "is_sample")
    list_select_related = ("declared_unit",)
    search_fields = ("name", "=declared_unit__ubigeo", "declared_unit__name")
    autocomplete_fields = ("declared_unit",)
    # What was written as a sample can't be turned into a fact by a tick.
    readonly_fields = ("is_sample",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[EnvironmentalCommission]:
        return super().get_queryset(request).defer("declared_unit__geom")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"commitments": "3"} | super().get_changeform_initial_data(request)
