"""Answers counted as they go out, and written by a thread of its own.

A request's own connection may hold a stream that is still open; a second statement on it would wait
for ever. So what is counted waits in memory, and a thread writes it now and then on a connection
that it opens for that. What a process counted and hadn't written is lost where it is killed: less
than a minute of it.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from layers import registry
from layers.models import Cascade, Coverage, Dataset
from layers.use.asked import Asked, asked_in

log = logging.getLogger(__name__)

Variables = dict[str, Any]
Application = Callable[[Variables, Any], Iterable[bytes]]
_Key = tuple[str, dt.date, str]

# 304: who asks has it already, and looked again.
_ANSWERED = ("200", "206", "304")
# Names that nobody published are told apart when they are written; so many wait at most.
_MOST_WAITING = 5_000
_WRITE = (
    "INSERT INTO layers_layeruse AS known (layer, month, kind, times) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (layer, month, kind) DO UPDATE SET times = known.times + excluded.times"
)

_waiting: Counter[_Key] = Counter()
_lock = threading.Lock()
_writer: list[threading.Thread] = []
_ended = threading.Event()


def counting(site: Application) -> Application:
    """The application ``site``, of whose answers each layer's are counted."""
    if settings.LAYER_USE_FLUSH_S <= 0:
        return site

    def application(variables: Variables, start_response: Any) -> Iterable[bytes]:
        asked: list[Asked] = []
        if variables.get("REQUEST_METHOD") == "GET":
            path = str(variables.get("PATH_INFO", ""))
            asked = asked_in(path, str(variables.get("QUERY_STRING", "")))
        if not asked:
            return site(variables, start_response)

        def started(status: str, headers: Any, *error: Any) -> Any:
            if status[:3] in _ANSWERED:
                add(asked)
            return start_response(status, headers, *error)

        return site(variables, started)

    return application


def add(asked: Iterable[Asked]) -> None:
    """Count an answer for each layer; it is written later."""
    month = timezone.localdate().replace(day=1)
    with _lock:
        for name, kind in asked:
            key = (name, month, kind.value)
            if key in _waiting or len(_waiting) < _MOST_WAITING:
                _waiting[key] += 1
        if not _writer:  # after the fork: threads don't survive one
            thread = threading.Thread(target=_write_on, name="layer-use", daemon=True)
            _writer.append(thread)
            thread.start()
            atexit.register(_ended.set)


def write() -> int:
    """Add what waits to the database, of layers that everybody sees; gives how many rows.

    What can't be written waits on. Raises DatabaseError.
    """
    with _lock:
        taken = Counter(_waiting)
        _waiting.clear()
    if not taken:
        return 0
    try:
        known = _public_names({name for name, _month, _kind in taken})
        # In one order, so that two processes can't wait for one another.
        rows = [(*key, times) for key, times in sorted(taken.items()) if key[0] in known]
        with connection.cursor() as cursor:
            cursor.executemany(_WRITE, rows)
    except BaseException:
        with _lock:
            _waiting.update(taken)
        raise
    return len(rows)


def _public_names(asked: set[str]) -> set[str]:
    """Which of the names are layers' that everybody sees."""
    found = {layer.name for layer in registry.LAYERS if layer.name in asked}
    for dataset in Dataset.objects.filter(name__in=asked):
        if dataset.is_public:
            found.add(dataset.name)
    for coverage in Coverage.objects.filter(name__in=asked):
        if coverage.is_public:
            found.add(coverage.name)
    found.update(
        Cascade.objects.filter(name__in=asked, is_public=True).values_list("name", flat=True)
    )
    return found


def _write_on() -> None:
    while not _ended.wait(settings.LAYER_USE_FLUSH_S):
        try:
            write()
        except DatabaseError as error:
            log.warning("the use of layers waits to be written: %s", type(error).__name__)
        finally:
            connection.close()
