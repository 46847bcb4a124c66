"""One request of a harvest: guarded, and tried again where the server can't for the moment."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.utils import timezone

from layers import remote
from layers.harvest.policy import BROWSER, Patience, policy
from layers.remote import Policy, RefusedByServer, RemoteError

# What servers answer to clients that don't say that they are browsers.
_WANT_A_BROWSER = (403, 406, 418)


class GaveUp(RemoteError):
    """El servidor no respondió después de varios intentos.

    A later harvest goes on where this one broke off.
    """

    is_passing = True


@dataclass(frozen=True)
class Received:
    """An answer in a file: the address that gave it, its size and hash, what it says that it is."""

    path: Path
    address: str
    name: str
    size: int
    sha256: str
    media_type: str
    last_modified: dt.datetime | None


class Asker:
    """Asks servers, and remembers whether they want a browser.

    ``watch`` is called while bytes come and before each wait; what it raises ends the request.
    """

    def __init__(
        self,
        watch: Callable[[], None],
        patience: Patience | None = None,
        bounded: Policy | None = None,
    ) -> None:
        self._watch = watch
        self._patience = patience or Patience()
        self._policy = bounded or policy()
        self._headers: dict[str, str] = {}
        self.received_bytes = 0
        self.requests = 0
        self._began = time.monotonic()

    def get(self, address: str, target: Path, accept: str = "") -> Received:
        """The answer, written to ``target``; raises RemoteError once nothing more is tried."""
        for wait in (*self._patience.waits_s, None):
            try:
                return self._once(address, target, accept)
            except RemoteError as error:
                if self._shall_be_browser(error):
                    continue
                if not error.is_passing:
                    raise
                if wait is None:
                    raise GaveUp(f"{error} Se intentó varias veces.") from error
                self.rest(self._pause(error, wait))
        raise GaveUp

    def rest(self, seconds: float) -> None:
        """Wait, and let whoever watches end it meanwhile."""
        left = seconds
        while left > 0:
            self._watch()
            piece = min(left, 1.0)
            self._patience.sleep(piece)
            left -= piece

    @property
    def elapsed_s(self) -> float:
        """Since the first request could be made."""
        return time.monotonic() - self._began

    @property
    def waits_s(self) -> tuple[float, ...]:
        """How long is waited between attempts at what the server answers by an error of its own."""
        return self._patience.waits_s

    def _once(self, address: str, target: Path, accept: str) -> Received:
        headers = self._headers | ({"Accept": accept} if accept else {})
        digest, size = hashlib.sha256(), 0
        self.requests += 1
        with remote.opened(address, self._policy, headers) as answer, target.open("wb") as file:
            for block in answer.blocks:
                self._watch()
                digest.update(block)
                size += len(block)
                file.write(block)
        self.received_bytes += size
        return Received(
            target,
            answer.address,
            answer.name,
            size,
            digest.hexdigest(),
            answer.media_type,
            _instant(answer.headers.get("Last-Modified", "")),
        )

    def _shall_be_browser(self, error: RemoteError) -> bool:
        """Whether to ask once more as a browser; from then on every request is one's."""
        wants = isinstance(error, RefusedByServer) and error.status in _WANT_A_BROWSER
        if not wants or self._headers:
            return False
        self._headers = {"User-Agent": BROWSER, "Accept-Language": "es-PE,es;q=0.9"}
        return True

    def _pause(self, error: RemoteError, wait: float) -> float:
        """Seconds: what the server asks for, within bounds; else a little more or less than ours.

        Raises GaveUp.
        """
        asked = _seconds(error.retry_after) if isinstance(error, RefusedByServer) else None
        if asked is not None:
            if asked > self._patience.longest_s:
                raise GaveUp(f"{error} Pide volver en {asked:.0f} s.") from error
            return max(asked, 0.0)
        return wait * random.uniform(0.8, 1.2)  # noqa: S311 - so that sources don't keep step


def _seconds(retry_after: str) -> float | None:
    """RFC 9110, 10.2.3: a number of seconds, or an instant."""
    if retry_after.isascii() and retry_after.isdecimal():
        return float(retry_after)
    instant = _instant(retry_after)
    return None if instant is None else (instant - timezone.now()).total_seconds()


def _instant(text: str) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
