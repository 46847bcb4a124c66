"""Geometry operands in CQL2 text: the geometry's property, WKT and BBOX(…)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ows.crs import WireCrs
from ows.filters.cql2_tokens import Kind, Token
from ows.filters.geometries import GEOMETRY_TYPES, box, geometry
from ows.filters.token_reader import TokenReader

_RESERVED = ("AND", "OR", "NOT", "LIKE", "ILIKE", "BETWEEN", "IN", "IS", "NULL")
# POINT Z (…), and POINTZ(…) as some write it.
_DIMENSIONS = ("Z", "M", "ZM")
_WKT_TYPES = {
    kind.upper() + dimension: kind for kind in GEOMETRY_TYPES for dimension in ("", *_DIMENSIONS)
}


class GeometryReader(TokenReader):
    """Reads geometries whose coordinates are in the CRS and axis order of ``crs``."""

    def __init__(self, found: list[Token], crs: WireCrs) -> None:
        super().__init__(found)
        self._crs = crs
        self._parts: dict[str, Callable[[], Any]] = {
            "Point": lambda: self._enclosed(self._position),
            "LineString": self._line,
            "Polygon": self._polygon,
            "MultiPoint": lambda: self._list(self._point),
            "MultiLineString": self._polygon,
            "MultiPolygon": lambda: self._list(self._polygon),
            "GeometryCollection": lambda: self._list(self._member),
        }

    def property_name(self) -> dict[str, Any]:
        """``{"property": …}``."""
        token = self.token
        is_name = token.kind is Kind.NAME and not token.is_word(*_RESERVED)
        if not is_name and token.kind is not Kind.QUOTED:
            self.expected("un campo o un valor")
        self.skip()
        return {"property": token.text}

    def geometry_operand(self) -> dict[str, Any]:
        """A property, or a literal as ``geometries`` has it."""
        self.spend()
        token = self.token
        if token.is_word("BBOX") and self.is_call:
            self.skip(2)
            numbers = self._numbers()
            self.need_symbol(")")
            return self.box(numbers, self._crs, token)
        if token.kind is Kind.NAME and token.text.upper() in _WKT_TYPES:
            return self._literal(_WKT_TYPES[token.text.upper()])
        if self.is_call:
            self.expected("una geometría")
        return self.property_name()

    def box(self, numbers: list[float], crs: WireCrs, token: Token) -> dict[str, Any]:
        """The literal of a rectangle that was written at ``token``."""
        try:
            return box(numbers, crs)
        except ValueError as error:
            self.fail(str(error), token)

    def _numbers(self) -> list[float]:
        numbers: list[float] = [self.signed_number()]
        while self.take_symbol(","):
            numbers.append(self.signed_number())
        return numbers

    def _literal(self, kind: str) -> dict[str, Any]:
        token = self.token
        self.skip()
        if self.token.is_word(*_DIMENSIONS):
            self.skip()
        if self.token.is_word("EMPTY"):
            self.fail("La geometría está vacía.", token)
        with self.level():
            parts = self._parts[kind]()
        try:
            return geometry(kind, parts, self._crs)
        except ValueError as error:
            self.fail(str(error), token)

    def _member(self) -> dict[str, Any]:
        token = self.token
        if token.kind is not Kind.NAME or token.text.upper() not in _WKT_TYPES:
            self.expected("una geometría")
        self.spend()
        return self._literal(_WKT_TYPES[token.text.upper()])

    def _polygon(self) -> list[Any]:
        return self._list(self._line)

    def _line(self) -> list[Any]:
        return self._list(self._position)

    def _point(self) -> list[float]:
        """A member of a MULTIPOINT, with or without parentheses of its own."""
        return self._enclosed(self._position) if self.token.is_symbol("(") else self._position()

    def _position(self) -> list[float]:
        numbers: list[float] = [self.signed_number()]
        while not self.token.is_symbol(",", ")"):
            numbers.append(self.signed_number())
        return numbers

    def _list(self, read: Callable[[], Any]) -> list[Any]:
        def items() -> list[Any]:
            found = [read()]
            while self.take_symbol(","):
                found.append(read())
            return found

        return self._enclosed(items)

    def _enclosed(self, read: Callable[[], list[Any]]) -> list[Any]:
        self.need_symbol("(")
        found = read()
        self.need_symbol(")")
        return found
