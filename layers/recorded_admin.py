"""The admin of rows whose history says who changed them, for which office."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from territory.changes import acting


class RecordedAdmin(ModelAdmin):
    """Keeps the account with each change; an administrator acts for no office."""

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        with acting(request.user, None):
            super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        with acting(request.user, None):
            super().save_formset(request, form, formset, change)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with acting(request.user, None):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with acting(request.user, None):
            super().delete_queryset(request, queryset)
