"""Files fetched from an address that somebody gave, who may mean harm to what this machine reaches.

The same guards for whatever is fetched: an agency's file, a service on the harvest's timetable.
"""

from layers.remote.fetching import Answer, fetch, opened
from layers.remote.policy import (
    Policy,
    RefusedAddress,
    RefusedByServer,
    RemoteError,
    Unreachable,
)

__all__ = [
    "Answer",
    "Policy",
    "RefusedAddress",
    "RefusedByServer",
    "RemoteError",
    "Unreachable",
    "fetch",
    "opened",
]
