"""What governments received, as facts of the tests, and whose the file was."""

from __future__ import annotations

import datetime as dt
from typing import Any

from layers import versions
from territory.models import PublishedPart, ResourceTransfer

SOURCE = "MEF, ingresos de prueba"
URL = "https://example.org/ingreso.csv"


def received(unit: str, value: Any, **changes: Any) -> ResourceTransfer:
    """A fact: an amount (None: not reported) of canon minero in 2023, or what is said here."""
    recipient = {2: "region", 4: "province", 6: "district"}[len(unit)]
    year = changes.pop("year", 2023)
    given: dict[str, Any] = {
        "declared_unit_id": unit,
        "period_start": dt.date(year, 1, 1),
        "granularity": "year",
        "category": "mining_canon",
        "recipient": recipient,
        "value": value,
        "state": "not_reported" if value is None else "value",
        "commitments": [4],
        "source": SOURCE,
        "source_url": URL,
        "cutoff_date": dt.date(2024, 1, 31),
        "is_sample": False,
    }
    return ResourceTransfer.objects.create(**(given | changes))


def covered(*units: str) -> PublishedPart:
    """Those units are what the published file covers; the rows that there are are its."""
    part = PublishedPart.objects.create(
        source="transfers", covers=list(units), records=["territory.resourcetransfer"]
    )
    ResourceTransfer.objects.filter(is_sample=False).update(parts=[part.pk])
    versions.bump("resource_transfers")
    return part
