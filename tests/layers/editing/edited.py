"""An agency's layer as it is changed and served."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from layers.datasets.layer import layer_of
from layers.editing import Edit, Saved, apply
from layers.models import Dataset


def done(user: Any, made: Dataset, *edits: Edit) -> list[Saved]:
    made.refresh_from_db()
    return apply(user, layer_of(made), edits)


def served(made: Dataset, query: str = "") -> list[dict[str, Any]]:
    """What anybody is served of the layer."""
    answer = Client().get(f"/ogc/collections/{made.name}/items?f=json{query}")
    features: list[dict[str, Any]] = json.loads(b"".join(answer))["features"]
    return features
