"""Pages of what people take part in: their HTML, and how often they ask the database."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def html_of(client: Client, address: str, status: int = 200) -> str:
    """The page's HTML with each run of white space as one space."""
    return _on_one_line(_answered(client, address, status))


def own_html_of(client: Client, address: str, status: int = 200) -> str:
    """The same of a page that differs by its reader, and so is in nobody else's cache."""
    response = _answered(client, address, status)
    if status != 404:
        assert "private" in response["Cache-Control"]
    return _on_one_line(response)


def queries(client: Client, address: str) -> int:
    """How many queries the page takes."""
    with CaptureQueriesContext(connection) as captured:
        html_of(client, address)
    return len(captured)


def queries_again(client: Client, address: str) -> int:
    """The same once the page has been shown, and what is kept is kept."""
    html_of(client, address)
    return queries(client, address)


def _answered(client: Client, address: str, status: int) -> Any:
    response = client.get(address)
    assert response.status_code == status, address
    return response


def _on_one_line(response: Any) -> str:
    return " ".join(response.content.decode().split())
