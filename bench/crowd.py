"""Many connections at once, on raw sockets: slow ones, impatient ones, and people among them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

# A person waits a little between two questions.
PAUSE_S = 0.05
# As slow as may be: one byte in each of these.
DRIP_S = 1.0
LIMIT_S = 90.0


@dataclass
class Answers:
    """What one kind of client got: how long each good answer took, and how many were refused."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0


async def ask(url: str) -> tuple[int, float]:
    """One GET on a connection of its own: the status, and the seconds it took."""
    began = time.monotonic()
    async with _connected(url) as (reader, writer):
        writer.write(_request(url))
        answer = await reader.read()
    if not answer.startswith(b"HTTP/1.1 "):
        raise ConnectionError(f"{url}: {answer[:100]!r}")
    return int(answer[9:12]), time.monotonic() - began


async def person(url: str, until: float, answers: Answers, pause_s: float = PAUSE_S) -> None:
    """Asks again and again; who is refused (503) waits a moment."""
    while time.monotonic() < until:
        status, seconds = await asyncio.wait_for(ask(url), LIMIT_S)
        if status == 503:
            answers.refused += 1
            await asyncio.sleep(0.5)
            continue
        if status != 200:
            raise ConnectionError(f"{url}: {status}")
        answers.seconds.append(seconds)
        await asyncio.sleep(pause_s)


async def slow_header(url: str) -> None:
    """Sends a header that doesn't end."""
    await _drip(url, f"GET / HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\nX-Slow: ".encode())


async def slow_body(url: str) -> None:
    """Sends a body that doesn't end."""
    host = urlsplit(url).netloc
    head = f"POST /ows/wfs HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/xml\r\n"
    await _drip(url, f"{head}Content-Length: 5000\r\n\r\n<".encode())


async def slow_reader(url: str) -> None:
    """Asks for ``url`` and reads a byte at a time."""
    async with _connected(url) as (reader, writer):
        writer.write(_request(url))
        while await reader.read(1):
            await asyncio.sleep(DRIP_S)


async def again(connection: Callable[[], Awaitable[None]]) -> None:
    """Such a connection, and another whenever it is cut."""
    while True:
        with suppress(OSError):
            await connection()
        await asyncio.sleep(PAUSE_S)


async def _drip(url: str, start: bytes) -> None:
    async with _connected(url) as (_reader, writer):
        writer.write(start)
        while True:
            await writer.drain()
            await asyncio.sleep(DRIP_S)
            writer.write(b"a")


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port, limit=4096)
    try:
        yield reader, writer
    finally:
        writer.close()
        writer.transport.abort()  # what was not read is of no interest
        with suppress(OSError):
            await writer.wait_closed()


def _request(url: str) -> bytes:
    place = urlsplit(url)
    query = f"?{place.query}" if place.query else ""
    head = f"GET {place.path}{query} HTTP/1.1\r\nHost: {place.netloc}\r\n"
    return f"{head}Connection: close\r\n\r\n".encode()
