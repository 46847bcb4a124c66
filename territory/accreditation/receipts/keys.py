"""Public keys of facilities and insurers: which may be registered, and what they sign."""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from territory.accreditation.receipts.canonical import KEY_BYTES, SIGNATURE_BYTES, decoded

KEY_ID_LENGTH = 16
# By a point of small order anybody signs anything. Without the sign bit, in both their spellings.
_SMALL_ORDER = frozenset(
    bytes.fromhex(text)
    for text in (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    )
)


def raw_key(text: str) -> bytes:
    """The 32 bytes of a key in base64url; raises ValueError where it is none to be trusted."""
    raw = decoded(text, KEY_BYTES)
    if raw[:-1] + bytes([raw[-1] & 0x7F]) in _SMALL_ORDER:
        raise ValueError("A key of small order.")
    return raw


def key_id(raw: bytes) -> str:
    """A short name for a key: the beginning of its SHA-256."""
    return hashlib.sha256(raw).hexdigest()[:KEY_ID_LENGTH]


def has_signed(raw: bytes, signature: str, content: bytes) -> bool:
    """Whether the signature (base64url) of the content is of the key."""
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(decoded(signature, SIGNATURE_BYTES), content)
    except (InvalidSignature, ValueError):
        return False
    return True
