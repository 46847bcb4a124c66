"""Answers on many titles are signed with Ed25519 (RFC 8032), the signature kept apart from them."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_SEED_BYTES = 32
_ID_DIGITS = 16


def sign(content: bytes) -> bytes:
    """The signature, 64 bytes."""
    return _private(settings.TITLE_SIGNING_SEED).sign(content)


def public_key() -> Ed25519PublicKey:
    """What answers of today are verified with."""
    return _private(settings.TITLE_SIGNING_SEED).public_key()


def public_keys() -> tuple[Ed25519PublicKey, ...]:
    """Today's, and those that former answers were signed with."""
    former = filter(None, map(str.strip, settings.TITLE_FORMER_SIGNING_KEYS.split(",")))
    return (public_key(), *(_public(text) for text in former))


def pem(key: Ed25519PublicKey) -> str:
    """As programs take it (RFC 7468, 13)."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def raw_text(key: Ed25519PublicKey) -> str:
    """Its 32 bytes in base64url, as ``TITLE_FORMER_SIGNING_KEYS`` takes them."""
    return base64.urlsafe_b64encode(_raw(key)).decode().rstrip("=")


def key_id(key: Ed25519PublicKey) -> str:
    """A short name for a key: the beginning of its SHA-256."""
    return hashlib.sha256(_raw(key)).hexdigest()[:_ID_DIGITS]


def signer_of(content: bytes, signature: bytes) -> Ed25519PublicKey | None:
    """The site's key by which the content was signed, None where it was by none of them."""
    return next(_signers(content, signature), None)


def _signers(content: bytes, signature: bytes) -> Iterator[Ed25519PublicKey]:
    for key in public_keys():
        try:
            key.verify(signature, content)
        except InvalidSignature:
            continue
        yield key


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


@lru_cache(maxsize=4)
def _private(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_decoded(seed, "TITLE_SIGNING_SEED"))


@lru_cache(maxsize=32)
def _public(text: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(_decoded(text, "TITLE_FORMER_SIGNING_KEYS"))


def _decoded(text: str, name: str) -> bytes:
    """32 bytes in base64url, with or without the signs at its end."""
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(f"{name}: se esperan 32 bytes en base64url.") from error
    if len(found) != _SEED_BYTES:
        raise ImproperlyConfigured(f"{name}: se esperan 32 bytes en base64url.")
    return found
