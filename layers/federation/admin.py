"""The services of the federated catalogue: an operator gives addresses, turns them on and off."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from layers.models import FederatedService


@admin.register(FederatedService)
class FederatedServiceAdmin(admin.ModelAdmin):
    list_display = ("title", "platform", "protocol", "is_enabled", "is_answering", "state_since")
    list_filter = ("platform", "is_enabled", "is_answering")
    search_fields = ("title", "key", "owner_name")
    fields = (
        "key",
        ("platform", "title"),
        "owner_name",
        ("protocol", "address"),
        "told_in",
        "is_enabled",
        ("is_answering", "state_since", "checked_at"),
        "message",
    )
    readonly_fields = ("is_answering", "state_since", "checked_at", "message")

    def get_readonly_fields(
        self, request: HttpRequest, obj: FederatedService | None = None
    ) -> tuple[Any, ...]:
        """Its key is in addresses: it stays."""
        own = tuple(super().get_readonly_fields(request, obj))
        return (*own, "key") if obj is not None else own

    def save_model(
        self, request: HttpRequest, obj: FederatedService, form: Any, change: bool
    ) -> None:
        """Of another address nothing is known yet."""
        if change and "address" in form.changed_data:
            obj.is_answering = obj.state_since = obj.checked_at = None
            obj.message = ""
        super().save_model(request, obj, form, change)
