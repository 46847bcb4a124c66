"""One policy for the text of every format: mended where that is certain, else known as unreadable.

A cell passes through ``mend``, which puts back letters that a wrong code page took apart, and
``clean``, which takes away what nobody sees. What neither can read stays in the text, and
``unreadable`` finds it: the value is left out then, never published without its letters.
"""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import product

# Stands where the name of a thing can't be read.
ILLEGIBLE_NAME = "(nombre ilegible en la fuente)"

# What a font may show for bytes of UTF-8 that were read in another code page. Letters of Latin
# script and the signs of ordinary writing: nothing else is ever written in these files. Control
# codes are here for what was misread twice, which is them in between.
_LETTERS = "".join(map(chr, range(0x80, 0x100))) + "–—‘’“”•…€™ŠšŽžŒœ"
_CODE_PAGES = ("latin-1", "cp1252", "cp850", "cp437", "mac_roman")
# A text may have been misread more than once.
_ROUNDS = 3

# UTF-8 read as Windows-1252 and treated as text then: INGEMMET's cadastre replaced the lead byte,
# "Ã", by "í", ATU's list of stops made it small, "ã". What Windows-1252 doesn't assign kept its
# code: FÁTIMA is "F\u00ed\x81TIMA" there, Marcará "Marcar\u00e3\x81".
_LEAD = re.compile("([\u00ed\u00e3])([\x80-\x9f])")
# Windows-1252's punctuation left as control codes; its letters might as well be DOS's or a Mac's.
_PUNCTUATION = dict(zip("\x80\x84\x85\x91\x92\x93\x94\x95\x96\x97\x99", "€„…‘’“”•–—™", strict=True))
_CONTROL = re.compile("[\x80-\x9f]")
# D'Onofrio, O'Higgins: after a lone capital an apostrophe is all that it can be.
_APOSTROPHE = re.compile("(?<![^\\W_])[DLO]\x92(?=[^\\W\\d_])")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,5}|#[xX][0-9a-fA-F]{2,4});")

# Format characters (category Cf), variation selectors and the zero-width joiner of graphemes.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_PADDING = "\0"
# Not in a line of writing; tabs and ends of line are spaces.
_NO_CHARACTER = frozenset({"Cc", "Cs", "Co", "Cn"})
_BLANKS = "\t\n\v\f\r"


def _misreadings() -> dict[str, str]:
    """What each letter looks like when its UTF-8 is read in a code page → the letter."""
    found: dict[str, str] = {}
    for letter in _LETTERS:
        shown = [_shown(byte) for byte in letter.encode()]
        for page in range(len(_CODE_PAGES)):
            # Windows-1252 and latin-1 mix: what the first doesn't assign is read as the second.
            bytes_shown = [{each[page]} | ({each[0]} if page == 1 else set()) for each in shown]
            for parts in product(*bytes_shown):
                found.setdefault("".join(parts), letter)
    return found


def _shown(byte: int) -> list[str]:
    data = bytes([byte])
    return [data.decode(page, "ignore") or data.decode("latin-1") for page in _CODE_PAGES]


_MISREAD = _misreadings()
_MISREAD_TEXT = re.compile("|".join(map(re.escape, sorted(_MISREAD, key=len, reverse=True))))
_SUSPECT = re.compile("[^\x00-\x7f]|&")


def mend(raw: str) -> str:
    """The text with what is certain put back; what a person sees as it was is left alone.

    UTF-8 that was read in another code page ("NIÃ‘OS", "NI├æOS"), once or more often, entities
    of HTML ("NI&Ntilde;OS"), and the punctuation of Windows-1252 that became control codes.
    """
    if not _SUSPECT.search(raw):
        return raw
    text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), raw)
    for _ in range(_ROUNDS):
        again = _MISREAD_TEXT.sub(lambda found: _MISREAD[found[0]], text)
        if again == text:
            break
        text = again
    if _CONTROL.search(text):
        text = _LEAD.sub(_letter_of, text)
        text = _APOSTROPHE.sub(lambda found: found[0][:-1] + "’", text)
        text = _CONTROL.sub(_punctuation, text)
    return text


def _letter_of(found: re.Match[str]) -> str:
    letter = bytes([0xC3, ord(found[2])]).decode()
    return letter.lower() if found[1] == "ã" else letter


def _punctuation(found: re.Match[str]) -> str:
    """The sign, but for one between two letters, where it would have been a letter itself."""
    text, at = found.string, found.start()
    if text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha():
        return found[0]
    return _PUNCTUATION.get(found[0], found[0])


def clean(text: str) -> str:
    """Without what nobody sees: NFC, plain spaces, no soft hyphen, mark of byte order or padding.

    A NUL pads the end of a field in dBase and C; anywhere else it is no padding.
    """
    text = text.rstrip(_PADDING)
    if text.isascii():
        return text
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", text)


def unreadable(text: str) -> str:
    """The first character that is none of a text's, "" where all can be read."""
    if text.isprintable() and "\N{REPLACEMENT CHARACTER}" not in text:
        return ""
    for char in text:
        if char in _BLANKS:
            continue
        if char == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(char) in _NO_CHARACTER:
            return char
    return ""
