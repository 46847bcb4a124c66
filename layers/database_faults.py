"""What the database can't do at the moment, as the asker is to know it: nothing of it is a defect.

A query that was ended at its time limit is the asker's to mend; a database that is away or a disk
that is full is somebody's who looks after the machine, and the asker may come again.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import Error as DatabaseFault
from django.db import InterfaceError, OperationalError

from layers.errors import DatabaseAway, QueryTimeout, StorageFull, TerritorioError

# Of SQLSTATE: the connection, the operator's intervention (a restart), too few resources, the
# system beneath (PostgreSQL, appendix A).
_AWAY_CLASSES = ("08", "53", "57P", "58")
_QUERY_CANCELED, _DISK_FULL = "57014", "53100"
_FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def database_faults() -> Iterator[None]:
    """Turn what the database can't do now into QueryTimeout, DatabaseAway or StorageFull."""
    try:
        yield
    except (DatabaseFault, psycopg.Error, OSError) as error:
        fault = fault_of(error)
        if fault is None:
            raise
        raise fault from error


def fault_of(error: BaseException | None) -> TerritorioError | None:
    """The same of one error; None for any that is a defect."""
    if isinstance(error, QueryTimeout | DatabaseAway | StorageFull):
        return error
    if isinstance(error, OSError):
        return StorageFull() if error.errno in _FULL else None
    if not isinstance(error, DatabaseFault | psycopg.Error):
        return None
    cause = error.__cause__ if isinstance(error, DatabaseFault) else error
    state = getattr(cause, "sqlstate", None)
    if state == _QUERY_CANCELED:
        return QueryTimeout()
    if state == _DISK_FULL:
        return StorageFull()
    if state is not None:
        return DatabaseAway() if state.startswith(_AWAY_CLASSES) else None
    # Without a state it never reached the database, or lost it on the way.
    lost = isinstance(error, OperationalError | psycopg.OperationalError)
    closed = isinstance(error, InterfaceError | psycopg.InterfaceError)
    return DatabaseAway() if lost or (closed and "connection" in str(error)) else None
