"""Pages and API ask the same number of queries however many themes there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layers import registry, themes
from layers.themes.theme import Theme
from territory.models.placed import PlacedRecord

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/",
    "/compromisos/",
    "/compromisos/5/",
    "/compromisos/14/",
    "/compromisos/10/",
    "/t/13/",
    "/t/130101/",
    "/catalogo/",
    "/buscar/?q=ejemplo",
    "/api/v1/search/?q=ejemplo",
    "/api/v1/units/13/summary/",
    "/api/v1/units/130101/summary/",
    "/api/v1/commitments/",
    "/api/v1/commitments/14/",
    "/api/v1/layers/",
)


def copied(model: type[PlacedRecord]) -> type[PlacedRecord]:
    """The model under another name, of the same rows."""
    meta = type("Meta", (), {"proxy": True, "app_label": "territory"})
    name = f"{model.__name__}Copy"
    return type(name, (model,), {"__module__": __name__, "Meta": meta})


def twin(theme: Theme) -> Theme:
    return replace(
        theme,
        name=f"{theme.name}_copy",
        layers=tuple(replace(layer, name=f"{layer.name}_copy") for layer in theme.layers),
        records=tuple(copied(model) for model in theme.records),
    )


@pytest.fixture
def twins() -> Iterator[tuple[Theme, ...]]:
    before = set(apps.all_models["territory"])
    yield tuple(twin(theme) for theme in themes.THEMES)
    for name in set(apps.all_models["territory"]) - before:
        del apps.all_models["territory"][name]
    apps.clear_cache()


def asked(client: Client, address: str) -> tuple[int, str]:
    """How many queries a warm request makes, and its answer."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        assert isinstance(response, HttpResponse)
    assert response.status_code == 200
    return len(captured), response.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_twice_the_themes_ask_no_more(
    client: Client,
    twins: tuple[Theme, ...],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
) -> None:
    queries, once = asked(client, address)
    layers = tuple(layer for theme in twins for layer in theme.layers)
    monkeypatch.setattr(themes, "THEMES", (*themes.THEMES, *twins))
    monkeypatch.setattr(registry, "LAYERS", (*registry.LAYERS, *layers))
    assert asked(client, address)[0] == queries
    # What is twice there is shown twice, so the copies were asked for.
    if address == "/compromisos/14/":
        _, twice = asked(client, address)
        # The investments by department, and each of the two things that are counted of homes.
        assert once.count('class="figure-table') == 3
        assert twice.count('class="figure-table') == 2 * 3
