"""Requests of the zones' API, as its tests send them."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from tests.zones import feature

ZONES = "/api/v1/zones/"


def send(client: Client, method: str, path: str, body: Any = None, version: object = None) -> Any:
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return client.generic(
        method.upper(),
        path,
        "" if body is None else json.dumps(body),
        content_type="application/geo+json",
        headers=headers,
    )


def created(client: Client, body: Any = None) -> Any:
    response = send(client, "post", ZONES, body or feature())
    assert response.status_code == 201, response.content
    return response.json()


def returned(client: Client, path: str, version: int, remark: str = "Falta el puente") -> Any:
    """A zone (its address) sent back to draft with a remark; the response."""
    return send(client, "post", f"{path}return/", {"remark": remark}, version)
