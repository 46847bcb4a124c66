"""How the database would do what it is asked: plans that read a whole table for each row."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_EXPLAINED = ("DELETE", "INSERT", "SELECT", "UPDATE", "WITH")
# As many rows are read as quickly as found by an index.
_FEW = 100

Plan = dict[str, Any]


@contextmanager
def rereadings(tables: Collection[str]) -> Iterator[list[str]]:
    """Of what is executed, each statement whose plan scans one of the tables again and again.

    It is planned just before it runs, as the rows and statistics are then.
    """
    found: list[str] = []

    def explain_first(
        execute: Callable[..., Any], query: str, params: Any, many: bool, context: Any
    ) -> Any:
        code = [line for line in query.strip().splitlines() if not line.startswith("--")]
        if not many and code and code[0].split()[0].upper() in _EXPLAINED:
            with context["connection"].connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {query}", params)
                (answer,) = cursor.fetchone()
            plan = answer[0] if isinstance(answer, list) else json.loads(answer)[0]
            if any(_is_large(table) for table in reread_tables(plan["Plan"], tables)):
                found.append(query)
        return execute(query, params, many, context)

    with connection.execute_wrapper(explain_first):
        yield found


def reread_tables(plan: Plan, tables: Collection[str], *, repeated: bool = False) -> Iterator[str]:
    """Those of the tables that are scanned from end to end for each row of something else."""
    if repeated and plan["Node Type"] == "Seq Scan" and plan["Relation Name"] in tables:
        yield plan["Relation Name"]
    for child in plan.get("Plans", ()):
        yield from reread_tables(
            child, tables, repeated=repeated or _is_done_for_each_row(plan, child)
        )


def nodes(plan: Plan) -> Iterator[Plan]:
    """Every node of a plan, the topmost first."""
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def read_tables(plan: Plan) -> set[str]:
    """The tables that a plan reads."""
    return {
        node["Relation Name"]
        for node in nodes(plan)
        if "Scan" in node["Node Type"] and "Relation Name" in node
    }


def _is_large(table: str) -> bool:
    """Whether it does hold rows, whatever the planner takes it for."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM (SELECT FROM "{table}" LIMIT {_FEW + 1}) AS few')
        return bool(cursor.fetchone()[0] > _FEW)


def _is_done_for_each_row(plan: Plan, child: Plan) -> bool:
    if child["Parent Relationship"] == "SubPlan":
        return f"hashed {child['Subplan Name']}" not in json.dumps(plan)
    return bool(plan["Node Type"] == "Nested Loop" and child["Parent Relationship"] == "Inner")
