"""OGC API Features: the site's own, page after page; and one whose links go round."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import Settings

from layers import registry
from layers.datasets.layer import layer_of
from layers.reading.results import SourceError
from tests.layers.harvest.conftest import Place
from tests.layers.harvest.web import send

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOBODY = AnonymousUser()


def source(place: Place, address: str, layer: str) -> None:
    place.sources({"protocol": "ogc-api", "address": address, "layer": layer})


def test_a_layer_of_this_site_comes_back_whole(
    place: Place, live_url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("layers.harvest.protocols.ogc_api.PAGE", 40)
    settings.HARVEST_ALLOWED_NETWORKS = "127.0.0.1/32"
    source(place, f"{live_url}/ogc", "provinces")
    run = place.harvest()
    published = registry.get("provinces", NOBODY).rows(NOBODY)
    assert run.rows == published.count()
    assert run.report["pages"] > 1
    dataset = place.state.dataset
    assert dataset is not None
    layer = layer_of(dataset)
    codes = set(layer.rows(NOBODY).values_list(layer.field("ubigeo").path, flat=True))
    assert codes == set(published.values_list("ubigeo", flat=True))


def page(features: int, **said: Any) -> bytes:
    made = [
        {
            "type": "Feature",
            "id": n,
            "properties": {"codigo": f"{n:04}", "valor": n if n % 2 else None},
            "geometry": {"type": "Point", "coordinates": [-72 + n / 100, -13]},
        }
        for n in range(features)
    ]
    return json.dumps({"type": "FeatureCollection", "features": made, **said}).encode()


def answering(body: bytes) -> Any:
    def answer(handler: Any, path: str, _said: dict[str, str]) -> None:
        is_items = path.endswith("/items")
        send(handler, body if is_items else json.dumps({"id": "a", "title": "A"}).encode())

    return answer


def test_links_that_go_round_are_noticed(place: Place) -> None:
    links = [{"rel": "next", "href": "?limit=1000&f=json", "type": "application/geo+json"}]
    source(place, place.serve(answering(page(3, links=links))), "a")
    with pytest.raises(SourceError, match="dan vueltas"):
        place.harvest()


def test_fewer_than_the_service_says_fail_it(place: Place) -> None:
    source(place, place.serve(answering(page(3, numberMatched=5))), "a")
    with pytest.raises(SourceError, match="anuncia 5 elementos y entregó 3"):
        place.harvest()


def test_an_empty_column_of_a_page_says_nothing_of_its_type(place: Place) -> None:
    def answer(handler: Any, path: str, said: dict[str, str]) -> None:
        if not path.endswith("/items"):
            send(handler, json.dumps({"id": "a"}).encode())
            return
        at = int(said.get("offset", "0"))
        feature = {
            "type": "Feature",
            "id": f"a.{at}",
            "properties": {"valor": [None, 1, 2.5][at]},
            "geometry": {"type": "Point", "coordinates": [-72, -13]},
        }
        link = {"rel": "next", "href": f"items?offset={at + 1}", "type": "application/geo+json"}
        links = [link] if at < 2 else []
        send(
            handler,
            json.dumps(
                {"features": [feature], "type": "FeatureCollection", "links": links}
            ).encode(),
        )

    source(place, place.serve(answer), "a")
    place.harvest()
    dataset = place.state.dataset
    assert dataset is not None
    assert [field["type"] for field in dataset.fields] == ["string", "number"]
