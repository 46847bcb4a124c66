"""Commitment 8: rural schools, and the list of their models of service."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from layers.published_admin import ReadOnlyAdmin
from layers.themes.placed_admin import PlacedAdmin
from layers.themes.rural_schools.source import refresh_with_models
from territory.models import RuralSchool, SchoolService, ServiceModelEntry

_FROM_THE_LIST = ("service_model", "service_model_source", "service_model_cutoff_date")


@admin.register(RuralSchool)
class RuralSchoolAdmin(PlacedAdmin):
    layers = ("rural_schools", "rural_residences", "ugel_areas")
    commitment = 8
    list_display = (
        "name",
        "modular_code",
        "annex",
        "service_model",
        "declared_unit",
        "cutoff_date",
        "is_sample",
    )
    list_filter = ("service_model", "area", "is_sample")
    search_fields = ("name", "=modular_code", *PlacedAdmin.search_fields)
    # The register gives the position; the list gives the model.
    exclude = ("geom",)
    readonly_fields = (*_FROM_THE_LIST, "has_residence", *PlacedAdmin.readonly_fields)
    show_full_result_count = False

    def refresh_derived(self) -> None:
        refresh_with_models()


@admin.register(SchoolService)
class SchoolServiceAdmin(ReadOnlyAdmin):
    """The register as it was published; it changes by publishing another."""

    list_display = (
        "name",
        "modular_code",
        "annex",
        "level",
        "area",
        "ugel",
        "declared_unit",
        "cutoff_date",
        "is_sample",
    )
    list_filter = ("area", "is_sample")
    list_select_related = ("declared_unit",)
    search_fields = ("=modular_code", "=ugel_code", "=declared_unit__ubigeo")
    exclude = ("geom",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        services: QuerySet[Any] = super().get_queryset(request)
        return services.defer("declared_unit__geom")


@admin.register(ServiceModelEntry)
class ServiceModelEntryAdmin(ReadOnlyAdmin):
    """The list as it was published; it changes by publishing another."""

    list_display = (
        "name",
        "modular_code",
        "annex",
        "service_model",
        "has_school",
        "cutoff_date",
        "is_sample",
    )
    list_filter = ("service_model", "is_sample")
    search_fields = ("name", "=modular_code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        same = {name: OuterRef(name) for name in ("modular_code", "annex", "is_sample")}
        school = RuralSchool.objects.filter(**same)
        entries: QuerySet[Any] = super().get_queryset(request)
        annotated: QuerySet[Any] = entries.annotate(school_exists=Exists(school))
        return annotated

    @admin.display(boolean=True, description=_("está entre las escuelas rurales"))
    def has_school(self, entry: Any) -> bool:
        found: bool = entry.school_exists
        return found
