"""Features of an agency's layer as a client writes them."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from layers.datasets.layer import layer_of
from layers.models import Dataset

PLACE = {"type": "Point", "coordinates": [-72.0, -13.0]}


def address(made: Dataset, fid: object = "") -> str:
    return f"/api/v1/layers/{made.name}/features/{f'{fid}/' if fid != '' else ''}"


def sent(client: Client, method: str, path: str, body: Any = None, version: object = None) -> Any:
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    text = "" if body is None else json.dumps(body)
    return client.generic(method, path, text, content_type="application/geo+json", headers=headers)


def feature(geometry: Any = PLACE, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def rows(made: Dataset, user: User) -> list[tuple[Any, ...]]:
    """All that the table holds."""
    columns = ("pk", "row_version", "geom", *(f"f{n}" for n in range(6)))
    return [*layer_of(made).rows(user).order_by("pk").values_list(*columns)]
