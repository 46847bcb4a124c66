"""What the answers that are kept were made of: short texts that change whenever one of them may.

A stamp is of data versions with the moments they were raised at, so that no number that a restored
database gives again brings back what was kept under it. It is read before the rows are: what
changes in between is of a stamp that nobody asks for any more.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import psycopg
from django.db import connection

from layers import registry
from layers.layer import everyone

_log = logging.getLogger(__name__)

_OF_LAYERS = """
SELECT string_agg(concat_ws(' ', layer, version, extract(epoch FROM updated_at)), ','
                  ORDER BY layer)
FROM layers_dataversion WHERE layer = ANY(%s)
"""
# What any layer's description may depend on. Of zones all sets of them, whoever sees them.
_OF_EVERYTHING = """
SELECT md5(string_agg(known, ',' ORDER BY known)) FROM (
  SELECT concat_ws(' ', layer, version, extract(epoch FROM updated_at)) AS known
  FROM layers_dataversion
  UNION ALL
  SELECT concat_ws(' ', 'dataset', id, version, public_version, state,
                   extract(epoch FROM updated_at))
  FROM layers_dataset
  UNION ALL
  SELECT concat_ws(' ', 'zones', name, version) FROM territory_zoneaudience
) AS every
"""

# What a stamp is of: names of layers, or None: of everything.
Names = tuple[str, ...] | None


def names_of(names: Iterable[str]) -> Names:
    """What a stamp of answers made of these layers alone is of.

    None where one of them is not written in code, or its rows depend on the user: its data version
    alone doesn't say what somebody sees.
    """
    asked = tuple(sorted(set(names)))
    return asked if asked and all(name in _simple() for name in asked) else None


@cache
def _simple() -> frozenset[str]:
    return frozenset(
        layer.name
        for layer in registry.LAYERS
        if layer.same_for_everyone and layer.version_parts is None and layer.visible is everyone
    )


def read(names: Names) -> str:
    """The present stamp, as the answer in hand sees the database."""
    with connection.cursor() as cursor:
        cursor.execute(*_asked(names))
        return _written(cursor.fetchone())


def _asked(names: Names) -> tuple[str, list[Any]]:
    return (_OF_EVERYTHING, []) if names is None else (_OF_LAYERS, [list(names)])


def _written(row: tuple[Any, ...] | None) -> str:
    text = str(row[0]) if row else ""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Reader:
    """Reads stamps outside of any answer, over one connection of the process's own.

    It is made with the first question, after gunicorn has forked. While the database doesn't
    answer there is no stamp, and what was kept isn't given.
    """

    def __init__(self, address: Callable[[], dict[str, Any]]) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._connection: psycopg.Connection[Any] | None = None

    def read(self, names: Names) -> str | None:
        """The present stamp of what is committed; None where it can't be read."""
        with self._lock:
            for _ in range(2):  # a connection that a restarted database left is found out once
                try:
                    return self._read(names)
                except psycopg.Error as error:
                    self._close()
                    _log.info("No stamp of kept answers: %s", error)
            return None

    def _read(self, names: Names) -> str:
        if self._connection is None:
            self._connection = psycopg.connect(**self._address(), autocommit=True)
            self._connection.prepare_threshold = 1
        statement, parameters = _asked(names)
        return _written(self._connection.execute(statement, parameters).fetchone())

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def reader() -> Reader:
    """One on the site's own database."""
    return Reader(_address)


def _address() -> dict[str, Any]:
    """Of Django's own parameters those that libpq knows."""
    given = connection.get_connection_params()
    for own in ("cursor_factory", "context", "prepare_threshold", "isolation_level"):
        given.pop(own, None)
    return given | {"connect_timeout": 5}
