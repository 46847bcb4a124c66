"""The services that come with the site, all of them off; an operator turns them on."""

from __future__ import annotations

import csv
from pathlib import Path

from layers.models import FederatedService

TABLE = Path(__file__).with_name("services.csv")


def load_services() -> None:
    """Add those of the table that are new; what an operator said of one, its address too, stays.

    One that the table has no more goes, unless an operator gave it an address or turned it on.
    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        values = {name: value or None for name, value in row.items() if name != "key"}
        FederatedService.objects.get_or_create(
            key=row["key"], defaults={**values, "is_shipped": True}
        )
    kept = [row["key"] for row in rows]
    left = FederatedService.objects.filter(is_shipped=True, is_enabled=False, address=None)
    left.exclude(pk__in=kept).delete()
