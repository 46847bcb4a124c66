"""A place in a list of tokens, and what a parser does there."""

from __future__ import annotations

import math
from contextlib import AbstractContextManager
from typing import NoReturn

from layers.errors import InvalidFilter
from layers.filters.budget import MAX_WRITTEN, Budget
from layers.filters.literals import shown
from ows.filters.cql2_tokens import Kind, Token

# A longer integer is read as a float.
_MAX_DIGITS = 100


class TokenReader:
    """Reads tokens one by one, within the limits of a filter's size and depth."""

    def __init__(self, found: list[Token]) -> None:
        self._found = found
        self._next = 0
        self._budget = Budget(MAX_WRITTEN)

    @property
    def token(self) -> Token:
        """The token to be read next."""
        return self._found[self._next]

    @property
    def is_call(self) -> bool:
        """Whether a name and its opening parenthesis come next."""
        if self.token.kind is not Kind.NAME:
            return False
        return self._found[self._next + 1].is_symbol("(")

    def skip(self, number: int = 1) -> None:
        """Go on; the last token, END, is never passed."""
        self._next = min(self._next + number, len(self._found) - 1)

    def take_word(self, word: str) -> bool:
        """Go on if this keyword comes next."""
        return self._take(self.token.is_word(word))

    def take_symbol(self, symbol: str) -> bool:
        """Go on if this symbol comes next."""
        return self._take(self.token.is_symbol(symbol))

    def need_symbol(self, symbol: str) -> None:
        """Go on beyond this symbol, which must come next."""
        if not self.take_symbol(symbol):
            self.expected(f"«{symbol}»")

    def number(self) -> int | float:
        """A number without its sign; an integer stays one."""
        token = self.token
        if token.kind is not Kind.NUMBER:
            self.expected("un número")
        self.skip()
        if token.text.isdigit() and len(token.text) <= _MAX_DIGITS:
            return int(token.text)
        value = float(token.text)
        if not math.isfinite(value):
            self.fail("El número es demasiado grande.", token)
        return value

    def signed_number(self) -> int | float:
        """A number with or without a sign."""
        if self.take_symbol("-"):
            return -self.number()
        self.take_symbol("+")
        return self.number()

    def expected(self, what: str) -> NoReturn:
        """Raise InvalidFilter: ``what`` should come next."""
        token = self.token
        found = "el final" if token.kind is Kind.END else f"«{shown(token.text)}»"
        self.fail(f"Se esperaba {what} y se encontró {found}.", token)

    def fail(self, message: str, token: Token) -> NoReturn:
        """Raise InvalidFilter with the token's position."""
        raise InvalidFilter(message, position=token.position)

    def spend(self) -> None:
        """Count one element of the filter."""
        self._budget.spend(position=self.token.position)

    def level(self) -> AbstractContextManager[None]:
        """One level deeper for as long as the block runs."""
        return self._budget.level(position=self.token.position)

    def _take(self, fits: bool) -> bool:
        if fits:
            self.skip()
        return fits
