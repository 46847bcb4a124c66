"""AND, OR, NOT and parentheses of CQL2 text, read without recursion.

QGIS opens a parenthesis for each term of a chain: ``(((a OR b) OR c) OR d)``. That is a list,
not depth, so a parenthesis costs no level; what is left of nesting once chains of one operator
are flat is bounded by ``whole``.
"""

from __future__ import annotations

from typing import Any

from layers.filters.chains import check_depth, joined
from ows.filters.cql2_tokens import Kind
from ows.filters.wkt import GeometryReader


class _Group:
    """What a parenthesis holds so far: alternatives, the last of them still being read."""

    def __init__(self) -> None:
        self._closed: list[Any] = []
        self._factors: list[Any] = []
        self._negations = 0

    def negate(self) -> None:
        """The next factor is negated."""
        self._negations += 1

    def add(self, factor: Any) -> None:
        for _ in range(self._negations):
            factor = {"op": "not", "args": [factor]}
        self._negations = 0
        self._factors.append(factor)

    def close_term(self) -> None:
        """An OR was read, or the end."""
        self._closed.append(joined("and", self._factors))
        self._factors = []

    def tree(self) -> Any:
        self.close_term()
        return joined("or", self._closed)


class LogicReader(GeometryReader):
    """Reads conditions and what joins them; a subclass reads the predicates."""

    def predicate(self) -> Any:
        """A condition without AND, OR, NOT."""
        raise NotImplementedError

    def predicate_of(self, left: Any) -> Any:
        """A condition whose first operand was read."""
        raise NotImplementedError

    def whole(self) -> Any:
        """The tree of the text; raises InvalidFilter."""
        tree = self._condition()
        if self.token.kind is not Kind.END:
            self.expected("AND, OR o el final")
        check_depth(tree)
        return tree

    def _condition(self) -> Any:
        groups = [_Group()]
        while True:
            self.spend()
            if self.take_word("NOT"):
                groups[-1].negate()
            elif self.take_symbol("("):
                groups.append(_Group())
            elif self._ended(groups, self.predicate()):
                return groups[0].tree()

    def _ended(self, groups: list[_Group], factor: Any) -> bool:
        """Take a factor in, and close the groups that end after it; True with the last."""
        while True:
            groups[-1].add(factor)
            if self.take_word("AND"):
                return False
            if self.take_word("OR"):
                groups[-1].close_term()
                return False
            if len(groups) == 1:
                return True
            self.need_symbol(")")
            inner = groups.pop().tree()
            # (name) = 'x': the parenthesis was an operand's.
            factor = self.predicate_of(inner) if is_property(inner) else inner


def is_property(node: Any) -> bool:
    return isinstance(node, dict) and "property" in node
