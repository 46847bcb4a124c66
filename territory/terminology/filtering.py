"""A value set's conditions on concepts as SQL, each on the columns of a relation of concepts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from psycopg.types.json import Jsonb

from territory.terminology.composing import Filter
from territory.terminology.faults import NotUnderstood
from territory.terminology.patterns import checked_pattern
from territory.terminology.relations import Source, Sql, join

_HIERARCHY = ("concept", "code")
_CONCEPT_PROPERTIES = "http://hl7.org/fhir/concept-properties#"
# In each property's value compared as text, whatever its type.
_PROPERTY_TEXT = (
    "EXISTS (SELECT FROM jsonb_array_elements(properties) AS p "
    "WHERE p->>'code' = %s AND {condition})"
)
_VALUE = "(CASE WHEN p->>'type' = 'Coding' THEN p->'value'->>'code' ELSE p->>'value' END)"

_DOWN = {
    "first": "SELECT e.child AS ordinal FROM {} e JOIN ",
    "of": "({}) w ON e.parent = w.ordinal",
    "on": "SELECT e.child FROM w JOIN {} e ON e.parent = w.ordinal) SELECT ordinal FROM w",
    "has": "ordinal {not}IN (SELECT e.parent FROM {} e)",
}
_UP = {
    "first": "SELECT e.parent AS ordinal FROM {} e JOIN ",
    "of": "({}) w ON e.child = w.ordinal",
    "on": "SELECT e.parent FROM w JOIN {} e ON e.child = w.ordinal) SELECT ordinal FROM w",
    "has": "ordinal {not}IN (SELECT e.child FROM {} e)",
}


def condition(source: Source, found: Filter) -> Sql:
    """The condition that a concept of ``source`` meets the filter."""
    if found.property in _HIERARCHY and found.op in _BY_HIERARCHY:
        return _BY_HIERARCHY[found.op](source, found.value)
    column = {"concept": "code", "code": "code", "display": "display"}.get(found.property)
    if column is not None:
        return _on_column(source, column, found)
    if found.property in ("parent", "child"):
        return _next_to(source, found)
    return _on_property(source, found)


def below(source: Source, code: str, *, itself: bool) -> Sql:
    """The ordinals of what is below a code, at any depth."""
    return _walk(source, code, _DOWN, itself=itself)


def above(source: Source, code: str, *, itself: bool) -> Sql:
    """The ordinals of what is above a code."""
    return _walk(source, code, _UP, itself=itself)


def _walk(source: Source, code: str, way: dict[str, str], *, itself: bool) -> Sql:
    start, edges = _start(source, code), source.edges
    if not itself:
        start = join("", [edges.within(way["first"]), start.within(way["of"])])
    return join(
        "", [start.within("WITH RECURSIVE w(ordinal) AS ({} UNION "), edges.within(way["on"])]
    )


def _start(source: Source, code: str) -> Sql:
    return join(
        "",
        [
            source.concepts.within("SELECT c.ordinal FROM {} c WHERE "),
            source.is_code(code),
        ],
    )


def _among(ordinals: Sql, *, negated: bool = False) -> Sql:
    return ordinals.within(f"ordinal {'NOT ' * negated}IN ({{}})")


def _children(source: Source, code: str) -> Sql:
    return join(
        "",
        [
            source.edges.within("SELECT e.child FROM {} e WHERE e.parent IN ("),
            _start(source, code),
            Sql(")"),
        ],
    )


def _leaves(source: Source, code: str) -> Sql:
    return join(
        " AND ",
        [
            _among(below(source, code, itself=False)),
            source.edges.within("ordinal NOT IN (SELECT e.parent FROM {} e)"),
        ],
    )


_BY_HIERARCHY: dict[str, Callable[[Source, str], Sql]] = {
    "is-a": lambda source, code: _among(below(source, code, itself=True)),
    "descendent-of": lambda source, code: _among(below(source, code, itself=False)),
    "is-not-a": lambda source, code: _among(below(source, code, itself=True), negated=True),
    "generalizes": lambda source, code: _among(above(source, code, itself=True)),
    "child-of": lambda source, code: _among(_children(source, code)),
    "descendent-leaf": _leaves,
}


def _on_column(source: Source, column: str, found: Filter) -> Sql:
    folded = column == "code" and source.system.folds_case
    compared = f"lower({column})" if folded else column
    if found.op == "=":
        return Sql(f"{compared} = %s", (source.fold(found.value) if folded else found.value,))
    if found.op in ("in", "not-in"):
        values = [source.fold(v) if folded else v for v in _listed(found.value)]
        return Sql(f"{'NOT ' * (found.op == 'not-in')}{compared} = ANY(%s)", (values,))
    if found.op == "regex":
        return Sql(f"{column} ~ %s", (checked_pattern(found.value),))
    if found.op == "exists":
        return Sql(f"({column} IS NOT NULL) = %s", (_flag(found),))
    raise _unfit(found)


def _next_to(source: Source, found: Filter) -> Sql:
    """``parent = X`` and ``child = X``, which the hierarchy knows."""
    if found.op == "exists":
        way = _UP if found.property == "parent" else _DOWN
        return source.edges.within(way["has"].replace("{not}", "" if _flag(found) else "NOT "))
    if found.op != "=":
        raise _unfit(found)
    if found.property == "parent":
        return _among(_children(source, found.value))
    start = _start(source, found.value)
    edges = source.edges.within("SELECT e.parent FROM {} e WHERE e.child IN (")
    return _among(join("", [edges, start, Sql(")")]))


def _on_property(source: Source, found: Filter) -> Sql:
    _refuse_unknown(source, found)
    if found.op in ("=", "in", "not-in"):
        return _equal(source, found)
    if found.op == "regex":
        return _property(found.property, f"{_VALUE} ~ %s", checked_pattern(found.value))
    if found.op == "exists":
        exists = _property(found.property, "TRUE")
        return exists if _flag(found) else exists.within("NOT {}")
    raise _unfit(found)


def _equal(source: Source, found: Filter) -> Sql:
    if found.op == "=":
        kind = _type(source, found.property)
        if kind in ("code", "string", "uri"):  # the index of properties answers
            value = [{"code": found.property, "value": found.value}]
            return Sql("properties @> %s", (Jsonb(value),))
        return _property(found.property, f"{_VALUE} = %s", found.value)
    any_of = _property(found.property, f"{_VALUE} = ANY(%s)", _listed(found.value))
    return any_of if found.op == "in" else any_of.within("NOT {}")


def _property(code: str, condition: str, *values: Any) -> Sql:
    return Sql(_PROPERTY_TEXT.replace("{condition}", condition), (code, *values))


def _type(source: Source, code: str) -> str | None:
    for declared in source.system.properties:
        if declared.get("code") == code:
            return str(declared.get("type"))
    return None


def _refuse_unknown(source: Source, found: Filter) -> None:
    """A property that the code system doesn't declare would choose nothing, or all."""
    known = {str(declared.get("code")) for declared in source.system.properties}
    if found.property not in known | {"inactive", "notSelectable", "status"}:
        raise NotUnderstood(
            f"El catálogo {source.system.canonical} no tiene la propiedad «{found.property}».",
            property=found.property,
            url=source.system.url,
        )


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


def _flag(found: Filter) -> bool:
    if found.value not in ("true", "false"):
        raise NotUnderstood(f"«exists» espera true o false, no «{found.value[:40]}».")
    return found.value == "true"


def _unfit(found: Filter) -> NotUnderstood:
    return NotUnderstood(
        f"El operador «{found.op[:40]}» no se puede usar con «{found.property[:40]}».",
        property=found.property,
        op=found.op,
    )
