"""Rows for the layers that the samples leave empty, where a test wants some in each."""

from __future__ import annotations

from tests.contributions import moderator, published, sent
from tests.situations import affected
from tests.zones import planner, stored


def fill() -> None:
    """A zone, a contribution and an affected region, each as its own door stores it."""
    stored(planner("ana"), "approved")
    published(moderator(), sent())
    affected("15")
