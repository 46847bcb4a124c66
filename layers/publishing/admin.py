"""Whom agencies let publish, and which sources need a second person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from layers.loading.sources import SOURCES
from layers.models import SourceSetting
from territory.models import AgencyRole


@admin.register(AgencyRole)
class AgencyRoleAdmin(admin.ModelAdmin):
    """An account publishes an agency's files by this."""

    list_display = ("user", "agency", "role")
    list_filter = ("role", "agency")
    list_select_related = ("user", "agency")
    search_fields = ("user__username", "agency__acronym", "agency__name")
    autocomplete_fields = ("user", "agency")


@admin.register(SourceSetting)
class SourceSettingAdmin(admin.ModelAdmin):
    list_display = ("source", "needs_approval")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "source":
            choices = [(source.name, source.title) for source in SOURCES]
            return forms.ChoiceField(label=db_field.verbose_name, choices=choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
