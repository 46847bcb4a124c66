"""Files that people send: who may, how much, in pieces that may be lost and sent again.

What protocol the pieces come by is the caller's (``ows.rest.uploads`` speaks tus, a form sends one
piece). What is in a file is nobody's matter here: it is looked at in the sandbox, by its content.
"""

from layers.uploads.receiving import begin, discard, find, keep, receive, take
from layers.uploads.rules import MAX_BYTES, check_may_upload, may_upload

__all__ = [
    "MAX_BYTES",
    "begin",
    "check_may_upload",
    "discard",
    "find",
    "keep",
    "may_upload",
    "receive",
    "take",
]
