"""Commitment 5: services of EIB, and the languages with their spellings."""

from __future__ import annotations

from django.contrib import admin

from layers.published_admin import ReadOnlyAdmin
from territory.models import EibSchool, Language, LanguageAlias


@admin.register(EibSchool)
class EibSchoolAdmin(ReadOnlyAdmin):
    """The register as it was published; it changes by publishing another."""

    list_display = (
        "__str__",
        "modular_code",
        "annex",
        "language_1",
        "attention",
        "declared_unit",
        "cutoff_date",
        "is_sample",
    )
    list_filter = ("attention", "family", "is_sample")
    list_select_related = ("declared_unit", "language_1")
    search_fields = ("name", "=modular_code", "=declared_unit__ubigeo")
    show_full_result_count = False


class AliasInline(admin.TabularInline):
    model = LanguageAlias
    extra = 0
    can_delete = False
    readonly_fields = ("name", "key", "variety", "source", "source_url", "cutoff_date")

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Language)
class LanguageAdmin(ReadOnlyAdmin):
    """The table of official languages; it changes with ``territory/languages``."""

    list_display = ("name", "family", "area", "code")
    list_filter = ("family", "area")
    search_fields = ("name", "aliases__name")
    inlines = (AliasInline,)
