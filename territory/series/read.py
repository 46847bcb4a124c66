"""The counts of units: as published, or the sum of the units inside where all have a number."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    BooleanField,
    Case,
    Count,
    DecimalField,
    F,
    Func,
    Max,
    Q,
    QuerySet,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from territory.coverage import COUNTRY as WHOLE_COUNTRY
from territory.coverage import Covers
from territory.covered import Coverage, CoveredUnit, published_coverage
from territory.models import AdminUnit
from territory.models.counts import CountRecord, CountState
from territory.periods import Granularity, Period
from territory.sql import read_statements

COUNTRY = ""
# A sum of which not all parts have a number.
INCOMPLETE = "incomplete"

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
_SEPARATOR = "\x1f"
_TEXT = TextField()
# Whether a sum is of all its parts: each has a number or, in a register, every one that it names.
_IS_WHOLE = (
    "count(below.value) = CASE WHEN bool_and(below.lists_all) THEN count(*) ELSE parts.number END"
)
# Each level's sum, of the level below.
_SUMS = {
    "of_districts": "SELECT * FROM reported WHERE length(unit) = 6",
    "of_provinces": "SELECT * FROM provinces",
    "of_departments": "SELECT * FROM departments",
}


@dataclass(frozen=True)
class Cell:
    """A count of a unit in a period: a value, or the state that says why there is none.

    ``unit`` is a ubigeo, empty for the country. ``dimensions`` are the codes of the model's further
    ones, in their order. ``state`` is a ``CountState`` or, of a sum (``is_sum``) of which not all
    parts have a number, "incomplete". A sum's cut-off is its parts' latest. Where the published
    files cover a part of the unit only, the sum ``is_partial``: it is of the units ``covers``.
    """

    model: type[CountRecord]
    unit: str
    period: Period
    category: str
    dimensions: tuple[str, ...]
    value: int | Decimal | None
    state: str
    is_sum: bool
    source: str
    source_url: str
    cutoff_date: dt.date
    is_sample: bool
    covers: tuple[CoveredUnit, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether it is not of all the unit."""
        return bool(self.covers)

    @property
    def has_value(self) -> bool:
        return self.state == CountState.VALUE


def count_models() -> tuple[type[CountRecord], ...]:
    """Every kind of count in place and time."""
    models = apps.get_app_config("territory").get_models()
    return tuple(model for model in models if issubclass(model, CountRecord))


def read_cells(
    tables: Sequence[QuerySet[Any]], units: Sequence[str], where: Q | None = None
) -> list[Cell]:
    """The cells of ``units`` in each of the tables, by three queries at most, whatever there is.

    ``tables`` are the published rows of models of counts, ``units`` ubigeos (``COUNTRY`` for all
    of Peru), ``where`` a condition on every table's rows. In the order of model, unit, period,
    category and dimensions. What no row tells of is absent.
    """
    if not tables or not units:
        return []
    found = [_reported(rows.filter(_needed(rows.model, units), where or Q())) for rows in tables]
    reported, params = _sql(found[0].union(*found[1:], all=True))
    sums = {
        name: _SQL["sums"].format(below=below, is_whole=_IS_WHOLE) for name, below in _SUMS.items()
    }
    models = {str(rows.model._meta.model_name): rows.model for rows in tables}
    coverage = published_coverage()
    scopes = json.dumps(_scopes(models, coverage))
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL["cells"].format(reported=reported, **sums), [*params, scopes, list(units)]
        )
        return list(_cells(cursor.fetchall(), models, coverage))


def _scopes(models: dict[str, type[CountRecord]], coverage: Coverage) -> list[dict[str, Any]]:
    """What the files of the tables cover, as the statement wants it; those without files together.

    A table's samples, or facts written by hand, are held against all units.
    """
    by_covers: dict[Covers, list[str]] = {}
    for name, model in models.items():
        covers = coverage.covers.get(model._meta.label_lower, ())
        by_covers.setdefault(covers, []).append(name)
    return [
        {
            "number": number,
            "models": names,
            "covers": [COUNTRY if code == WHOLE_COUNTRY else code for code in covers],
            "above": sorted({code[:n] for code in covers for n in (2, 4) if n < len(code)}),
        }
        for number, (covers, names) in enumerate(by_covers.items())
    ]


