"""The code by which somebody without an account finds their contribution again.

The database holds a keyed digest of it alone, so neither a copy of it nor an administrator gives
a code away.
"""

from __future__ import annotations

import re
import secrets

from django.utils.crypto import salted_hmac

# Crockford's base 32: nothing that is read for something else. 26 of them are 130 bits.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 26
_READ_AS = str.maketrans({"o": "0", "i": "1", "l": "1", "-": "", " ": ""})
_CODE = re.compile(f"[{_ALPHABET}]{{{_LENGTH}}}", re.ASCII)
_SALT = "territory.contribution-code"


def new_code() -> str:
    """A random one."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def read_code(text: str) -> str:
    """The code that a person typed, in any case and grouping; empty where it can't be one."""
    code = text.strip().lower().translate(_READ_AS)
    return code if _CODE.fullmatch(code) else ""


def digest_of(code: str) -> str:
    """What is stored of a code: 64 hexadecimal digits."""
    return salted_hmac(_SALT, code, algorithm="sha256").hexdigest()
