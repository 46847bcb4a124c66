"""The bytes that are signed and hashed: RFC 8785, of texts in ASCII, whole numbers and null."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Any

SIGNATURE_BYTES, KEY_BYTES = 64, 32
# What the first link follows.
NOTHING_BEFORE = "0" * 64
_CONTENT = b"acreditacion.contenido.1\n"
_NONCE = b"acreditacion.nonce.1\n"
NONCE_BYTES = 16


def canonical(document: Mapping[str, Any]) -> bytes:
    """The document's only spelling: sorted names, no blanks."""
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode("ascii")


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of the document's bytes, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def content_hash(nonce: bytes, message: bytes) -> str:
    """What stands for a message, of which only who has the nonce can say that it is this one."""
    _check(nonce)
    return hashlib.sha256(_CONTENT + nonce + message).hexdigest()


def nonce_hash(nonce: bytes) -> str:
    """What stands for a nonce, by which it is seen that one is used again."""
    _check(nonce)
    return hashlib.sha256(_NONCE + nonce).hexdigest()


def encoded(raw: bytes) -> str:
    """Base64url without the signs at its end (RFC 4648, 5)."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(text: str, size: int) -> bytes:
    """So many bytes of base64url in their only spelling; raises ValueError."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("No base64url.") from error
    if len(raw) != size or encoded(raw) != text:
        raise ValueError("Another size, or spelling.")
    return raw


def _check(nonce: bytes) -> None:
    if len(nonce) != NONCE_BYTES:
        raise ValueError(f"A nonce has {NONCE_BYTES} bytes.")
