"""Commitment 6: trainings, to look at: numbers come by file, where the small are hidden."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from layers.published_admin import ReadOnlyAdmin
from territory.models import UgelTraining


@admin.register(UgelTraining)
class UgelTrainingAdmin(ReadOnlyAdmin):
    list_display = ("topic", "held_on", "office", "participants", "cutoff_date", "is_sample")
    list_filter = ("is_sample",)
    search_fields = ("topic", "=session_code", "=office_code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request).defer("declared_unit__geom")
        return found
