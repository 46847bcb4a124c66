"""What goes into the log: at most one line a request, and only what a person must see.

A refused request is nobody's business but the asker's. A traceback is for a defect: that the
database is away is said in one line, and a Host that isn't ours once for each name.
"""

from __future__ import annotations

import logging

from layers.database_faults import fault_of

_LONGEST = 400
# Names that are said of hosts that were asked for and aren't ours: an operator forgot one of
# ALLOWED_HOSTS, or anybody made up thousands.
MOST_HOSTS = 10


class OnlyDefects(logging.Filter):
    """Of ``django.request``: what no view answered. A status alone was answered on purpose."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.exc_info:
            return False
        fault = fault_of(record.exc_info[1])
        if fault is not None:
            record.msg, record.args = "%s: %s", (fault.said_to_operator, _path_of(record))
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = record.exc_text = None
        return True


class FaultsInALine(logging.Filter):
    """Of the queue's worker: that the database is away is a line, a defect keeps its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        fault = fault_of(error) or fault_of(error.__cause__ if error else None)
        if fault is not None:
            record.msg, record.args = fault.said_to_operator or fault.message, ()
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = record.exc_text = None
        return True


class EachHostOnce(logging.Filter):
    """Of ``django.security.DisallowedHost``: a line for each name, without a traceback."""

    def __init__(self) -> None:
        super().__init__()
        self._said: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()[:_LONGEST]
        if text in self._said or len(self._said) >= MOST_HOSTS:
            return False
        self._said.add(text)
        record.msg, record.args = text, ()
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = None
        return True


class Nothing(logging.Filter):
    """Of the other ``django.security``: refusals, which the asker was told."""

    def filter(self, record: logging.LogRecord) -> bool:
        return False


class OneLine(logging.Formatter):
    """A record is one line, whatever a request wrote into it; a defect's traceback follows."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        line = super().formatMessage(record)
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def _path_of(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    return str(getattr(request, "path", ""))[:_LONGEST]
