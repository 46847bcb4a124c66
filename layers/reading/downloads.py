"""A file fetched from the web to a temporary one: http and https only, bounded in size and time."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from layers.reading.archives import MAX_FILE_BYTES
from layers.reading.results import SourceError
from layers.temporary import temporary_folder

# Between two blocks, and in all: a server may send a byte a minute for ever.
READ_TIMEOUT_S = 60
MAX_DOWNLOAD_S = 1800

_BLOCK = 1 << 20
# Some of the official servers answer 418 to a client that names itself otherwise.
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; TerritorioAbierto)"}


def is_web_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def file_name_of(url: str) -> str:
    """What the address calls the file."""
    return urlsplit(url).path.rpartition("/")[2] or urlsplit(url).netloc


@contextmanager
def downloaded(url: str) -> Iterator[Path]:
    """The file at an http(s) address, for as long as the context lasts. Raises SourceError."""
    with temporary_folder("download") as folder:
        target = folder / "archivo"
        try:
            _fetch(url, target)
        except urllib.error.HTTPError as error:
            error.close()
            raise SourceError(f"El servidor respondió {error.code} ({error.reason}).") from error
        except (OSError, HTTPException, ValueError) as error:
            raise SourceError(f"No se pudo descargar: {error}") from error
        yield target


def _fetch(url: str, target: Path) -> None:
    # Only these: a redirection must not lead to a file of this machine, or to ftp.
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    request = urllib.request.Request(url, headers=_HEADERS)  # noqa: S310 - the opener knows no other
    deadline = time.monotonic() + MAX_DOWNLOAD_S
    size = 0
    with opener.open(request, timeout=READ_TIMEOUT_S) as answer, target.open("wb") as file:
        expected = answer.headers.get("Content-Length")
        # read1: what has come, so that the clock is looked at even while little comes.
        while block := answer.read1(_BLOCK):
            size += len(block)
            if size > MAX_FILE_BYTES:
                raise SourceError(f"La descarga supera los {MAX_FILE_BYTES // 1_000_000} MB.")
            if time.monotonic() > deadline:
                raise SourceError(f"La descarga no terminó en {MAX_DOWNLOAD_S // 60} minutos.")
            file.write(block)
    if expected is not None and expected.isdigit() and size != int(expected):
        raise SourceError(f"La descarga se cortó: llegaron {size} de {expected} bytes.")
