"""Taking personal data out of what somebody wrote, and nothing else."""

from __future__ import annotations

from territory.personal_data import MASK, masked


def proposed(text: str) -> str:
    """The text without the ways to reach somebody and the numbers of documents found in it."""
    return masked(text)


def is_redaction(written: str, shown: str) -> bool:
    """Whether ``shown`` is what was written with nothing but ``MASK`` in place of parts of it.

    A moderator hides, and puts no word into anybody's mouth.
    """
    first, *pieces = shown.split(MASK)
    if not pieces:
        return shown == written
    *middle, last = pieces
    if not written.startswith(first) or not written.endswith(last):
        return False
    at, end = len(first), len(written) - len(last)
    for piece in middle:
        found = written.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end
