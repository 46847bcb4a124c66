"""Files kept in PostgreSQL, so that whoever reaches the database reaches them.

A worker on another machine needs nothing but ``DATABASE_URL``: no shared disk, no object store.
"""

from layers.stored.deleting import delete, sweep
from layers.stored.reading import blocks, copy_to, digest_of, open_file
from layers.stored.writing import Writer, append, begin, create, finish, lock

# As Python's own opens a path.
open = open_file  # noqa: A001

__all__ = [
    "Writer",
    "append",
    "begin",
    "blocks",
    "copy_to",
    "create",
    "delete",
    "digest_of",
    "finish",
    "lock",
    "open",
    "sweep",
]
