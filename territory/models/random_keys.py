"""Keys of rows that not everybody sees: they don't say how many rows there are, nor in which order.

Of consecutive numbers anybody who sees two can count what was hidden between them.
"""

from __future__ import annotations

from django.db import models


class RandomKey(models.Func):
    """48 random bits of PostgreSQL's strong source, as a number.

    Below 2^53, so that JSON's numbers hold it (RFC 8259 §6). Two of a hundred thousand rows are
    the same once in fifty thousand times; then the primary key refuses the second.
    """

    # The last twelve digits of a UUID of version 4 are all random (RFC 9562 §5.4).
    template = "('x' || right(gen_random_uuid()::text, 12))::bit(48)::bigint"
    output_field = models.BigIntegerField()


def random_key() -> models.BigIntegerField[int, int]:
    """A primary key that the database draws, whoever writes the row, and whatever by."""
    return models.BigIntegerField(primary_key=True, editable=False, db_default=RandomKey())
