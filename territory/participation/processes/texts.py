"""Texts by numbered paragraphs: as a person types them, and what differs between two versions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

MOST_PARAGRAPHS = 300
LONGEST_PARAGRAPH = 5_000
# Comparing takes the product of the words of both.
_MOST_COMPARED = 1_500

_BLANK_LINES = re.compile(r"\n[ \t]*\n")
_MARK = re.compile(r"\A\[(\d{1,3})\][ \t\n]*")
_WORDS = re.compile(r"\s+|[^\s]+")

Paragraph = dict[str, Any]


@dataclass(frozen=True)
class Piece:
    """A part of a text: ``kind`` is "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Compared:
    """A paragraph in two versions; ``kind`` is "same", "changed", "gone" or "new"."""

    number: int
    kind: str
    pieces: list[Piece]


def paragraphs_of(text: str, highest: int = 0) -> list[Paragraph]:
    """The paragraphs of a typed text, which blank lines part.

    A paragraph that begins with its number in brackets (``[3] …``) keeps it; others get the next
    one after ``highest``, the highest number ever given in this text, and after those typed. Raises
    ValueError, in words for who typed it.
    """
    parts = [part.strip() for part in _BLANK_LINES.split(text.replace("\r\n", "\n"))]
    typed = [_numbered(part) for part in parts if part]
    if not typed:
        raise ValueError("Falta el texto.")
    if len(typed) > MOST_PARAGRAPHS:
        raise ValueError(f"Son {len(typed)} párrafos: se admiten {MOST_PARAGRAPHS}.")
    given = [number for number, _text in typed if number is not None]
    for number in given:
        if given.count(number) > 1:
            raise ValueError(f"El número [{number}] está en dos párrafos.")
    following = max([highest, *given]) + 1
    found: list[Paragraph] = []
    for own, words in typed:
        number = following if own is None else own
        following += own is None
        _check(number, words)
        found.append({"number": number, "text": words})
    return found


def _numbered(part: str) -> tuple[int | None, str]:
    mark = _MARK.match(part)
    return (int(mark[1]), part[mark.end() :]) if mark else (None, part)


def _check(number: int, words: str) -> None:
    if number < 1:
        raise ValueError("Los párrafos se numeran desde [1].")
    if not words:
        raise ValueError(f"El párrafo [{number}] está vacío.")
    if len(words) > LONGEST_PARAGRAPH:
        raise ValueError(
            f"El párrafo [{number}] tiene {len(words)} caracteres: se admiten {LONGEST_PARAGRAPH}."
        )


def typed(paragraphs: Sequence[Paragraph]) -> str:
    """The paragraphs as a person types them, each with its number."""
    return "\n\n".join(f"[{item['number']}] {item['text']}" for item in paragraphs)


def compared(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> list[Compared]:
    """Every paragraph of both versions: in the order of the later one, what is gone at the end."""
    old = {item["number"]: item["text"] for item in before}
    new = {item["number"]: item["text"] for item in after}
    found = [_compared(number, old.get(number), text) for number, text in new.items()]
    gone = [number for number in old if number not in new]
    return [*found, *(Compared(n, "gone", [Piece("gone", old[n])]) for n in gone)]


def changed_numbers(
    before: Sequence[Paragraph], after: Sequence[Paragraph]
) -> dict[str, list[int]]:
    """The numbers of the paragraphs that are "changed", "new" and "gone"; no word is compared."""
    old = {item["number"]: item["text"] for item in before}
    new = {item["number"]: item["text"] for item in after}
    return {
        "changed": [n for n, text in new.items() if n in old and old[n] != text],
        "new": [n for n in new if n not in old],
        "gone": [n for n in old if n not in new],
    }


def _compared(number: int, old: str | None, new: str) -> Compared:
    if old is None:
        return Compared(number, "new", [Piece("new", new)])
    if old == new:
        return Compared(number, "same", [Piece("same", new)])
    return Compared(number, "changed", _pieces(old, new))


def _pieces(old: str, new: str) -> list[Piece]:
    """Word by word, or whole where there are too many words to compare."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(a), len(b)) > _MOST_COMPARED:
        return [Piece("gone", old), Piece("new", new)]
    pieces: list[Piece] = []
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(b[b0:b1])))
            continue
        if a1 > a0:
            pieces.append(Piece("gone", "".join(a[a0:a1])))
        if b1 > b0:
            pieces.append(Piece("new", "".join(b[b0:b1])))
    return pieces
