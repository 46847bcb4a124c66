"""X12 messages of accreditation (270: query, 271: answer), read one after another.

Of a message the envelope and the outcome are taken. The segments of the insured person are passed
over as bytes: they are never split, decoded or kept.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from layers.reading.results import SourceError

_BLOCK = 1 << 16
# An interchange's first segment is as long everywhere, and its characters say how the rest is cut.
_ISA_BYTES, _ISA_SEPARATOR, _ISA_END = 106, 3, 105
_ISA_ELEMENTS = 17
_MOST_SEGMENT = 1 << 16
_BLANK = b" \r\n\t"
_READ = (b"GS", b"ST", b"SE", b"AAA", b"EB")
# Of EB01: the coverage is active in some form, or it isn't there.
_COVERED, _NOT_COVERED = frozenset("12345"), frozenset("678")
_FACILITY, _INSURER = re.compile(r"[0-9]{8}"), re.compile(r"[0-9]{5}")
_CLOCK = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})?([0-9]{2})?")

Segment = tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """A message without whom it is of. ``number`` is its place in the file, from 1.

    ``control`` is its control number (ST02), which an answer repeats. ``outcome`` is an answer's
    ("accepted", "rejected"), empty where it says neither. ``fault`` says why it can't be counted.
    """

    number: int
    kind: str
    facility: str
    insurer: str
    at: dt.datetime | None
    control: str
    is_test: bool
    outcome: str = ""
    fault: str = ""


@dataclass(frozen=True)
class _Envelope:
    sender: str = ""
    receiver: str = ""
    is_test: bool = False
    at: dt.datetime | None = None


def messages(stream: BinaryIO) -> Iterator[Message]:
    """Every 270 and 271 of a file of interchanges; raises SourceError where it is none."""
    around, open_message, number = _Envelope(), None, 0
    for name, parts in segments(stream):
        if name == "ISA":
            around = _Envelope(parts[6], parts[8], parts[15] == "T")
        elif name == "GS":
            around = replace(around, at=_instant(parts))
        elif name == "ST":
            if open_message is not None:
                yield replace(open_message, fault="no termina (falta SE)")
            number += 1
            open_message = _begun(number, parts, around)
        elif name == "SE":
            if open_message is not None:
                yield open_message
            open_message = None
        elif open_message is not None and open_message.kind == "271":
            open_message = _with_outcome(open_message, name, parts)
    if open_message is not None:
        yield replace(open_message, fault="no termina (falta SE)")


def segments(stream: BinaryIO) -> Iterator[tuple[str, Segment]]:
    """The segments that are read, with their elements, in the order of the file."""
    file = _Held(stream)
    separator, end = b"", b""
    while file.fill():
        if file.held.startswith(b"ISA"):
            text = file.take(_ISA_BYTES)
            separator, end = text[_ISA_SEPARATOR : _ISA_SEPARATOR + 1], text[_ISA_END:]
            parts = _elements(text[:_ISA_END], separator)
            if len(parts) != _ISA_ELEMENTS or separator.isalnum() or end.isalnum():
                raise SourceError("El segmento ISA no es de un mensaje X12.")
            yield "ISA", parts
            continue
        if not end:
            raise SourceError("El archivo no es de mensajes X12: no empieza con ISA.")
        segment = file.take_to(end)
        name = segment.partition(separator)[0].strip()
        if name in _READ:
            yield name.decode("latin-1"), _elements(segment, separator)


class _Held:
    """What of a stream was read and not yet taken; never more than a segment and a block."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.held = b""

    def fill(self) -> bool:
        """Have enough to know whether an interchange begins; False at the end of the file."""
        self.held = self.held.lstrip(_BLANK)
        while len(self.held) < _ISA_BYTES and self._read():
            self.held = self.held.lstrip(_BLANK)
        return bool(self.held)

    def take(self, size: int) -> bytes:
        """The next bytes; raises SourceError where the file has fewer."""
        if len(self.held) < size:
            raise SourceError("El archivo termina dentro de un segmento ISA.")
        taken, self.held = self.held[:size], self.held[size:]
        return taken

    def take_to(self, end: bytes) -> bytes:
        """What comes before ``end``; raises SourceError where that isn't near."""
        while True:
            taken, found, rest = self.held.partition(end)
            if len(taken) > _MOST_SEGMENT:
                raise SourceError("Un segmento es más largo de lo que un mensaje puede tener.")
            if found:
                self.held = rest
                return taken
            if not self._read():
                raise SourceError("El archivo termina dentro de un segmento.")

    def _read(self) -> bool:
        block = self._stream.read(_BLOCK)
        self.held += block
        return bool(block)


def _elements(segment: bytes, separator: bytes) -> Segment:
    return tuple(part.decode("latin-1").strip() for part in segment.split(separator))


def _begun(number: int, parts: Segment, around: _Envelope) -> Message:
    kind = _part(parts, 1)
    asks = kind == "270"
    facility, insurer = (
        (around.sender, around.receiver) if asks else (around.receiver, around.sender)
    )
    found = Message(
        number, kind, facility, insurer, around.at, _part(parts, 2), is_test=around.is_test
    )
    if kind not in ("270", "271"):
        return replace(found, fault="no es 270 ni 271")
    if not _FACILITY.fullmatch(facility) or not _INSURER.fullmatch(insurer):
        return replace(found, fault="no es de una IPRESS (8 dígitos) y una IAFAS (5 dígitos)")
    if around.at is None:
        return replace(found, fault="su fecha u hora (GS) no lo son")
    if not found.control:
        return replace(found, fault="no tiene número de control (ST02)")
    return found


def _with_outcome(message: Message, name: str, parts: Segment) -> Message:
    """What a segment of an answer says: a rejection outweighs whatever else is said."""
    code = _part(parts, 1)
    if name == "AAA" or (name == "EB" and code in _NOT_COVERED and not message.outcome):
        return replace(message, outcome="rejected")
    if name == "EB" and code in _COVERED and not message.outcome:
        return replace(message, outcome="accepted")
    return message


def _instant(parts: Segment) -> dt.datetime | None:
    day, clock = _part(parts, 4), _CLOCK.fullmatch(_part(parts, 5))
    if clock is None:
        return None
    hour, minute, second, hundredths = (int(part or 0) for part in clock.groups())
    try:
        start = dt.datetime.strptime(day, "%Y%m%d")  # noqa: DTZ007
        return start.replace(
            hour=hour, minute=minute, second=second, microsecond=hundredths * 10_000
        )
    except ValueError:
        return None


def _part(parts: Segment, at: int) -> str:
    return parts[at] if at < len(parts) else ""
