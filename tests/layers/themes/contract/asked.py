"""A theme, and the client that asks for it; what several checks ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.test import Client

from layers import registry
from layers.layer import Layer
from layers.layer_info import LayerInfo
from layers.themes.theme import Theme
from tests.ows.wfs import wire as wfs

ANYONE = AnonymousUser()


@dataclass(frozen=True)
class Asked:
    """A theme, and the client that asks for it."""

    theme: Theme
    client: Client

    @property
    def models(self) -> tuple[type[Any], ...]:
        return (*self.theme.records, *self.theme.counts)

    def json(self, address: str, **parameters: Any) -> Any:
        response = self.client.get(address, parameters)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return json.loads(wfs.body(response))

    def page(self, address: str) -> str:
        response = self.client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return response.content.decode()

    def layers(self) -> Iterator[Layer]:
        assert self.theme.layers, "no layer"
        yield from self.theme.layers


def described(layer: Layer) -> LayerInfo:
    return registry.describe(layer, ANYONE)


def placed_row(model: type[Model]) -> Any:
    found = model._default_manager.filter(is_sample=True, declared_unit__isnull=False)
    row = found.order_by("pk").first()
    assert row is not None, f"{model.__name__} has no sample on a unit"
    return row
