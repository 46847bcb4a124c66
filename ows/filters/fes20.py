"""FES 2.0 (and Filter 1.0, 1.1, which old clients and QGIS send) as the filter tree.

Elements are known by their local name, whatever the version's namespace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from layers.errors import InvalidFilter, InvalidParameter, UnknownField
from layers.fields import FieldType
from layers.filters.budget import MAX_WRITTEN, Budget
from layers.filters.chains import joined
from layers.filters.compiler import FID_PROPERTY
from layers.filters.literals import shown
from layers.layer import GEOMETRY_PROPERTY, Layer
from ows.filters.fes_values import (
    Context,
    expression,
    is_reference,
    metres,
    spatial_operand,
    temporal_operand,
    tested_for_null,
)
from ows.xml import children, local_name, parse_xml

_LOGIC = {"And": "and", "Or": "or", "Not": "not"}
_COMPARISONS = {
    "PropertyIsEqualTo": "=",
    "PropertyIsNotEqualTo": "<>",
    "PropertyIsLessThan": "<",
    "PropertyIsGreaterThan": ">",
    "PropertyIsLessThanOrEqualTo": "<=",
    "PropertyIsGreaterThanOrEqualTo": ">=",
}
_SPATIAL = {
    "BBOX": "s_intersects",
    "Intersects": "s_intersects",
    "Within": "s_within",
    "Contains": "s_contains",
    "Disjoint": "s_disjoint",
    "Equals": "s_equals",
    "Touches": "s_touches",
    "Crosses": "s_crosses",
    "Overlaps": "s_overlaps",
}
_DISTANCE = {"DWithin": "s_dwithin", "Beyond": "s_beyond"}
_TEMPORAL = {
    "After": "t_after",
    "Before": "t_before",
    "During": "t_during",
    "TEquals": "t_equals",
    "AnyInteracts": "t_intersects",
}
# FES 2.0's, Filter 1.1's and Filter 1.0's way to name a feature.
_IDS = ("ResourceId", "GmlObjectId", "FeatureId")
_ID_ATTRIBUTES = ("rid", "id", "fid")


def parse_fes20(
    document: str, layer: Layer, namespaces: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The filter tree of a Filter document; raises InvalidFilter, UnknownProperty, UnknownCrs.

    ``namespaces`` are those that the request binds beside the document (prefix → URI). A geometry
    without ``srsName`` is in the type's DefaultCRS, in the authority's order.
    """
    data = _undeclared(document).encode("utf-8", "surrogatepass")
    try:
        root = parse_xml(data, parameter="filter")
    except InvalidParameter as error:
        raise InvalidFilter(error.message) from None
    return read_filter(root, Context(layer, namespaces or {}))


def _undeclared(document: str) -> str:
    """Without the XML declaration, whose encoding is no longer the text's."""
    text = document.lstrip()
    if not text.startswith("<?xml"):
        return text
    return text.partition("?>")[2]


def read_filter(element: etree._Element, context: Context) -> dict[str, Any]:
    """The same from a parsed Filter element."""
    if local_name(element) != "Filter":
        raise InvalidFilter("El filtro debe ser un elemento fes:Filter.")
    predicates = children(element)
    reader = _Reader(context)
    if predicates and all(local_name(item) in _IDS for item in predicates):
        return reader.ids(predicates)
    if len(predicates) != 1:
        raise InvalidFilter("Un fes:Filter tiene un predicado, o sólo identificadores.")
    return reader.condition(predicates[0])


