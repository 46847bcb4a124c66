"""CQL2 text (OGC 21-065) by recursive descent: linear, bounded, with the place of an error.

Understood: AND, OR, NOT; comparisons, LIKE, BETWEEN, IN, IS NULL; CASEI, ACCENTI; DATE,
TIMESTAMP, INTERVAL; the spatial and temporal predicates that ``layers.filters`` knows.
"""

from __future__ import annotations

from typing import Any

from layers.filters import spatial, temporal
from layers.filters.instants import InvalidInstant, instant
from layers.filters.literals import shown
from ows.crs import CRS84, WireCrs
from ows.filters.cql2_logic import LogicReader, is_property
from ows.filters.cql2_tokens import Kind, Token, tokens
from ows.filters.ecql import spatial_predicate

_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=", "!=")
_ARITHMETIC = ("+", "-", "*", "/", "^", "%")
_NO_ARITHMETIC = "Las operaciones aritméticas no se admiten."
_SPATIAL = {op.upper(): op for op in spatial.MIRRORED}
_TEMPORAL = {op.upper(): op for op in temporal.OPERATORS}
_FOLDING = {"CASEI": "casei", "ACCENTI": "accenti"}
_INSTANTS = {"DATE": "date", "TIMESTAMP": "timestamp"}


def parse_cql2_text(text: str, crs: WireCrs = CRS84, *, ecql: bool = False) -> dict[str, Any]:
    """The filter tree of ``text``.

    Geometries come in the CRS and axis order of ``crs`` (``filter-crs``). With ``ecql`` the
    older spellings that GeoServer's users send are understood as well. Raises InvalidFilter
    with the position (from 1).
    """
    tree = _Parser(tokens(text, ecql=ecql), crs, ecql=ecql).whole()
    return tree if isinstance(tree, dict) else {"op": "and", "args": [tree]}


class _Parser(LogicReader):
    def __init__(self, found: list[Token], crs: WireCrs, *, ecql: bool) -> None:
        super().__init__(found, crs)
        self._ecql = ecql
        self._likes = ("LIKE", "ILIKE") if ecql else ("LIKE",)

    def predicate(self) -> Any:
        if self._ecql and self.token.is_word("IN"):
            return self._among({"property": "$fid"})
        if self.is_call:
            predicate = self._function_predicate()
            if predicate is not None:
                return predicate
        return self.predicate_of(self._operand())

    def _function_predicate(self) -> dict[str, Any] | None:
        name = self.token.text.upper()
        if self._ecql and (older := spatial_predicate(self, self._crs)):
            return older
        if name in _SPATIAL:
            op, read = _SPATIAL[name], self.geometry_operand
        elif name in _TEMPORAL:
            op, read = _TEMPORAL[name], self._temporal_operand
        else:
            return None
        self.skip(2)
        left = read()
        self.need_symbol(",")
        right = read()
        self.need_symbol(")")
        return {"op": op, "args": [left, right]}

    def predicate_of(self, left: Any) -> Any:
        """What follows a predicate's first operand."""
        token = self.token
        if token.is_symbol(*_COMPARISONS):
            self.skip()
            op = "<>" if token.text == "!=" else token.text
            return {"op": op, "args": [left, self._operand()]}
        if self.take_word("IS"):
            negative = self.take_word("NOT")
            if not self.take_word("NULL"):
                self.expected("NULL")
            return _unless(negative, {"op": "isNull", "args": [left]})
        negative = self.take_word("NOT")
        if self.token.is_word("BETWEEN", "IN", *self._likes):
            return _unless(negative, self._worded(left))
        if negative:
            self.expected("LIKE, BETWEEN o IN")
        if token.is_symbol(*_ARITHMETIC):
            self.fail(_NO_ARITHMETIC, token)
        if isinstance(left, bool) or is_property(left):  # a condition by itself
            return left
        return self.expected("un operador de comparación")

    def _worded(self, left: Any) -> dict[str, Any]:
        if self.token.is_word("IN"):
            return self._among(left)
        word = self.token.text.upper()
        self.skip()
        if word == "BETWEEN":
            low = self._operand()
            if not self.take_word("AND"):
                self.expected("AND")
            return {"op": "between", "args": [left, low, self._operand()]}
        pattern = self._operand()
        if word == "ILIKE":
            left, pattern = ({"op": "casei", "args": [side]} for side in (left, pattern))
        return {"op": "like", "args": [left, pattern]}

    def _among(self, left: Any) -> dict[str, Any]:
        self.skip()
        self.need_symbol("(")
        items = [self._operand()]
        while self.take_symbol(","):
            items.append(self._operand())
        self.need_symbol(")")
        return {"op": "in", "args": [left, items]}

    def _operand(self) -> Any:
        """A property, a literal, or one of them folded."""
        self.spend()
        token = self.token
        if token.is_symbol("(", "-", "+"):
            with self.level():
                return self._enclosed_or_signed()
        if token.kind is Kind.NUMBER:
            return self.number()
        if token.kind is Kind.STRING:
            self.skip()
            return token.text
        if token.is_word("TRUE", "FALSE"):
            self.skip()
            return token.text.upper() == "TRUE"
        return self._function() if self.is_call else self.property_name()

    def _enclosed_or_signed(self) -> Any:
        sign = self.token
        self.skip()
        value = self._operand()
        if sign.text == "(":
            self.need_symbol(")")
            return value
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fail(_NO_ARITHMETIC, sign)
        return -value if sign.text == "-" else value

    def _function(self) -> Any:
        token = self.token
        name = token.text.upper()
        if name not in _INSTANTS and name not in _FOLDING:
            self.fail(f"La función «{shown(token.text)}» no se admite aquí.", token)
        self.skip(2)
        if name in _INSTANTS:
            value: dict[str, Any] = self._instant(_INSTANTS[name])
        else:
            with self.level():
                value = {"op": _FOLDING[name], "args": [self._operand()]}
        self.need_symbol(")")
        return value

    def _temporal_operand(self) -> Any:
        self.spend()
        if not self.is_call:
            return self.property_name()
        if not self.token.is_word("INTERVAL"):
            return self._function()
        self.skip(2)
        first = self._end()
        self.need_symbol(",")
        last = self._end()
        self.need_symbol(")")
        return {"interval": [first, last]}

    def _instant(self, kind: str) -> dict[str, Any]:
        return {kind: self._moment(kind)}

    def _end(self) -> str:
        if self.token.kind is Kind.STRING and self.token.text == "..":
            self.skip()
            return ".."
        return self._moment()

    def _moment(self, kind: str | None = None) -> str:
        """The quoted text of a date or a timestamp."""
        token = self.token
        if token.kind is not Kind.STRING:
            self.expected("una fecha entre comillas")
        try:
            instant({kind: token.text} if kind else token.text)
        except InvalidInstant as error:
            self.fail(f"«{shown(token.text)}» {error}.", token)
        self.skip()
        return token.text


def _unless(negative: bool, node: dict[str, Any]) -> dict[str, Any]:
    return {"op": "not", "args": [node]} if negative else node
