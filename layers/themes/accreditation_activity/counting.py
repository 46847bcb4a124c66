"""Messages of accreditation counted by day, facility and insurer."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import ceil

from layers.themes.accreditation_activity.messages import Message
from territory.accreditation.few import Day, publishable
from territory.models.accreditation import MOST_MS

# Facility, insurer and day.
Key = tuple[str, str, dt.date]

_TEST = "de prueba (ISA15 = T)"
_AGAIN = "consultas que repiten el número de control de otra sin respuesta"
_ALONE = "respuestas sin una consulta antes"
_LATE = "respuestas después de más de una hora, que cuentan como ninguna"
_UNCLEAR = "respuestas que no aceptan ni rechazan, con su consulta"


@dataclass
class _Tally:
    queries: int = 0
    accepted: int = 0
    rejected: int = 0
    waits: array[int] = field(default_factory=lambda: array("I"))


@dataclass
class Counts:
    """What messages amount to, and how many weren't counted, by why."""

    left_out: Counter[str] = field(default_factory=Counter)
    _tallies: dict[Key, _Tally] = field(default_factory=dict)
    _waiting: dict[tuple[str, str, str], dt.datetime] = field(default_factory=dict)

    def add(self, message: Message, *, with_tests: bool = False) -> None:
        """Count a message; what it can't be counted for is kept by reason alone."""
        if message.fault or message.at is None:
            self.left_out[message.fault] += 1
        elif message.is_test and not with_tests:
            self.left_out[_TEST] += 1
        elif message.kind == "270":
            self._ask(message, message.at)
        else:
            self._answer(message, message.at)

    def days(self) -> Iterator[tuple[Key, Day]]:
        """What may be published, in order of facility, insurer and day."""
        for key, tally in sorted(self._tallies.items()):
            unanswered = tally.queries - tally.accepted - tally.rejected
            if tally.queries:
                yield (
                    key,
                    publishable(
                        tally.queries,
                        (tally.accepted, tally.rejected, unanswered),
                        (percentile(tally.waits, 50), percentile(tally.waits, 95)),
                    ),
                )

    def _ask(self, message: Message, at: dt.datetime) -> None:
        waits_as = (message.facility, message.insurer, message.control)
        if waits_as in self._waiting:
            self.left_out[_AGAIN] += 1
            return
        self._waiting[waits_as] = at
        self._tally(message, at).queries += 1

    def _answer(self, message: Message, at: dt.datetime) -> None:
        asked = self._waiting.get((message.facility, message.insurer, message.control))
        if asked is None or at < asked:
            self.left_out[_ALONE] += 1
            return
        del self._waiting[message.facility, message.insurer, message.control]
        tally = self._tally(message, asked)
        wait = round((at - asked).total_seconds() * 1000)
        if not message.outcome:
            tally.queries -= 1
            self.left_out[_UNCLEAR] += 1
        elif wait > MOST_MS:
            self.left_out[_LATE] += 1
        else:
            tally.waits.append(wait)
            tally.accepted += message.outcome == "accepted"
            tally.rejected += message.outcome == "rejected"

    def _tally(self, message: Message, asked: dt.datetime) -> _Tally:
        key = (message.facility, message.insurer, asked.date())
        return self._tallies.setdefault(key, _Tally())


def count(messages: Iterable[Message], *, with_tests: bool = False) -> Counts:
    """All messages, in the order of the file."""
    counts = Counts()
    for message in messages:
        counts.add(message, with_tests=with_tests)
    return counts


def percentile(waits: Iterable[int], percent: int) -> int | None:
    """The least wait that so many in a hundred don't exceed, as ``percentile_disc`` gives it."""
    found = sorted(waits)
    return found[ceil(percent * len(found) / 100) - 1] if found else None
