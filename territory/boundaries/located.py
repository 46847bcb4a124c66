"""The districts of positions, and the rows whose declared unit is another."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from psycopg import sql

from territory.boundaries.rules import can_conclude_from_position, conclusive_units
from territory.models import AdminUnit, BoundarySource
from territory.models.placed import PositionedRecord
from territory.sql import read_statements

Level = AdminUnit.Level

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
_STEPS = ("points", "index_points", "analyze_points", "refresh", "drop")


def positioned_models() -> tuple[type[PositionedRecord], ...]:
    """The models whose rows have positions of their own, published or not."""
    models = (model for model in apps.get_models() if not model._meta.proxy)
    return tuple(model for model in models if issubclass(model, PositionedRecord))


def refresh_located(models: Iterable[type[PositionedRecord]] | None = None) -> int:
    """Compute ``located_unit`` of every row of the models (None: all); gives how many changed.

    Empty wherever the rules forbid to say. Call it after rows or boundaries changed, in the
    same transaction.
    """
    units = _conclusive()
    wanted = positioned_models() if models is None else models
    return sum(
        _refresh(model._meta.db_table, str(model._meta.pk.column), units) for model in wanted
    )


def locate(table: str, key: str) -> None:
    """Fill ``located_ubigeo`` in any table that has it and ``geom``; ``key`` tells rows apart."""
    _refresh(table, key, _conclusive())


def _conclusive() -> list[str]:
    levels = (Level.DISTRICT,) if can_conclude_from_position(Level.DISTRICT) else ()
    return list(conclusive_units(levels).values_list("pk", flat=True))


def _refresh(table: str, key: str, units: list[str]) -> int:
    names = {"table": sql.Identifier(table), "key": sql.Identifier(key)}
    changed = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for name in _STEPS if units else ("clear",):
            statement = sql.SQL(_SQL[name]).format(**names).as_string(cursor.connection)
            cursor.execute(statement, {"conclusive": units})
            if name in ("refresh", "clear"):
                changed = cursor.rowcount
    return changed


def mismatches(model: type[PositionedRecord]) -> QuerySet[Any]:
    """The model's facts whose position lies in a district outside the unit that they declare.

    A declared district without an official boundary is never contradicted: it may have been
    made since, out of the one in which the position seems to lie.
    """
    contradicted = ~Q(declared_unit__level=Level.DISTRICT) | Q(
        declared_unit__boundary_source=BoundarySource.INEI
    )
    rows: QuerySet[Any] = model._default_manager.filter(
        contradicted, is_sample=False, declared_unit__isnull=False, located_unit__isnull=False
    )
    return (
        rows.exclude(located_unit__ubigeo__startswith=F("declared_unit_id"))
        .select_related("declared_unit", "located_unit")
        .defer("declared_unit__geom", "located_unit__geom")
    )
