"""Rows of a theme mended or taken out in the administration, as a person does it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse


def mend(staff: Client, row: Model, **changes: Any) -> None:
    """Open a row's page, change something and send all of the form."""
    address = _address(row, "change")
    form = staff.get(address).context["adminform"].form
    told = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in told.items() if value not in (None, False)}
    answer = staff.post(address, sent | changes)
    assert answer.status_code == 302, answer.context["errors"]


def take_out(staff: Client, row: Model) -> None:
    """Delete a row."""
    assert staff.post(_address(row, "delete"), {"post": "yes"}).status_code == 302


def _address(row: Model, what: str) -> str:
    options = row._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{what}", args=[row.pk])