def _needed(model: type[CountRecord], units: Sequence[str]) -> Q:
    """The rows that the units' cells are made of."""
    if not model.has_every_level:
        return Q() if COUNTRY in units else _prefixed(units)
    within = Q(declared_unit__in=[unit for unit in units if unit != COUNTRY])
    if COUNTRY in units:
        within |= Q(declared_unit__level=AdminUnit.Level.DEPARTMENT)
    return within


def _prefixed(units: Sequence[str]) -> Q:
    within = Q()
    for unit in units:
        within |= Q(declared_unit__ubigeo__startswith=unit)
    return within


def _reported(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The columns of the cells, of one table; text is text and values are numeric in all."""
    model: type[CountRecord] = rows.model
    texts = [Cast(F(name), _TEXT) for name in model.dimensions]
    dimensions = Func(*texts, function="ARRAY", template="ARRAY[%(expressions)s]::text[]")
    dimensions.output_field = ArrayField(_TEXT)
    keys: dict[str, Any] = {
        "model": Value(model._meta.model_name, _TEXT),
        "unit": Cast(F("declared_unit_id"), _TEXT),
        "reported_period": F("period_start"),
        "reported_granularity": Cast(F("granularity"), _TEXT),
        "reported_category": Cast(F("category"), _TEXT),
        "reported_dimensions": dimensions,
        "is_sum": Value(False, BooleanField()),
        "adds_units": Value(model.adds_units, BooleanField()),
        "lists_all": Value(model.lists_all, BooleanField()),
        "reported_sample": F("is_sample"),
    }
    cells = _added() if model.adds_over else _AS_PUBLISHED
    reported: QuerySet[Any] = rows.order_by().values(**keys).annotate(**cells)
    return reported


_NUMBER = DecimalField(max_digits=30, decimal_places=6)
# What the table says of a cell.
_AS_PUBLISHED: dict[str, Any] = {
    "reported_value": Cast(F("value"), _NUMBER),
    "reported_state": Cast(F("state"), _TEXT),
    "reported_sources": Cast(F("source"), _TEXT),
    "reported_addresses": Cast(F("source_url"), _TEXT),
    "reported_cutoff": F("cutoff_date"),
}


def _added() -> dict[str, Any]:
    """What rows that share out a cell make together; unknown where one of them has no number."""
    is_whole = Q(Exact(Count("value"), Count("pk")))
    joined = partial(StringAgg, delimiter=_SEPARATOR, distinct=True, output_field=_TEXT)
    return {
        "reported_value": Case(When(is_whole, then=Cast(Sum("value"), _NUMBER))),
        "reported_state": Case(
            When(is_whole, then=Value(CountState.VALUE.value)),
            default=Value(INCOMPLETE),
            output_field=_TEXT,
        ),
        "reported_sources": joined(Cast(F("source"), _TEXT)),
        "reported_addresses": joined(Cast(F("source_url"), _TEXT)),
        "reported_cutoff": Max("cutoff_date"),
    }


def _sql(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    # Rows of none are asked for all the same: their columns are wanted.
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False)
    text, params = compiler.as_sql()
    return text, tuple(params)


def _cells(
    rows: Sequence[tuple[Any, ...]], models: dict[str, type[CountRecord]], coverage: Coverage
) -> Iterator[Cell]:
    for row in rows:
        name, unit, start, granularity, category, dimensions, value, state, *rest = row
        is_sum, sources, addresses, cutoff, is_sample = rest
        addresses = _distinct(addresses)
        model = models[name]
        is_part = is_sum and not is_sample
        yield Cell(
            model,
            unit,
            Period(start, Granularity(granularity)),
            category,
            tuple(dimensions),
            _number(value),
            state,
            is_sum,
            "; ".join(_distinct(sources)),
            addresses[0] if len(addresses) == 1 else "",
            cutoff,
            is_sample,
            coverage.partial(model, unit or WHOLE_COUNTRY) or () if is_part else (),
        )


def _distinct(joined: str | None) -> list[str]:
    """Sums join the texts of their parts, which may be sums of others."""
    return list(dict.fromkeys(text for text in (joined or "").split(_SEPARATOR) if text))


def _number(value: Decimal | None) -> int | Decimal | None:
    """A whole number as such; others without the zeros at their end."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()
