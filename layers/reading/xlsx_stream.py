"""The elements of a large part of a workbook, one at a time, whatever the part's size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO, cast

from lxml import etree

from layers.reading.results import SourceError

# The declaration of an encoding whose bytes aren't those of UTF-8 (XML 1.0, 4.3.3).
_OTHER_ENCODING = re.compile(
    rb"""\A(?:\xff\xfe|\xfe\xff|\0|<\0|\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8|us-ascii))""",
    re.IGNORECASE,
)
# What stands between two of the elements, or in one of them, takes no more.
MAX_BYTES = 8_000_000


def elements(
    part: IO[bytes],
    name: str,
    block_bytes: int,
    sieve: Callable[[bytes], bytes] = lambda block: block,
    end: str = "",
) -> Iterator[etree._Element]:
    """Those called ``name``, in any namespace, until the element ``end`` ends.

    Each is there until the next is asked for. ``sieve`` may thin out what is parsed: it is given
    blocks that end where an element does. Raises SourceError, etree.XMLSyntaxError.
    """
    tags = [f"{{*}}{each}" for each in (name, end) if each]
    parser = etree.XMLPullParser(("end",), tag=tags, resolve_entities=False, no_network=True)
    since, is_thinned, is_checked = 0, False, False
    for number, block in enumerate(_blocks(part, b"/" + name.encode() + b">", block_bytes)):
        if not number:
            is_thinned = not _OTHER_ENCODING.match(block)
        parser.feed(sieve(block) if is_thinned else block)
        since += len(block)
        for _event, found in parser.read_events():
            element = cast("etree._Element", found)  # noqa: SLF001
            if not is_checked:
                _refuse_declarations(element)
                is_checked = True
            if etree.QName(element).localname == end:
                return
            since = 0
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
        if since > MAX_BYTES:
            raise SourceError("Una hoja del libro tiene una fila más larga que ninguna tabla.")
    parser.close()


def _blocks(part: IO[bytes], mark: bytes, size: int) -> Iterator[bytes]:
    """The part's bytes, cut after ``mark`` where it is there."""
    kept = b""
    while block := part.read(size):
        at = block.rfind(mark)
        if at < 0:
            yield kept + block
            kept = b""
            continue
        cut = at + len(mark)
        yield kept + block[:cut]
        kept = block[cut:]
    if kept:
        yield kept


def _refuse_declarations(element: etree._Element) -> None:
    """A part has no DTD (ECMA-376 Part 2, 6.5.1): it would be for entities that grow."""
    if element.getroottree().docinfo.doctype:  # type: ignore[attr-defined]
        raise SourceError("El libro declara entidades de XML: no es de una hoja de cálculo.")
