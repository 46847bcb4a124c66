"""Cascaded layers: who may see each, under which licence; a person may delete one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from layers.cascade import listing
from layers.models import Cascade


@admin.register(Cascade)
class CascadeAdmin(admin.ModelAdmin):
    list_display = ("title", "source", "is_public", "licence", "read_at", "stale_since")
    list_filter = ("is_public",)
    fields = (
        ("name", "title"),
        "abstract",
        ("source", "attribution"),
        ("address", "remote_name"),
        ("read_at", "stale_since"),
        ("licence", "is_public"),
    )
    readonly_fields = tuple(
        name for line in fields[:-1] for name in (line if isinstance(line, tuple) else (line,))
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They are made by reading a service."""
        return False

    def save_model(self, request: HttpRequest, obj: Cascade, form: Any, change: bool) -> None:
        with transaction.atomic():
            obj.version += 1
            super().save_model(request, obj, form, change)
            listing.changed()

    def delete_model(self, request: HttpRequest, obj: Cascade) -> None:
        with transaction.atomic():
            super().delete_model(request, obj)
            listing.changed()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            listing.changed()
