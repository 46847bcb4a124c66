"""CQL2 JSON (OGC 21-065) checked and rebuilt node by node: nothing unknown gets through."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from layers.errors import InvalidFilter
from layers.filters import spatial, temporal
from layers.filters.budget import MAX_WRITTEN, Budget
from layers.filters.conditions import COMPARISONS
from layers.filters.instants import InvalidInstant, instant
from layers.filters.literals import shown
from ows.crs import CRS84, WireCrs
from ows.filters.geometries import GEOMETRY_TYPES, box, geometry, is_finite_number

MAX_LENGTH = 1024 * 1024
# Longer integers are no measure of anything, and slow to read.
_MAX_DIGITS = 100


def parse_cql2_json(source: str | bytes, crs: WireCrs = CRS84) -> dict[str, Any]:
    """The filter tree of a CQL2 JSON text.

    Geometries come in the CRS and axis order of ``crs`` (``filter-crs``). Raises
    InvalidFilter, whose message says where in the document (``args[0].args[1]``).
    """
    tree = _Checker(crs).condition(_load(source), "")
    return tree if isinstance(tree, dict) else {"op": "and", "args": [tree]}


def _load(source: str | bytes) -> Any:
    if len(source) > MAX_LENGTH:
        raise InvalidFilter(f"El filtro tiene más de {MAX_LENGTH} caracteres.")
    try:
        loaded = json.loads(
            source,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_refuse,
        )
        # Half a surrogate pair is valid JSON, but no text that could be sent on.
        json.dumps(loaded, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise InvalidFilter("El filtro no es un documento JSON.", position=error.pos + 1) from None
    except RecursionError:
        raise InvalidFilter("El filtro está demasiado anidado.") from None
    except UnicodeError:
        raise InvalidFilter("El filtro contiene texto que no es Unicode.") from None
    return loaded


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InvalidFilter("Un objeto JSON repite un nombre.")
    return found


def _integer(written: str) -> int:
    if len(written) > _MAX_DIGITS:
        raise InvalidFilter("Un número es demasiado largo.")
    return int(written)


def _float(written: str) -> float:
    value = float(written)
    if not is_finite_number(value):
        raise InvalidFilter("Un número es demasiado grande.")
    return value


def _refuse(written: str) -> None:
    raise InvalidFilter(f"«{written}» no es un número JSON.")


class _Checker:
    """Rebuilds a tree; ``path`` says where a node is, for the error."""

    def __init__(self, crs: WireCrs) -> None:
        self._crs = crs
        self._budget = Budget(MAX_WRITTEN)

    def condition(self, node: Any, path: str) -> Any:
        self._budget.spend()
        if isinstance(node, bool):
            return node
        if isinstance(node, dict) and "op" not in node and "property" in node:
            return _property(node, path)
        op, args = _parts(node, path)
        with self._budget.level():
            if op in ("and", "or", "not"):
                return self._logic(op, args, path)
            if op in COMPARISONS or op in _VALUES:
                _count(args, _VALUES.get(op, 2), op, path)
                return {"op": op, "args": self._each(args, self._value, path)}
            if op == "in":
                return self._among(args, path)
            if op in spatial.MIRRORED:
                _count(args, 2, op, path)
                return {"op": op, "args": self._each(args, self._geometry, path)}
            if op in temporal.OPERATORS:
                _count(args, 2, op, path)
                return {"op": op, "args": self._each(args, self._time, path)}
        raise _invalid(f"El operador «{shown(op)}» no se admite", path)

    def _logic(self, op: str, args: list[Any], path: str) -> dict[str, Any]:
        if op == "not":
            _count(args, 1, op, path)
            return {"op": op, "args": self._each(args, self.condition, path)}
        return {"op": op, "args": [self.condition(*item) for item in self._chain(op, args, path)]}

    def _chain(self, op: str, args: list[Any], path: str) -> list[tuple[Any, str]]:
        """The operands of an ``and`` or ``or``, and where each is; chains within it opened."""
        found: list[tuple[Any, str]] = []
        waiting: list[tuple[Any, str]] = [({"op": op, "args": args}, path)]
        while waiting:
            node, place = waiting.pop()
            if not (isinstance(node, dict) and node.get("op") == op):
                found.append((node, place))
                continue
            self._budget.spend()
            _op, inner = _parts(node, place)
            if not inner:
                raise _invalid(f"«{op}» no puede tener 0 argumentos", place)
            waiting.extend(
                (item, f"{place}args[{number}].")
                for number, item in reversed(list(enumerate(inner)))
            )
        return found

    def _among(self, args: list[Any], path: str) -> dict[str, Any]:
        value, items = _count(args, 2, "in", path)
        if not isinstance(items, list):
            raise _invalid("«in» necesita una lista", f"{path}args[1]")
        checked = [
            self._value(item, f"{path}args[1][{number}].") for number, item in enumerate(items)
        ]
        return {"op": "in", "args": [self._value(value, f"{path}args[0]."), checked]}

    def _value(self, node: Any, path: str) -> Any:
        """A scalar, a property, an instant, or one of them folded."""
        self._budget.spend()
        if isinstance(node, str | bool | int | float):
            return node
        if not isinstance(node, dict):
            raise _invalid("Se esperaba un campo o un valor", path)
        if "property" in node:
            return _property(node, path)
        if node.keys() in ({"date"}, {"timestamp"}):
            return _instant(node, path)
        op, args = _parts(node, path)
        if op not in ("casei", "accenti"):
            raise _invalid(f"El operador «{shown(op)}» no se admite", path)
        _count(args, 1, op, path)
        with self._budget.level():
            return {"op": op, "args": self._each(args, self._value, path)}

    def _geometry(self, node: Any, path: str) -> dict[str, Any]:
        self._budget.spend()
        if not isinstance(node, dict):
            raise _invalid("Se esperaba una geometría", path)
        if "property" in node:
            return _property(node, path)
        try:
            if "bbox" in node and "type" not in node:
                numbers = node["bbox"]
                if not isinstance(numbers, list) or not all(map(is_finite_number, numbers)):
                    raise _invalid("Un bbox es una lista de números", path)
                return box(numbers, self._crs)
            return self._shape(node, path)
        except ValueError as error:
            raise _invalid(str(error).rstrip("."), path) from None

    def _shape(self, node: dict[str, Any], path: str) -> dict[str, Any]:
        kind = node.get("type")
        if kind not in GEOMETRY_TYPES:
            raise _invalid(f"«{shown(kind)}» no es un tipo de geometría", path)
        if kind != "GeometryCollection":
            return geometry(kind, node.get("coordinates"), self._crs)
        members = node.get("geometries")
        if not isinstance(members, list):
            raise _invalid("Falta la lista «geometries»", path)
        with self._budget.level():
            checked = [
                self._geometry(member, f"{path}geometries[{number}].")
                for number, member in enumerate(members)
            ]
        if any("type" not in member for member in checked):
            raise _invalid("Una colección se compone de geometrías", path)
        return geometry(kind, checked, self._crs)

    def _time(self, node: Any, path: str) -> Any:
        if not isinstance(node, dict) or "interval" not in node:
            return self._value(node, path)
        self._budget.spend()
        ends = node["interval"]
        if not isinstance(ends, list) or len(ends) != 2:
            raise _invalid("Un intervalo tiene un inicio y un fin", path)
        for end in ends:
            if end != "..":
                _moment(end, path)
        return {"interval": list(ends)}

    def _each(self, args: list[Any], check: Callable[[Any, str], Any], path: str) -> list[Any]:
        return [check(item, f"{path}args[{number}].") for number, item in enumerate(args)]


# Operators on values only, with their number of arguments; the comparisons have two.
_VALUES = {"like": 2, "between": 3, "isNull": 1}


def _parts(node: Any, path: str) -> tuple[str, list[Any]]:
    if not isinstance(node, dict):
        raise _invalid("Se esperaba una condición", path)
    op, args = node.get("op"), node.get("args")
    if not isinstance(op, str) or not isinstance(args, list):
        raise _invalid("Una operación tiene «op» y una lista «args»", path)
    return op, args


def _count(args: list[Any], number: int, op: str, path: str) -> list[Any]:
    if len(args) != number:
        raise _invalid(f"«{op}» necesita {number} argumentos y tiene {len(args)}", path)
    return args


def _property(node: dict[str, Any], path: str) -> dict[str, Any]:
    name = node["property"]
    if not isinstance(name, str):
        raise _invalid("El nombre de un campo es un texto", path)
    return {"property": name}


def _instant(node: dict[str, Any], path: str) -> dict[str, Any]:
    _moment(node, path)
    return dict(node)


def _moment(literal: Any, path: str) -> None:
    try:
        instant(literal)
    except InvalidInstant as error:
        raise _invalid(f"«{shown(literal)}» {error}", path) from None


def _invalid(message: str, path: str) -> InvalidFilter:
    place = path.rstrip(".") or "la raíz"
    return InvalidFilter(f"{message} (en {place}).")
