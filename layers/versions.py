"""Data versions of the layers: one number a layer, raised by whatever changes its rows."""

from __future__ import annotations

from django.db.models import F
from django.db.models.functions import Now

from layers.models import DataVersion


def bump(*layers: str) -> None:
    """Raise the version of each layer; call it inside the transaction that changed its rows."""
    for layer in sorted(layers):  # a fixed order, so that two writers can't deadlock
        DataVersion.objects.update_or_create(
            layer=layer,
            defaults={"version": F("version") + 1, "updated_at": Now()},
            create_defaults={"version": 1},
        )


def current() -> dict[str, int]:
    """The versions of all layers, in one query; a layer never loaded is absent."""
    return dict(DataVersion.objects.values_list("layer", "version"))


def of(layer: str) -> int:
    """The version of one layer; 0 when it was never loaded."""
    return DataVersion.objects.filter(pk=layer).values_list("version", flat=True).first() or 0
