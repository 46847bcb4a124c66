"""GML 3.2 documents around the rows of ``layers.encodings.gml32`` (WFS 2.0 §11.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from xml.sax.saxutils import quoteattr

from layers.encodings.gml32 import finished
from ows.responses import Chunks

WFS = "http://www.opengis.net/wfs/2.0"
GML = "http://www.opengis.net/gml/3.2"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

# The application schema's. It names, it locates nothing: the site's address is the operator's.
NAMESPACE = "urn:x-territorio-abierto:ta:1"
PREFIX = "ta"

_NAMESPACES = {"wfs": WFS, "gml": GML, PREFIX: NAMESPACE, "xsi": XSI}
_DECLARATIONS = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

# So many that finishing them costs little, so few that the first byte comes at once.
_ROWS_AT_ONCE = 128

_MEMBER, _MEMBER_END = b"<wfs:member>", b"</wfs:member>"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Head:
    """What a collection tells before its members; ``schema_location`` as xsi writes it."""

    number_matched: int
    number_returned: int
    schema_location: str
    next: str | None = None
    previous: str | None = None
    time_stamp: str = field(default_factory=_now)


class Collection:
    """The bytes of a wfs:FeatureCollection, or another ``element`` of members.

    ``rows`` are members as the encoding writes them; None where the answer has none.
    """

    def __init__(
        self, head: Head, rows: Chunks | None, *, element: str = "FeatureCollection"
    ) -> None:
        self._head = head
        self._rows = rows
        self._element = element

    def __iter__(self) -> Iterator[bytes]:
        yield self._start()
        rows = iter(self._rows or ())
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            yield finished(some)
        yield f"</wfs:{self._element}>\n".encode()

    def close(self) -> None:
        """Give the connection back."""
        if self._rows is not None:
            self._rows.close()

    def _start(self) -> bytes:
        head = self._head
        attributes = {
            "timeStamp": head.time_stamp,
            "numberMatched": str(head.number_matched),
            "numberReturned": str(head.number_returned),
            "next": head.next,
            "previous": head.previous,
            "xsi:schemaLocation": head.schema_location,
        }
        written = "".join(f" {k}={quoteattr(v)}" for k, v in attributes.items() if v is not None)
        return f"{_XML}<wfs:{self._element}{_DECLARATIONS}{written}>\n".encode()


def bare_feature(member: bytes, schema_location: str) -> bytes:
    """A document whose root is the one feature of ``member``, a row of the encoding."""
    feature = finished([member]).removeprefix(_MEMBER).removesuffix(_MEMBER_END)
    name, _, rest = feature.partition(b" ")
    location = f" xsi:schemaLocation={quoteattr(schema_location)} "
    return _XML.encode() + name + (_DECLARATIONS + location).encode() + rest
