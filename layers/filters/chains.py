"""Chains of one operator: ``a OR (b OR c)`` is a list of three, however it was nested.

Every language's reader flattens with these, so that a chain's length is no depth. The compiler
reads ``x = 1 OR x = 2 …`` as the list of values that it is, which PostgreSQL looks up at once.
"""

from __future__ import annotations

from typing import Any

from layers.errors import InvalidFilter
from layers.filters.budget import MAX_DEPTH

_CHAINED = ("and", "or")
# The comparison whose chain is a list of values, and whether the list is negated.
_LISTED = {"or": "=", "and": "<>"}
# Folding a value's case or accents is a call around it; that and a property are no plain value.
_PLAIN = (str, int, float)


def joined(op: str, items: list[Any]) -> Any:
    """``items`` joined by ``op``, chains of the same operator among them opened."""
    if len(items) == 1:
        return items[0]
    flat: list[Any] = []
    for item in items:
        flat.extend(item["args"] if _is_chain(item, op) else [item])
    return {"op": op, "args": flat}


def all_given(*items: Any) -> Any:
    """What is given of ``items`` joined by ``and``; None where nothing is."""
    given = [item for item in items if item is not None]
    return joined("and", given) if given else None


def check_depth(tree: Any) -> None:
    """Raise InvalidFilter beyond the depth that the compiler takes; no recursion."""
    level: list[Any] = [tree]
    for _ in range(MAX_DEPTH):
        level = [
            item
            for node in level
            if isinstance(node, dict) and isinstance(node.get("args"), list)
            for item in node["args"]
        ]
        if not level:
            return
    if any(isinstance(node, dict) and "op" in node for node in level):
        raise InvalidFilter(f"El filtro tiene más de {MAX_DEPTH} niveles de anidamiento.")


def listed(op: str, args: list[Any]) -> list[Any]:
    """The conditions of a chain, its comparisons of one property with values made one ``in``.

    SQL's logic, nulls included, is the same: ``x = 1 OR x = 2`` is ``x IN (1, 2)``, and
    ``x <> 1 AND x <> 2`` is ``NOT x IN (1, 2)``.
    """
    found: list[Any] = []
    values: dict[str, tuple[int, list[Any]]] = {}
    for node in args:
        compared = _compared(node, _LISTED[op])
        if compared is None:
            found.append(node)
            continue
        name, value = compared
        if name not in values:
            values[name] = (len(found), [])
            found.append(node)
        values[name][1].append(value)
    for name, (place, several) in values.items():
        if len(several) > 1:
            among = {"op": "in", "args": [{"property": name}, several]}
            found[place] = among if op == "or" else {"op": "not", "args": [among]}
    return found


def _compared(node: Any, op: str) -> tuple[str, Any] | None:
    """The property and the plain value of ``property OP value``, either way round."""
    if not isinstance(node, dict) or node.get("op") != op:
        return None
    args = node.get("args")
    if not isinstance(args, list) or len(args) != 2:
        return None
    first, second = args
    if isinstance(first, _PLAIN):
        first, second = second, first
    if not isinstance(second, _PLAIN) or isinstance(second, bool):
        return None
    if not isinstance(first, dict) or first.keys() != {"property"}:
        return None
    name = first["property"]
    return (name, second) if isinstance(name, str) else None


def _is_chain(node: Any, op: str) -> bool:
    return isinstance(node, dict) and node.get("op") == op and op in _CHAINED
