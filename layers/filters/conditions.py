"""Boolean SQL expressions that keep SQL's three-valued logic.

Django's ``~Q(a=1)`` finds the rows where ``a`` is null as well; a filter's ``NOT (a = 1)``
does not, in CQL2 as in SQL. So conditions are expressions, not lookups.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Func, Value
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

COMPARISONS = frozenset({"=", "<>", "<", ">", "<=", ">="})


class Bound(Value):
    """A bound parameter that psycopg types by itself.

    Django would make an integer the column's type first, and one beyond its range an error.
    """

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The placeholder and its value."""
        return "%s", (self.value,)


class Condition(Func):
    """Expressions around an operator: ``(a AND b)``, ``(a = b)``."""

    output_field = BooleanField()


def all_of(*conditions: Combinable) -> Combinable:
    return _joined(conditions, " AND ")


def any_of(*conditions: Combinable) -> Combinable:
    return _joined(conditions, " OR ")


def negated(condition: Combinable) -> Combinable:
    return Condition(condition, template="(NOT %(expressions)s)")


def always(value: bool) -> Combinable:
    return Value(value, output_field=BooleanField())


def unknown() -> Combinable:
    """Neither true nor false, nor is its negation: a comparison with what no row has."""
    return Condition(template="NULL::boolean")


def compared(left: Combinable, op: str, right: Combinable) -> Combinable:
    assert op in COMPARISONS
    return Condition(left, right, template="(%(expressions)s)", arg_joiner=f" {op} ")


def among(left: Combinable, values: list[Any]) -> Combinable:
    """``left`` is one of ``values``, which are of one type."""
    return Condition(left, Bound(values), template="(%(expressions)s))", arg_joiner=" = ANY(")


def contained(value: int, array: Combinable) -> Combinable:
    """``value`` is an item of ``array``; any integer will do, whatever the items' width."""
    return Condition(Bound(value), array, template="(%(expressions)s))", arg_joiner=" = ANY(")


def like(left: Combinable, pattern: Combinable) -> Combinable:
    return Condition(left, pattern, template="(%(expressions)s)", arg_joiner=" LIKE ")


def is_null(value: Combinable) -> Combinable:
    return Condition(value, template="(%(expressions)s IS NULL)")


def called(function: str, *arguments: Combinable) -> Combinable:
    """A boolean SQL function; ``function`` is this package's own text."""
    return Condition(*arguments, function=function)


def _joined(conditions: tuple[Combinable, ...], joiner: str) -> Combinable:
    return Condition(*conditions, template="(%(expressions)s)", arg_joiner=joiner)
