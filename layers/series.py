"""The published series: counts in place and time, each under the name of its layer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from layers import registry
from layers.errors import LayerNotFound
from layers.layer import AnyUser, Layer
from layers.themes import THEMES
from territory.models.counts import CountRecord
from territory.series import Cell, read_cells


@dataclass(frozen=True)
class Series:
    """The counts that a layer publishes; ``rows`` are those that the user may see."""

    layer: Layer
    rows: QuerySet[Any]

    @property
    def model(self) -> type[CountRecord]:
        model: type[CountRecord] = self.rows.model
        return model

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The category, then the model's further dimensions."""
        return ("category", *self.model.dimensions)


def published_series(user: AnyUser) -> list[Series]:
    """Every series that the user may see, in catalogue order."""
    counted = {model for theme in THEMES for model in theme.counts}
    return [
        Series(layer, layer.rows(user))
        for layer in registry.LAYERS
        if _model_of(layer.rows) in counted and layer.visible(user)
    ]


@cache
def _model_of(rows: Callable[[AnyUser], QuerySet[Any]]) -> type[Model]:
    """The model of a layer's rows, whose query isn't made each time to know it."""
    return rows(AnonymousUser()).model


def find_series(name: str, user: AnyUser) -> Series:
    """The series of that layer; raises LayerNotFound, also where the layer counts nothing."""
    for series in published_series(user):
        if series.layer.name == name:
            return series
    raise LayerNotFound(name)


def cells_of(series: Series, unit: str, where: Q | None = None) -> list[Cell]:
    """What is known of a unit (a ubigeo, empty for the country), period by period."""
    return read_cells([series.rows], [unit], where)
