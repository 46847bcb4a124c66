"""Places where victims are protected: that they exist may be said, where they lie may not."""

from __future__ import annotations

import re

from territory.names import fold

_REFUGE = re.compile(
    r"\b(?:hogar(?:es)? de (?:refugio|acogida)|hogar(?:es)? refugio|"
    r"casas? (?:de )?(?:refugio|acogida)|"
    r"(?:albergues?|refugios?|centros? de (?:acogida|atencion residencial)|residencias?)\b"
    r"[^.;]{0,60}\b(?:victimas?|trata|violencia|explotacion|agraviad[oa]s)|"
    r"refugios? temporal(?:es)?)\b"
)
# One of these is in whatever the other finds, however it is accented.
HINT = "refu|acog|ctima|trata|violen|explotac|agravia"
_HINT = re.compile(HINT)


def names_refuge(text: str) -> bool:
    """Whether a text names such a place."""
    if text.isascii() and not _HINT.search(text.lower()):
        return False
    return bool(_REFUGE.search(fold(text)))