class _Reader:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._budget = Budget(MAX_WRITTEN)
        self._handlers: dict[str, Callable[[etree._Element], dict[str, Any]]] = {
            "PropertyIsLike": self._like,
            "PropertyIsBetween": self._between,
            "PropertyIsNull": self._is_null,
            "PropertyIsNil": self._is_nil,
            **dict.fromkeys(_LOGIC, self._logic),
            **dict.fromkeys(_COMPARISONS, self._comparison),
            **dict.fromkeys(_SPATIAL, self._spatial),
            **dict.fromkeys(_DISTANCE, self._distance),
            **dict.fromkeys(_TEMPORAL, self._temporal),
            **dict.fromkeys(_IDS, lambda element: self.ids([element])),
        }

    def condition(self, element: etree._Element) -> dict[str, Any]:
        name = local_name(element)
        if name not in self._handlers:
            raise InvalidFilter(f"El operador «{shown(name)}» no se admite.")
        with self._budget.level():
            return self._handlers[name](element)

    def ids(self, elements: list[etree._Element]) -> dict[str, Any]:
        """Features by their ids, ``<layer>.<key>``."""
        self._budget.spend(len(elements))
        found = []
        for element in elements:
            named = {str(etree.QName(key).localname): v for key, v in element.attrib.items()}
            values = [str(named[key]) for key in _ID_ATTRIBUTES if key in named]
            if not values:
                raise InvalidFilter(f"A un {local_name(element)} le falta el identificador.")
            found.append(values[0])
        return {"op": "in", "args": [{"property": FID_PROPERTY}, found]}

    def _logic(self, element: etree._Element) -> dict[str, Any]:
        op = _LOGIC[local_name(element)]
        if op == "not":
            return {"op": op, "args": [self.condition(*self._parts(element, 1))]}
        tree: dict[str, Any] = joined(op, [self.condition(item) for item in self._chain(element)])
        return tree

    def _chain(self, element: etree._Element) -> list[etree._Element]:
        """The operands of an And or Or; QGIS writes a chain of them two by two, nested."""
        name = local_name(element)
        found: list[etree._Element] = []
        waiting = [element]
        while waiting:
            item = waiting.pop()
            if local_name(item) == name:
                waiting.extend(reversed(self._parts(item, None)))
            else:
                found.append(item)
        return found

    def _comparison(self, element: etree._Element) -> dict[str, Any]:
        args = self._expressions(self._parts(element, 2))
        return {"op": _COMPARISONS[local_name(element)], "args": self._folded(element, args)}

    def _between(self, element: etree._Element) -> dict[str, Any]:
        value, *edges = self._parts(element, 3)
        by_name = {local_name(edge): edge for edge in edges}
        if by_name.keys() != {"LowerBoundary", "UpperBoundary"}:
            raise InvalidFilter("A un PropertyIsBetween le falta un límite.")
        ends = [self._parts(by_name[name], 1)[0] for name in ("LowerBoundary", "UpperBoundary")]
        return {"op": "between", "args": self._expressions([value, *ends])}

    def _is_null(self, element: etree._Element) -> dict[str, Any]:
        (value,) = self._parts(element, 1)
        return {"op": "isNull", "args": [tested_for_null(value, self._context)]}

    def _is_nil(self, element: etree._Element) -> dict[str, Any]:
        """A value given as nil: what no feature carries is not, and none has a reason for it."""
        found = self._is_null(element)
        if "nilReason" in element.attrib or "absent" in found["args"][0]:
            return {"op": "and", "args": [False]}
        return found

    def _like(self, element: etree._Element) -> dict[str, Any]:
        value, pattern = self._expressions(self._parts(element, 2))
        if not isinstance(pattern, str):
            raise InvalidFilter("El patrón de un PropertyIsLike es un Literal.")
        escape = "escapeChar" if element.get("escapeChar") is not None else "escape"
        text = _pattern(
            pattern,
            any_text=_character(element, "wildCard", "*"),
            one=_character(element, "singleChar", "?"),
            escape=_character(element, escape, "\\"),
        )
        return {"op": "like", "args": self._folded(element, [value, text])}

    def _spatial(self, element: etree._Element) -> dict[str, Any]:
        name = local_name(element)
        operands = children(element)
        if name == "BBOX" and len(operands) == 1:  # of whatever geometry the feature has
            self._budget.spend()
            args = [{"property": GEOMETRY_PROPERTY}, self._spatial_operand(operands[0])]
        else:
            args = [self._spatial_operand(item) for item in self._parts(element, 2)]
        return {"op": _SPATIAL[name], "args": args}

    def _distance(self, element: etree._Element) -> dict[str, Any]:
        *operands, distance = self._parts(element, 3)
        operands.sort(key=is_reference, reverse=True)
        args: list[Any] = [self._spatial_operand(item) for item in operands]
        return {"op": _DISTANCE[local_name(element)], "args": [*args, metres(distance)]}

    def _spatial_operand(self, element: etree._Element) -> dict[str, Any]:
        if not is_reference(element):
            self._budget.geometry()  # the database reads it: a round trip each
        return spatial_operand(element, self._context)

    def _temporal(self, element: etree._Element) -> dict[str, Any]:
        args = [temporal_operand(item, self._context) for item in self._parts(element, 2)]
        return {"op": _TEMPORAL[local_name(element)], "args": args}

    def _expressions(self, elements: list[etree._Element]) -> list[Any]:
        return [expression(item, self._context) for item in elements]

    def _parts(self, element: etree._Element, number: int | None) -> list[etree._Element]:
        """The child elements, of which there must be ``number``; None: at least one."""
        found = children(element)
        self._budget.spend(1 + len(found))
        if (len(found) != number) if number else not found:
            raise InvalidFilter(
                f"{local_name(element)} tiene {len(found)} operandos en vez de {number or 2}."
            )
        return found

    def _folded(self, element: etree._Element, args: list[Any]) -> list[Any]:
        """Where ``matchCase`` is false and the property is a text, without regard to case."""
        if element.get("matchCase", "true").strip() not in ("false", "0"):
            return args
        names = [arg["property"] for arg in args if isinstance(arg, dict) and "property" in arg]
        if not all(map(self._is_text, names)):
            return args
        return [{"op": "casei", "args": [arg]} for arg in args]

    def _is_text(self, name: str) -> bool:
        try:
            return self._context.layer.field(name).type is FieldType.STRING
        except UnknownField:
            return False


def _character(element: etree._Element, name: str, default: str) -> str:
    value = element.get(name, default)
    if len(value) != 1:
        raise InvalidFilter(f"El atributo {name} de PropertyIsLike es un solo carácter.")
    return value


def _pattern(text: str, *, any_text: str, one: str, escape: str) -> str:
    """The pattern in the tree's own form: ``%``, ``_`` and a backslash before a plain one."""
    out: list[str] = []
    characters = iter(text)
    for character in characters:
        if character == escape:
            out.append(_plain(next(characters, escape)))
        elif character == any_text:
            out.append("%")
        elif character == one:
            out.append("_")
        else:
            out.append(_plain(character))
    return "".join(out)


def _plain(character: str) -> str:
    return "\\" + character if character in "%_\\" else character
