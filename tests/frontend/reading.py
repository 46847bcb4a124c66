"""Pages as a browser without script gets them, and what is read off them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.test import Client


class Outline(HTMLParser):
    """What assistive technology leans on: landmarks, headings, ids, images, inline code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


def text_of(client: Client, address: str, status: int = 200) -> str:
    """What stands on the page, without its markup."""
    response = client.get(address)
    assert response.status_code == status, address
    html = response.content.decode()
    # Only the markup's own white space: numbers are grouped by a narrow one.
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", html))


def whole(client: Client, address: str) -> tuple[int, bytes]:
    """Status and whole body: a stream left open would hold the connection's next query."""
    response = client.get(address)
    body = b"".join(response) if response.streaming else response.content
    return response.status_code, body
