"""``/api/v1/contributions/`` as a client of it sends and reads."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from tests.contributions import COMMITMENT, EAST, NORTH, WORDS

ADDRESS = "/api/v1/contributions/"
POINT = {"type": "Point", "coordinates": [EAST, NORTH]}


def feature(geometry: Any = POINT, **properties: Any) -> dict[str, Any]:
    given = {"text": WORDS, "commitment": COMMITMENT} | properties
    return {"type": "Feature", "geometry": geometry, "properties": given}


def post(client: Client, body: Any) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(ADDRESS, text, content_type="application/json")


def found(client: Client, query: str = "") -> list[int]:
    response: Any = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200, response.content
    content = response.json()
    assert content["type"] == "FeatureCollection"
    return [item["id"] for item in content["features"]]
