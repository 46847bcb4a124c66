"""What each step with a file demands of the account: its roles, and the units that they are for."""

from __future__ import annotations

from typing import Any

from layers.errors import EditNotAllowed
from layers.loading import parts
from layers.models import Submission
from layers.publishing.permissions import Verb, may, may_with
from layers.source import Source
from territory.coverage import COUNTRY, Covers, overlap


def demand(user: Any, verb: Verb, source: Source, covers: Covers | None = None) -> None:
    """Raises EditNotAllowed where the account may not, of what covers these units."""
    if not may(user, verb, source, covers):
        raise EditNotAllowed


def demand_with(user: Any, verb: Verb, source: Source, held: Submission) -> None:
    """The same of a file handed in."""
    if not may_with(user, verb, source, held):
        raise EditNotAllowed


def demand_place(user: Any, verb: Verb, source: Source, feed: str, covers: Covers) -> None:
    """All that would be put in place, or make way, lies where the account may.

    No query more of who may everywhere.
    """
    if not may(user, verb, source, covers):
        raise EditNotAllowed("Su cuenta publica solo lo que está dentro de sus unidades.")
    if may(user, verb, source, (COUNTRY,)):
        return
    for part in parts.current(source):
        makes_way = overlap(part.covers, covers) or (source.needs_feed and part.name == feed)
        if makes_way and not may(user, verb, source, part.covers):
            raise EditNotAllowed("Reemplazaría lo que cubre más que las unidades de su cuenta.")


def feed_of(held: Submission) -> str:
    """The name of the feed that the file is; empty where its source has none."""
    name: str = (held.handed.get("feed") or {}).get("name", "")
    return name
