"""Addresses of e-mail as they are kept: a keyed digest to know one again, and sealed.

Both keys come of the site's ``SECRET_KEY``, which the database hasn't got. OpenPGP's symmetric
encryption (RFC 4880) is PostgreSQL's own (pgcrypto).
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db.models import BinaryField, F, Func, TextField, Value
from django.utils.crypto import salted_hmac

# RFC 5321 §4.5.3.1.3: a path of 256 octets with its angle brackets.
MAX_LETTERS = 254
_VALID = EmailValidator()
_DIGEST, _SEAL = "territory.mail-address", "territory.mail-seal"


def read_address(text: str) -> str:
    """The address that somebody typed; empty where it is none."""
    address = text.strip()
    try:
        _VALID(address)
    except ValidationError:
        return ""
    return address if len(address) <= MAX_LETTERS and address.isascii() else ""


def key_of(address: str) -> str:
    """64 hexadecimal digits, the same for an address however its letters are cased."""
    return salted_hmac(_DIGEST, address.lower(), algorithm="sha256").hexdigest()


def sealed(address: str) -> Func:
    """An expression that writes the address encrypted."""
    return Func(
        Value(address),
        Value(_key()),
        Value("cipher-algo=aes256"),
        function="pgp_sym_encrypt",
        output_field=BinaryField(),
    )


def opened() -> Func:
    """An expression that reads what ``sealed`` wrote in the column of that name."""
    return Func(F("sealed"), Value(_key()), function="pgp_sym_decrypt", output_field=TextField())


def seal_name() -> str:
    """Names the present key without giving it away: with another ``SECRET_KEY`` it is another."""
    return salted_hmac(_SEAL, "name", algorithm="sha256").hexdigest()[:8]


def _key() -> str:
    return salted_hmac(_SEAL, "", algorithm="sha256").hexdigest()
