"""What a person typed, as each way of finding needs it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from territory.models.searched import Code
from territory.names import fold

MAX_TEXT = 100
# A name costs one reading of an index for each word, and a word below three letters has no
# trigram, so that every name would have to be read.
MAX_WORDS = 6
MIN_WORD = 3
MIN_CODE_BEGINNING = 2
MIN_RESEMBLING = 4

# What folded names are made of; PostgreSQL finds no trigram in anything else.
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Asked:
    """``text`` as typed, ``name`` folded as names are compared, ``words`` those worth finding."""

    text: str
    name: str
    words: tuple[str, ...]

    @property
    def is_number(self) -> bool:
        return re.fullmatch(r"[0-9]+", self.text) is not None

    def may_be(self, code: Code) -> bool:
        return self.is_number if code.numeric else re.fullmatch(r"\S+", self.text) is not None

    @property
    def begins_code(self) -> bool:
        return len(self.text) >= MIN_CODE_BEGINNING

    @property
    def may_be_name(self) -> bool:
        return bool(self.words)

    @property
    def may_be_misspelt(self) -> bool:
        """Of digits a likeness means nothing."""
        return len(self.name) >= MIN_RESEMBLING and any(char.isalpha() for char in self.name)

    def spellings(self, code: Code) -> list[str]:
        """The exact codes that may be meant: ``"257048"`` → also ``"0257048"``, of 7 digits."""
        found = {self.text, self.text.upper()}
        if self.is_number:
            found.add(self.text.zfill(code.digits))
        return sorted(found)


def read_query(text: str) -> Asked:
    """Cut to ``MAX_TEXT`` characters and without NUL, which PostgreSQL doesn't take."""
    text = unicodedata.normalize("NFC", text[: 4 * MAX_TEXT])
    text = text.replace("\0", "").strip()[:MAX_TEXT].strip()
    name = fold(text)
    words = dict.fromkeys(word for word in _WORD.findall(name) if len(word) >= MIN_WORD)
    return Asked(text, name, tuple(words)[:MAX_WORDS])
