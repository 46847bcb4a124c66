"""HEAD on files: GET's header, and no file is made for it (RFC 9110, 9.3.2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from layers.exports import streaming, xlsx
from layers.exports.formats import FORMATS

pytestmark = pytest.mark.django_db

WAYS = {
    "ogc": "/ogc/collections/departments/items?f={}",
    "wfs": (
        "/ows/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=departments"
        "&outputFormat={}"
    ),
}
NAMES = ("Content-Type", "Content-Disposition", "ETag", "Cache-Control")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("format_", FORMATS, ids=lambda item: item.name)
def test_the_header_without_the_file(
    client: Client, way: str, format_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(purpose: str) -> Path:
        raise AssertionError(purpose)

    address = WAYS[way].format(format_.name)
    got: Any = client.get(address)
    assert len(got.getvalue()) > 0
    monkeypatch.setattr(streaming, "temporary_folder", made)
    head: Any = client.head(address)
    assert (head.status_code, head.getvalue()) == (200, b"")
    assert [head.get(name) for name in NAMES] == [got.get(name) for name in NAMES]
    assert head.get("Content-Crs") == got.get("Content-Crs")


@pytest.mark.parametrize("way", WAYS)
def test_what_a_format_can_not_hold_is_refused_to_both(
    client: Client, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    address = WAYS[way].format("xlsx")
    assert client.get(address).status_code == client.head(address).status_code == 400
