"""Asking for files, and reading them back as GDAL and pandas do."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pyogrio
from django.test import Client

_NAME = re.compile(r'attachment; filename="([\w.-]+)"')


def ask(client: Client, layer: str, format_: str, **parameters: Any) -> Any:
    """OGC API's answer."""
    return client.get(f"/ogc/collections/{layer}/items", {"f": format_, **parameters})


def kept(response: Any) -> tuple[str, bytes]:
    """The name and the content of a file that was given."""
    content: bytes = response.getvalue()
    assert response.status_code == 200, content[:1000]
    found = _NAME.fullmatch(response["Content-Disposition"])
    assert found is not None, response["Content-Disposition"]
    return found[1], content


def take(client: Client, layer: str, format_: str, **parameters: Any) -> bytes:
    return kept(ask(client, layer, format_, **parameters))[1]


def save(folder: Path, client: Client, layer: str, format_: str, **parameters: Any) -> Path:
    """The file on the disk, under its own name."""
    name, content = kept(ask(client, layer, format_, **parameters))
    path = folder / name
    path.write_bytes(content)
    return path


def lines(content: bytes) -> list[dict[str, str]]:
    """CSV's rows by column, as Python's own reader sees them."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def frame(path: Path | str, **options: Any) -> Any:
    """GDAL's reading, as pyogrio gives it."""
    return pyogrio.read_dataframe(path, **options)


def problem(response: Any, status: int = 400) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.getvalue())
    assert response.status_code == status, found
    return found
