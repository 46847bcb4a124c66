"""SQL expressions of our own: text joined inside the database, and templates of SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Expression, TextField
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class TextOf(Expression):
    """SQL pieces joined with ``||``: strings are literal text, expressions stay as they are.

    Each expression must be of SQL type text and not null (a null would swallow the row):
    wrap it in ``Sql`` with COALESCE where it can be null.
    """

    def __init__(self, parts: Sequence[str | Combinable]) -> None:
        super().__init__(output_field=TextField())
        self._layout: list[str | None] = [p if isinstance(p, str) else None for p in parts]
        self._expressions: list[Any] = [p for p in parts if not isinstance(p, str)]

    def get_source_expressions(self) -> list[Any]:
        return self._expressions

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self._expressions = list(exprs)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """The concatenation; literal text is bound, never spliced into the SQL."""
        sql: list[str] = []
        params: list[Any] = []
        expressions = iter(self._expressions)
        for literal in self._layout:
            if literal is not None:
                sql.append("%s::text")
                params.append(literal)
                continue
            piece, piece_params = compiler.compile(next(expressions))
            sql.append(piece)
            params.extend(piece_params)
        return "(" + " || ".join(sql) + ")", tuple(params)


class Sql(Expression):
    """A template of SQL around expressions: ``Sql("COALESCE(to_json({0})::text, 'null')", x)``.

    The template is this package's own text; values travel as bound parameters.
    """

    def __init__(self, template: str, *expressions: Combinable, output_field: Any = None) -> None:
        super().__init__(output_field=output_field or TextField())
        self.template = template
        self._expressions: list[Any] = list(expressions)

    def get_source_expressions(self) -> list[Any]:
        return self._expressions

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self._expressions = list(exprs)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """The template with each ``{n}`` replaced by the n-th expression's SQL."""
        compiled = [compiler.compile(expression) for expression in self._expressions]
        params: list[Any] = []
        pieces: list[str] = []
        rest = self.template
        while "{" in rest:
            before, _, tail = rest.partition("{")
            index, _, rest = tail.partition("}")
            sql, sql_params = compiled[int(index)]
            pieces += [before, sql]
            params.extend(sql_params)
        return "".join([*pieces, rest]), tuple(params)
