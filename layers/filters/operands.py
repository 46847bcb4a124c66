"""Comparisons between fields and literals, by the field's type."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from django.db.models import F, Func, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Upper

from layers.errors import InvalidFilter
from layers.fields import Field, FieldType
from layers.filters import temporal
from layers.filters.conditions import (
    Bound,
    always,
    among,
    any_of,
    compared,
    contained,
    like,
    negated,
)
from layers.filters.literals import cast, shown
from territory.unaccent import Unaccented

_NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER})
_MIRRORED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
# Characters that `unaccent` turns into LIKE's own; they must stay plain in a pattern.
_UNACCENTED_SPECIALS = {"∖": "\\", "﹨": "\\", "＼": "\\", "﹪": "%", "％": "%", "＿": "_"}


@dataclass(frozen=True)
class Operand:
    """A side of a comparison: a field, or a literal ``value`` where ``field`` is None."""

    field: Field | None = None
    value: Any = None
    casei: bool = False
    accenti: bool = False


def compare(op: str, left: Operand, right: Operand) -> Combinable:
    """``left OP right``; case or accents count on no side as soon as they don't on one."""
    if left.field is None:
        if right.field is None:
            left = Operand(_typed(left, right), left.value, left.casei, left.accenti)
            return _literals(op, left, right)
        op, left, right = _MIRRORED[op], right, left
    field = left.field
    assert field is not None
    _check_folding(field, left, right)
    if right.field is not None:
        return _fields(op, left, right)
    column = F(field.path)
    if field.type is FieldType.INTEGER_LIST:
        return _holds(op, column, cast(right.value, field), field)
    if field.type in temporal.TEMPORAL_TYPES:
        return temporal.compare_instants(column, op, temporal.span(right.value, field))
    forms = _forms(cast(right.value, field)) if op in ("=", "<>") else [cast(right.value, field)]
    folded = _folded(column, left, right)
    if len(forms) > 1:
        values = (_folded(Bound(form), left, right) for form in forms)
        found = any_of(*(compared(folded, "=", value) for value in values))
        return found if op == "=" else negated(found)
    return compared(folded, op, _folded(Bound(forms[0]), left, right))


def is_among(left: Operand, items: list[Operand]) -> Combinable:
    """``left IN (items)``; an empty list holds nothing."""
    if not items:
        return always(False)
    field = left.field
    plain = not left.casei and not left.accenti and not any(i.casei or i.accenti for i in items)
    listed = field is not None and field.type in _NUMBERS | {FieldType.STRING}
    if field is None or not plain or not listed or any(i.field is not None for i in items):
        return any_of(*(compare("=", left, item) for item in items))
    values = [form for item in items for form in _forms(cast(item.value, field))]
    if any(isinstance(value, Decimal) for value in values):  # a list is of one type
        values = [Decimal(value) for value in values]
    return among(F(field.path), values)


def matches(left: Operand, pattern: Operand) -> Combinable:
    """``left LIKE pattern``."""
    field = left.field
    if field is None or field.type is not FieldType.STRING:
        name = shown(left.value) if field is None else field.name
        raise InvalidFilter(f"«{name}» no es un campo de texto: LIKE no se aplica.")
    if pattern.field is not None:
        raise InvalidFilter("El patrón de LIKE es un texto entre comillas.")
    accenti = left.accenti or pattern.accenti
    column = _folded(F(field.path), left, pattern)
    texts = [_pattern(form, accenti=accenti) for form in _forms(cast(pattern.value, field))]
    tests = [like(column, _folded(Bound(text), left, pattern)) for text in texts]
    return any_of(*tests) if len(tests) > 1 else tests[0]


def _forms(value: Any) -> list[Any]:
    """The ways in which Unicode writes the same text: as it came, composed and decomposed.

    macOS and some keyboards write "Á" as two characters; it is the same name (UAX #15, 1.1). All
    of them can be looked up in an index, which a normalized column can't.
    """
    if not isinstance(value, str) or value.isascii():
        return [value]
    return list(dict.fromkeys([value, *(normalize(form, value) for form in ("NFC", "NFD"))]))


def _fields(op: str, left: Operand, right: Operand) -> Combinable:
    one, other = left.field, right.field
    assert one is not None
    assert other is not None
    same = one.type is other.type or {one.type, other.type} <= _NUMBERS
    if not same or one.type is FieldType.INTEGER_LIST:
        raise InvalidFilter(f"Los campos «{one.name}» y «{other.name}» no se pueden comparar.")
    return compared(_folded(F(one.path), left, right), op, _folded(F(other.path), left, right))


def _literals(op: str, left: Operand, right: Operand) -> Combinable:
    field = left.field
    assert field is not None
    _check_folding(field, left, right)
    if field.type in temporal.TEMPORAL_TYPES:
        first, second = (Bound(temporal.span(side.value, field).first) for side in (left, right))
        return compared(first, op, second)
    one, other = (Bound(cast(side.value, field)) for side in (left, right))
    return compared(
        _folded(_text(one, field), left, right), op, _folded(_text(other, field), left, right)
    )


def _text(value: Combinable, field: Field) -> Combinable:
    """Two untyped parameters have no comparison; a text says that it is one."""
    if field.type is not FieldType.STRING:
        return value
    return Func(value, template="%(expressions)s::text", output_field=TextField())


def _typed(left: Operand, right: Operand) -> Field:
    """The common type of two literals, as a field named by the first."""
    kinds = []
    for value in (left.value, right.value):
        if isinstance(value, dict):
            kinds.append(FieldType.DATE if "date" in value else FieldType.DATETIME)
        elif isinstance(value, bool):
            kinds.append(FieldType.BOOLEAN)
        else:
            kinds.append(FieldType.STRING if isinstance(value, str) else FieldType.NUMBER)
    if kinds[0] is not kinds[1]:
        raise InvalidFilter(
            f"«{shown(left.value)}» y «{shown(right.value)}» no se pueden comparar."
        )
    return Field(shown(left.value), "", type=kinds[0])


def _holds(op: str, column: Combinable, value: int, field: Field) -> Combinable:
    if op not in ("=", "<>"):
        raise InvalidFilter(f"El campo «{field.name}» es una lista: sólo admite =, <> e IN.")
    holds = contained(value, column)
    return holds if op == "=" else negated(holds)


def _check_folding(field: Field, *sides: Operand) -> None:
    if field.type is not FieldType.STRING and any(side.casei or side.accenti for side in sides):
        raise InvalidFilter(f"«{field.name}» no es un texto: CASEI y ACCENTI no se aplican.")


def _folded(expression: Combinable, *sides: Operand) -> Combinable:
    casei = any(side.casei for side in sides)
    accenti = any(side.accenti for side in sides)
    if casei and accenti:
        return Unaccented(expression)  # names are indexed by it
    if casei:
        return Upper(expression)
    if accenti:
        # Not unaccent(): an operator may keep that extension in a schema of its own.
        return Func(
            expression,
            template=r"regexp_replace(normalize(%(expressions)s, NFD), '[\u0300-\u036f]', '', 'g')",
            output_field=TextField(),
        )
    return expression


def _pattern(text: str, *, accenti: bool) -> str:
    """The pattern as LIKE wants it: a final backslash is plain, PostgreSQL refuses it."""
    specials = _UNACCENTED_SPECIALS if accenti else {}
    out: list[str] = []
    characters = iter(text)
    for character in characters:
        if character == "\\":
            out.append("\\" + specials.get(plain := next(characters, "\\"), plain))
        elif character in specials:
            out.append("\\" + specials[character])
        else:
            out.append(character)
    return "".join(out)
