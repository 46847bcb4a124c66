"""Personal data that a free text may hold: ways to reach somebody, and numbers of documents.

A project's title may name people, as the file's own words; a telephone, an address of e-mail or
the number of a document is nobody's to publish (Ley 29733).
"""

from __future__ import annotations

import re

from django.db import models

# What a text reads where something was taken out of it.
MASK = "[dato personal]"

_NUMBER_SIGN = r"\s*(?:n\s?[°ºo.]{1,2}|nro\.?|num\.?|#)?\s*[:=]?\s*"
_PHONE = r"\(?\+?\d[\d\s().-]{5,16}\d"
_PATTERNS = (
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    # A document by its name; of a taxpayer's number only those of natural persons (10, 15, 17).
    rf"\b(?:d\.?\s?n\.?\s?i\.?|documento(?:\s+(?:nacional\s+)?de\s+identidad)?|"
    rf"carn[eé]\s+de\s+extranjer[ií]a|pasaporte|l\.?\s?e\.){_NUMBER_SIGN}"
    r"(?:[a-z]?\d{7,9}[a-z]?)\b",
    rf"\br\.?\s?u\.?\s?c\.?{_NUMBER_SIGN}1[057]\d{{9}}\b",
    r"(?<!\d)10[0-9]{9}(?!\d)",
    rf"\b(?:tel[eé]f(?:ono)?s?|tlfn?o?|telf?|tel|fono|cel(?:ular(?:es)?)?|m[oó]vil|whats?app|fax|"
    rf"rpm|rpc){_NUMBER_SIGN}\.?{_NUMBER_SIGN}{_PHONE}",
    r"\+\s?51[\s-]*\d[\d\s-]{6,11}\d",
    # A mobile telephone by itself: nine digits that begin with 9.
    r"(?<![\d.,/-])9\d{2}[\s-]?\d{3}[\s-]?\d{3}(?![\d.,/-]*\d)",
)
_PERSONAL = re.compile("|".join(_PATTERNS), re.IGNORECASE)
# Shorter fields hold codes and words of a list.
_SHORTEST = 40
# Nothing personal is written without one of these, which is seen at once: an address, a document's
# digits, a mobile telephone or the country's code; or else a telephone's name beside some digits.
_HINT = re.compile(r"@|\d{3}")
_NUMBER = re.compile(r"@|\+|\d{7}|9\d\d[\s-]?\d{3}[\s-]?\d{3}")
_NAMES = ("tel", "tlf", "fono", "cel", "mov", "móv", "what", "fax", "rpm", "rpc")


def free_texts(model: type[models.Model]) -> list[str]:
    """The names of the fields in which a file may write what it likes."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.URLField)
        and not field.choices
        and not field.name.endswith(("_id", "code"))
        and (field.max_length is None or field.max_length >= _SHORTEST)
    ]


def masked(text: str) -> str:
    """The text with every telephone, e-mail and document number replaced by ``MASK``."""
    return _PERSONAL.sub(MASK, text) if _may_hold_any(text) else text


def _may_hold_any(text: str) -> bool:
    """False only where ``_PERSONAL`` finds nothing; of a national file's texts it is nearly all."""
    if not _HINT.search(text):
        return False
    if _NUMBER.search(text):
        return True
    small = text.lower()
    for name in _NAMES:  # noqa: SIM110 - asked of each text of a national file
        if name in small:
            return True
    return False
