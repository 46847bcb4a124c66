"""What an XML document from outside may hold, counted before a tree is made of it.

A tree costs more than the document: lxml finds an attribute by walking along all of its element's,
libxml2 a prefix by walking along all that are in scope. So whatever reads XML from outside asks
``check`` first, which reads the document once, makes no tree, and stops at the first excess.
"""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

# A filter with a detailed polygon, each of whose vertices is an element of its own.
MAX_BYTES = 4 * 1024 * 1024
MAX_ELEMENTS = 60_000
MAX_ATTRIBUTES = 120_000
# libxml2's own limit, PostGIS's with it; what is read by recursion has a lower one
# (``filters.budget``).
MAX_DEPTH = 256
# Where chains are nested by twos, as QGIS writes a OR b OR c; libxml2's limit for large trees is
# 2,048.
MAX_CHAINED_DEPTH = 2_000
# Of one element, declarations of namespaces included. The largest document of a standard's
# examples has thirty.
MAX_ATTRIBUTES_OF_ELEMENT = 100
MAX_ATTRIBUTE_LENGTH = 65_536
MAX_NAME_LENGTH = 256
# Namespaces declared by an element and all that it lies in.
MAX_NAMESPACES_IN_SCOPE = 256


class ExcessiveXml(ValueError):
    """El documento XML no se admite."""


class MalformedXml(ValueError):
    """El documento XML no está bien formado."""


def check(data: bytes, *, max_depth: int = MAX_DEPTH) -> None:
    """Read ``data`` once for what it holds.

    Raises:
        ExcessiveXml: it holds more than the limits above, or a document type declaration; the
            text says which, in Spanish.
        MalformedXml: it is not well-formed; the text says in which line.
    """
    if len(data) > MAX_BYTES:
        raise ExcessiveXml(f"El documento XML excede {MAX_BYTES // 1024**2} MB.")
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    counter = _Counter(max_depth)
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, UnicodeError) as error:
        line = getattr(error, "lineno", 1)
        raise MalformedXml(f"El documento XML no está bien formado (línea {line}).") from None


class _Counter:
    """Counts what a parser reports; the lists hold a number for each open element."""

    def __init__(self, max_depth: int) -> None:
        self._max_depth = max_depth
        self._elements = 0
        self._attributes = 0
        self._in_scope = [0]

    def start(self, name: str, attributes: list[str]) -> None:
        self._elements += 1
        _bound(self._elements, MAX_ELEMENTS, "elementos")
        _bound(len(self._in_scope), self._max_depth, "niveles de anidamiento")
        _bound(len(name), MAX_NAME_LENGTH, "caracteres en un nombre")
        in_scope = self._in_scope[-1]
        if attributes:
            in_scope += self._declared(attributes[::2], attributes[1::2])
        self._in_scope.append(in_scope)

    def _declared(self, names: list[str], values: list[str]) -> int:
        """How many of an element's attributes declare a namespace."""
        self._attributes += len(names)
        _bound(self._attributes, MAX_ATTRIBUTES, "atributos")
        _bound(len(names), MAX_ATTRIBUTES_OF_ELEMENT, "atributos en un elemento")
        _bound(max(map(len, names)), MAX_NAME_LENGTH, "caracteres en un nombre")
        _bound(max(map(len, values)), MAX_ATTRIBUTE_LENGTH, "caracteres en un atributo")
        declared = sum(name == "xmlns" or name.startswith("xmlns:") for name in names)
        in_scope = self._in_scope[-1] + declared
        _bound(in_scope, MAX_NAMESPACES_IN_SCOPE, "espacios de nombres a la vez")
        return declared

    def end(self, _name: str) -> None:
        self._in_scope.pop()


def _bound(number: int, limit: int, of_what: str) -> None:
    if number > limit:
        raise ExcessiveXml(f"El documento XML tiene más de {limit} {of_what}.")


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise ExcessiveXml("El documento XML no puede llevar un DOCTYPE.")
