"""A title's public identifier, written one way whoever writes it, and its keyed hash.

HMAC (RFC 2104) with SHA-256: who has the table and not the key can't try numbers against it, though
these are few and follow one another.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from functools import lru_cache

from territory.names import bare_name, fold
from territory.titles.keys import Key

FIRST_YEAR = 1900
_CODE_DIGITS = 7
_WHOLE = re.compile(r"([0-9]{1,7})(?:\.0+)?")
_VERSION = b"titulo-1"
_NUMBER_SIGN = re.compile(r"n(?:ro|umero|um|o)?[\s.:°#]*(?=[0-9])")
_NOT_OF_NUMBER = re.compile(r"[^0-9a-z]+")
# What programmes are preceded by, or not.
_PREFIXES = (
    "carreraprofesionalde",
    "carreratecnicade",
    "carrerade",
    "programadeestudiosde",
    "programadeestudios",
    "programade",
    "especialidadde",
    "opcionocupacionalde",
)


@dataclass(frozen=True)
class Identifier:
    """What a title is known by in public, each part in its one form; make it with ``identifier``.

    ``institution`` is a modular code of seven digits, ``programme`` letters and digits alone,
    ``year`` that of registration at the ministry, ``number`` the title's number or public code.
    """

    institution: str
    programme: str
    year: int
    number: str


def identifier(institution: str, programme: str, year: int, number: str) -> Identifier:
    """The identifier of what somebody wrote.

    Raises ValueError, whose argument names the part that can't be one.
    """
    code = institution_code(institution)
    name, digits = programme_key(programme), number_key(number)
    parts = {"institution": code, "programme": name, "year": year, "number": digits}
    for part, value in parts.items():
        if not value:
            raise ValueError(part)
    if not FIRST_YEAR <= year <= 9999:
        raise ValueError("year")
    return Identifier(code, name, year, digits)


@lru_cache(maxsize=4096)
def institution_code(text: str) -> str:
    """A modular code with the zeros that spreadsheets drop: ``344556.0`` → 0344556; "" if none."""
    found = _WHOLE.fullmatch(text.strip())
    return found[1].zfill(_CODE_DIGITS) if found and int(found[1]) else ""


@lru_cache(maxsize=4096)
def programme_key(text: str) -> str:
    """Without accents, case, punctuation and what many write before it."""
    name = bare_name(text)
    prefix = next((one for one in _PREFIXES if name.startswith(one)), "")
    return name[len(prefix) :] or name


def number_key(text: str) -> str:
    """``N° 000123-A`` → 123a: letters and digits, without the zeros that a spreadsheet drops."""
    folded = fold(text)
    sign = _NUMBER_SIGN.match(folded)
    bare = _NOT_OF_NUMBER.sub("", folded[sign.end() :] if sign else folded)
    if bare.isdigit() and folded.endswith(".0"):
        bare = bare[:-1]
    return bare.lstrip("0")


def digest(key: Key, title: Identifier) -> bytes:
    """The keyed hash, 32 bytes."""
    parts = (title.institution, title.programme, str(title.year), title.number)
    # Each with its length: no two lists of parts make the same bytes.
    message = b"".join(b"%d:%b," % (len(part), part) for part in map(str.encode, parts))
    return hmac.digest(key.secret, _VERSION + message, "sha256")


def bucket_of(hash_: bytes) -> int:
    """The first two bytes of a hash, by which those that may be equal are found."""
    return int.from_bytes(hash_[:2])
