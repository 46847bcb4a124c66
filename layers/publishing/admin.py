"""Whom agencies let publish, and which sources need a second person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from layers.loading.sources import SOURCES
from layers.models import DiaryEntry, SourceSetting, Submission
from layers.published_admin import ReadOnlyAdmin
from territory.models import AgencyRole


@admin.register(AgencyRole)
class AgencyRoleAdmin(admin.ModelAdmin):
    """An account publishes an agency's files by this."""

    list_display = ("user", "agency", "role", "units", "is_demonstration")
    list_filter = ("role", "is_demonstration", "agency")
    list_select_related = ("user", "agency")
    search_fields = ("user__username", "agency__acronym", "agency__name")
    readonly_fields = ("is_demonstration",)


@admin.register(SourceSetting)
class SourceSettingAdmin(admin.ModelAdmin):
    list_display = ("source", "needs_approval")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "source":
            choices = [(source.name, source.title) for source in SOURCES]
            return forms.ChoiceField(label=db_field.verbose_name, choices=choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(DiaryEntry)
class DiaryEntryAdmin(ReadOnlyAdmin):
    """What was done with files, by whom and when; nobody changes it, here neither."""

    list_display = ("at", "action", "source", "account", "system_user", "file_name", "note")
    list_filter = ("action", "source")
    search_fields = ("account", "account_name", "file_name", "note")
    date_hierarchy = "at"


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    """Files on their way; what becomes of them is decided on their pages."""

    list_display = ("created_at", "source", "file_name", "state", "created_by", "page")
    list_filter = ("state", "source")
    list_select_related = ("created_by",)
    search_fields = ("file_name", "sha256")
    fields = ("source", "file_name", "size", "sha256", "address", "state", "message", "created_by")

    @admin.display(description=_("página"))
    def page(self, held: Submission) -> str:
        address = reverse("site:submission", args=[held.pk])
        return format_html('<a href="{}">{}</a>', address, _("abrir"))
