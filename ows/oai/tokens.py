"""Where a list was broken off: signed, so that nothing is kept of who is harvesting.

A token goes on by stamp and key: what changes meanwhile comes later, nothing comes twice.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core import signing

from ows.oai.faults import Code, Fault

_SALT = "ows.oai"
LASTS = dt.timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """What was asked, the last record that was given, how many were, and of how many."""

    verb: str
    asked: dict[str, str]
    stamp: dt.datetime
    key: int
    cursor: int
    size: int


def written(place: Place) -> str:
    """As the protocol's ``resumptionToken``."""
    return signing.dumps(
        {
            "v": place.verb,
            "a": place.asked,
            "s": place.stamp.isoformat(),
            "k": place.key,
            "c": place.cursor,
            "n": place.size,
        },
        salt=_SALT,
        compress=True,
    )


def read(token: str, verb: str) -> Place:
    """Raises Fault (badResumptionToken) for one that isn't ours, is another list's, or is old."""
    try:
        said: dict[str, Any] = signing.loads(token, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        raise _bad() from None
    if said["v"] != verb:
        raise _bad()
    stamp = dt.datetime.fromisoformat(said["s"])
    return Place(verb, said["a"], stamp, said["k"], said["c"], said["n"])


def _bad() -> Fault:
    return Fault(
        Code.BAD_RESUMPTION_TOKEN, "El resumptionToken no es de esta lista o ya venció: empiece."
    )
