"""What an answer holds once its Content-Encoding is taken off (RFC 9110, 8.4.1)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from email.message import Message

from layers.remote.policy import Policy, RemoteError, Unreachable, too_large

_PIECE = 1 << 16
_PLAIN = ("identity", "")
# To zlib: gzip or zlib, whichever it is by its first bytes.
_EITHER = 47
_WBITS = {"gzip": _EITHER, "x-gzip": _EITHER, "deflate": zlib.MAX_WBITS}
_DAMAGED = "La descarga llegó dañada."
_FOLLOWED = (
    "La descarga llegó dañada: detrás del contenido comprimido vienen bytes que no son parte de él."
)


def decoded(blocks: Iterator[bytes], headers: Message, policy: Policy) -> Iterator[bytes]:
    """The content without a coding that nobody asked for, counted as it comes out.

    Raises RemoteError: an unknown coding, damaged, cut, followed by something else, or more than
    the policy's ``max_bytes``, as it comes or as it comes out.
    """
    coding = headers.get("Content-Encoding", "identity").strip().lower()
    pieces = _counted(blocks, policy)
    if coding in _WBITS:
        pieces = _counted(_unpacked(pieces, _WBITS[coding]), policy)
    elif coding not in _PLAIN:
        raise RemoteError("El servidor envió el archivo en una codificación desconocida.")
    return pieces


def _counted(pieces: Iterator[bytes], policy: Policy) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > policy.max_bytes:
            raise too_large(policy)
        if piece:
            yield piece


def _unpacked(blocks: Iterator[bytes], wbits: int) -> Iterator[bytes]:
    """What every member holds: of gzip there may be several in a row (RFC 1952, 2.2)."""
    number = size = 0
    member = None  # the one of which not all has come
    for block in blocks:
        rest = block
        while rest:
            if member is None:
                if number:
                    # Zeros that fill up a last block belong to nothing, as ``gzip`` has it.
                    rest = rest.lstrip(b"\0")
                    if not rest:
                        break
                    if wbits != _EITHER:
                        raise RemoteError(_FOLLOWED)
                member = zlib.decompressobj(wbits=wbits)
                number, size = number + 1, 0
            try:
                piece = member.decompress(rest, _PIECE)
            except zlib.error as error:
                raise RemoteError(_FOLLOWED if number > 1 and not size else _DAMAGED) from error
            size += len(piece)
            if member.eof:
                rest, member = member.unused_data, None
            else:
                rest = member.unconsumed_tail
            yield piece
    if member is not None:
        raise Unreachable("La descarga se cortó.")
