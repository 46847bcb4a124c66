"""From a filter tree to a condition on a layer's rows.

Everything is whitelisted: operators by a table, properties by the layer's fields. Names never
reach the SQL, only the ORM paths that the layer declares for them; values are bound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable

from layers.errors import InapplicableOperator, InvalidFilter, UnknownField
from layers.fields import Field, FieldType
from layers.filters import spatial, temporal
from layers.filters.budget import Budget
from layers.filters.chains import listed
from layers.filters.conditions import (
    COMPARISONS,
    all_of,
    always,
    any_of,
    is_null,
    negated,
    unknown,
)
from layers.filters.literals import cast, shown
from layers.filters.operands import Operand, compare, is_among, matches
from layers.layer import GEOMETRY_PROPERTY, Layer

FID_PROPERTY = "$fid"
# FES lets BBOX leave its property out, which then means the feature's geometry.
_GEOMETRY_NAMES = ("", GEOMETRY_PROPERTY)


def apply_filter(rows: QuerySet[Any], tree: dict[str, Any], layer: Layer) -> QuerySet[Any]:
    """The rows of ``layer`` that match ``tree``; raises InvalidFilter and UnknownField."""
    return rows.filter(compile_filter(tree, layer))


def compile_filter(tree: Any, layer: Layer) -> Q:
    """The condition of ``tree``, a CQL2-JSON tree, as SQL's three-valued logic has it.

    It works wherever a ``Q`` does, on rows that carry what the layer's paths name; don't
    negate it with ``~``. Raises InvalidFilter and UnknownField.
    """
    return Q(_Compiler(layer).condition(tree))


class _Compiler:
    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self._budget = Budget()
        self._handlers: dict[str, Callable[[list[Any]], Combinable]] = {
            "and": self._and,
            "or": self._or,
            "not": self._not,
            "between": self._between,
            "like": self._like,
            "in": self._in,
            "isNull": self._is_null,
        }

    def condition(self, node: Any) -> Combinable:
        """A node in the place of a condition."""
        self._budget.spend()
        if isinstance(node, bool):
            return always(node)
        with self._budget.level():
            if isinstance(node, dict) and "property" in node:
                return self._flag(node)
            op, args = _parts(node)
            if any(map(_is_absent, args)):
                return always(True) if op == "isNull" else unknown()
            if op in self._handlers:
                return self._handlers[op](args)
            if op in COMPARISONS:
                return self._comparison(op, args)
            if op in spatial.OPERATORS:
                return self._spatial(op, args)
            if op in temporal.OPERATORS:
                return self._temporal(op, args)
        raise InvalidFilter(f"El operador «{shown(op)}» no se admite.")

    def _and(self, args: list[Any]) -> Combinable:
        return all_of(*self._conditions("and", args))

    def _or(self, args: list[Any]) -> Combinable:
        return any_of(*self._conditions("or", args))

    def _conditions(self, op: str, args: list[Any]) -> list[Combinable]:
        if not args:
            raise InvalidFilter("Falta una condición.")
        return [self.condition(item) for item in listed(op, args)]

    def _not(self, args: list[Any]) -> Combinable:
        (item,) = _exactly(1, args, "not")
        return negated(self.condition(item))

    def _flag(self, node: dict[str, Any]) -> Combinable:
        """A property that is a condition by itself."""
        operand = self._operand(node)
        if operand.field is None or operand.field.type is not FieldType.BOOLEAN:
            raise InvalidFilter(f"«{shown(node['property'])}» no es una condición.")
        return compare("=", operand, Operand(value=True))

    def _comparison(self, op: str, args: list[Any]) -> Combinable:
        left, right = (self._operand(item) for item in _exactly(2, args, op))
        if op in ("=", "<>") and _is_key(left):
            found = self._keyed([right])
            return found if op == "=" else negated(found)
        return compare(op, left, right)

    def _between(self, args: list[Any]) -> Combinable:
        value, low, high = (self._operand(item) for item in _exactly(3, args, "between"))
        return all_of(compare(">=", value, low), compare("<=", value, high))

    def _like(self, args: list[Any]) -> Combinable:
        value, pattern = (self._operand(item) for item in _exactly(2, args, "like"))
        return matches(value, pattern)

    def _in(self, args: list[Any]) -> Combinable:
        value, items = _exactly(2, args, "in")
        if not isinstance(items, list):
            raise InvalidFilter("«in» necesita una lista de valores.")
        left, right = self._operand(value), [self._operand(item) for item in items]
        return self._keyed(right) if _is_key(left) else is_among(left, right)

    def _keyed(self, items: list[Operand]) -> Combinable:
        """The features with these keys; a text that can't be a key here matches nothing."""
        prefix = f"{self._layer.name}."
        field = self._field(FID_PROPERTY)
        keys = []
        for item in items:
            key = item.value
            if isinstance(key, str):
                key = key.removeprefix(prefix)
            try:
                keys.append(Operand(value=cast(key, field)))
            except InvalidFilter:
                continue
        return is_among(Operand(field=field), keys)

    def _is_null(self, args: list[Any]) -> Combinable:
        (item,) = _exactly(1, args, "isNull")
        self._budget.spend()
        if isinstance(item, dict) and item.get("property") in _GEOMETRY_NAMES:
            return is_null(F(self._layer.geom))
        operand = self._operand(item)
        return always(False) if operand.field is None else is_null(F(operand.field.path))

    def _spatial(self, op: str, args: list[Any]) -> Combinable:
        if op in spatial.DISTANCE_OPERATORS:
            value, literal, metres = _exactly(3, args, op)
            self._geometry_property(value)
            return spatial.distance(op, literal, metres, self._layer, self._budget)
        value, literal = _exactly(2, args, op)
        if not (isinstance(value, dict) and "property" in value):
            op, value, literal = spatial.MIRRORED[op], literal, value
        self._geometry_property(value)
        return spatial.spatial(op, literal, self._layer, self._budget)

    def _geometry_property(self, node: Any) -> None:
        self._budget.spend(2)
        name = node.get("property") if isinstance(node, dict) else None
        if name in _GEOMETRY_NAMES:
            return
        if not isinstance(name, str):
            raise InvalidFilter("Uno de los dos lados debe ser la geometría del elemento.")
        self._field(name)
        raise InvalidFilter(f"El campo «{shown(name)}» no es una geometría.")

    def _temporal(self, op: str, args: list[Any]) -> Combinable:
        value, literal = _exactly(2, args, op)
        if not (isinstance(value, dict) and "property" in value):
            if op not in temporal.MIRRORED:
                raise InvalidFilter(f"«{op}» necesita el campo como primer valor.")
            op, value, literal = temporal.MIRRORED[op], literal, value
        field = self._operand(value).field
        if field is None or field.type not in temporal.TEMPORAL_TYPES:
            raise InvalidFilter(f"«{op}» necesita un campo de fecha.")
        self._budget.spend()
        is_interval = isinstance(literal, dict) and "interval" in literal
        if op == "t_during" and not is_interval:
            raise InvalidFilter("«t_during» necesita un intervalo.")
        covered = temporal.span(literal, field)
        return temporal.temporal(F(field.path), op, covered, is_interval=is_interval)

    def _operand(self, node: Any) -> Operand:
        """A property or a literal, with what wraps it."""
        casei = accenti = False
        self._budget.spend()
        while isinstance(node, dict) and node.get("op") in ("casei", "accenti"):
            self._budget.spend()
            op, args = _parts(node)
            (node,) = _exactly(1, args, op)
            casei, accenti = casei or op == "casei", accenti or op == "accenti"
        if not isinstance(node, dict):
            return _literal(node, casei=casei, accenti=accenti)
        if "property" in node:
            name = node["property"]
            if not isinstance(name, str):
                raise InvalidFilter("El nombre de un campo es un texto.")
            return Operand(field=self._field(name), casei=casei, accenti=accenti)
        if node.keys() <= {"date", "timestamp"} and len(node) == 1:
            return Operand(value=node)
        if "op" in node:
            raise InvalidFilter(f"El operador «{shown(node['op'])}» no da un valor.")
        raise InvalidFilter("Se esperaba un campo o un valor.")

    def _field(self, name: str) -> Field:
        layer = self._layer
        if name == FID_PROPERTY:
            return Field(FID_PROPERTY, FID_PROPERTY, type=layer.key_type, source=layer.key)
        if name in _GEOMETRY_NAMES:
            raise InapplicableOperator("La geometría sólo admite predicados espaciales.")
        try:
            return layer.field(name)
        except UnknownField:
            raise UnknownField(shown(name), layer.name, parameter="filter") from None


def _is_absent(node: Any) -> bool:
    """A property that features of the type may have and none carries."""
    return isinstance(node, dict) and node.keys() == {"absent"}


def _is_key(operand: Operand) -> bool:
    return operand.field is not None and operand.field.name == FID_PROPERTY


def _literal(node: Any, *, casei: bool, accenti: bool) -> Operand:
    if node is None:
        raise InvalidFilter("Un valor nulo se busca con IS NULL.")
    if not isinstance(node, str | int | float):
        raise InvalidFilter("Se esperaba un campo o un valor.")
    return Operand(value=node, casei=casei, accenti=accenti)


def _parts(node: Any) -> tuple[str, list[Any]]:
    if not isinstance(node, dict):
        raise InvalidFilter("Se esperaba una condición.")
    op, args = node.get("op"), node.get("args")
    if not isinstance(op, str) or not isinstance(args, list):
        raise InvalidFilter("Una operación tiene «op» y una lista «args».")
    return op, args


def _exactly(number: int, args: list[Any], op: str) -> list[Any]:
    if len(args) != number:
        raise InvalidFilter(f"«{op}» necesita {number} argumentos y tiene {len(args)}.")
    return args
