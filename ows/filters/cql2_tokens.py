"""CQL2 text cut into tokens, each with its position for the error messages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from layers.errors import InvalidFilter

# A polygon of some two thousand vertices; longer ones come as JSON or XML.
MAX_LENGTH = 65_536


class Kind(Enum):
    """What a token is."""

    NAME = auto()
    QUOTED = auto()
    STRING = auto()
    NUMBER = auto()
    SYMBOL = auto()
    END = auto()


@dataclass(frozen=True)
class Token:
    """``text`` is unescaped; ``position`` counts characters from 1."""

    kind: Kind
    text: str
    position: int

    def is_word(self, *words: str) -> bool:
        """Whether this is one of these keywords, in any case."""
        return self.kind is Kind.NAME and self.text.upper() in words

    def is_symbol(self, *symbols: str) -> bool:
        return self.kind is Kind.SYMBOL and self.text in symbols


_NAME = r"(?P<NAME>(?:[^\W\d]|:)[\w.:\u0300-\u036f]*)"
_QUOTED = r'"(?P<QUOTED>(?:[^"]|"")*)"'
# Possessive: where a letter follows, giving digits back can't help, and takes their number squared.
_NUMBER = r"(?P<NUMBER>(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)(?![\w.])"
_SYMBOL = r"(?P<SYMBOL><>|<=|>=|!=|[()=<>,+\-*/^%])"
# OGC 21-065 writes a quote within a text as '' or \'. QGIS doubles each backslash, so \\ is
# one; before any other character it stands for itself.
_CQL2_STRING = r"'(?P<STRING>(?:[^'\\]|''|\\[\s\S])*)'"
_ECQL_STRING = r"'(?P<STRING>(?:[^']|'')*)'"
_REST = "|".join((_NAME, _QUOTED, _NUMBER, _SYMBOL))
_CQL2 = re.compile(rf"\s*(?:{_CQL2_STRING}|{_REST})")
_ECQL = re.compile(rf"\s*(?:{_ECQL_STRING}|{_REST})")
_SPACE = re.compile(r"\s*")
_ESCAPE = re.compile(r"''|\\(['\\])")


def tokens(text: str, *, ecql: bool) -> list[Token]:
    """The tokens of ``text``, an END last; in ECQL a backslash is a plain character."""
    if len(text) > MAX_LENGTH:
        raise InvalidFilter(f"El filtro tiene más de {MAX_LENGTH} caracteres.")
    pattern = _ECQL if ecql else _CQL2
    found: list[Token] = []
    place = 0
    while match := pattern.match(text, place):
        kind = str(match.lastgroup)
        opening = 1 if kind in ("STRING", "QUOTED") else 0
        position = match.start(kind) - opening + 1
        found.append(Token(Kind[kind], _unescaped(kind, match[kind], ecql), position))
        place = match.end()
    rest = _space_end(text, place)
    if rest < len(text):
        raise InvalidFilter(_complaint(text, rest), position=rest + 1)
    return [*found, Token(Kind.END, "", len(text) + 1)]


def _space_end(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _unescaped(kind: str, written: str, ecql: bool) -> str:
    if kind == "QUOTED":
        return written.replace('""', '"')
    if kind != "STRING":
        return written
    if ecql:
        return written.replace("''", "'")
    return _ESCAPE.sub(lambda match: match[1] or "'", written)


def _complaint(text: str, place: int) -> str:
    character = text[place]
    if character in "'\"":
        return "Falta cerrar la comilla."
    if character.isdigit():
        return "El número está mal escrito."
    return f"El carácter «{character if character.isprintable() else '�'}» no se esperaba."
