"""Commitment 10: the files of urban transport plans (``docs/importar-planes-de-transporte.md``)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.records import read_records
from layers.reading.results import Reading
from layers.reading.specification import Specification
from layers.themes.sourced_places import check_place, check_sourced
from layers.themes.urban_transport_plans.columns import INDICATORS_FILE, MEASURES_FILE, PLANS_FILE
from territory.models.urban_plans import UrbanTransportIndicator
from territory.periods import Granularity, Period

Values = dict[str, Any]
_PHASE_NUMBER = re.compile(r"(\d{1,2})\D*$", re.ASCII)


def read_plans(data: FileData, context: Context) -> Reading:
    """The plans of a file; raises SourceError where it can't be read as a whole."""

    def check(table: Columns, values: Values) -> None:
        table.check("horizonte_fin", _backwards, values["horizon_from"], values["horizon_to"])
        table.refuse_repeated((values["code"],), "codigo_plan", "el plan")

    return _read(data, context, PLANS_FILE, "urban_transport_plans", check)


def read_measures(data: FileData, context: Context) -> Reading:
    """The measures of a file by phase; raises SourceError where it can't be read as a whole."""

    def check(table: Columns, values: Values) -> None:
        table.check("fase_fin", _backwards, values["phase_from"], values["phase_to"])
        followed = (values["status"], values["executed_pen"], values["progress_pct"])
        table.check("fecha_estado", _undated, values["status_on"], *followed)
        key = (values["plan_code"], values["code"], values["phase"])
        table.refuse_repeated(key, "codigo", "la medida y la fase")
        _same_phases(table, values)
        values["phase_number"] = values["phase"].map(_phase_number).astype(object)

    return _read(data, context, MEASURES_FILE, "urban_transport_projects", check)


def read_indicators(data: FileData, context: Context) -> Reading:
    """The numbers of a file's indicators; raises SourceError where it can't be read as a whole."""

    def check(table: Columns, values: Values) -> None:
        periods = table.read("periodo", _parse_period)
        values["period_start"] = periods.map(lambda p: p and p.start)
        values["granularity"] = periods.map(lambda p: p and p.granularity.value)

        def future(kind: str | None, period: Period | None) -> str:
            if kind == UrbanTransportIndicator.Kind.TARGET or period is None:
                return ""
            return "El periodo aún no empezó." if period.start > context.today else ""

        table.check("periodo", future, values["kind"], periods)
        key = ("plan_code", "code", "kind", "period_start", "granularity")
        what = "el indicador, el tipo y el periodo"
        table.refuse_repeated([values[name] for name in key], "codigo", what)
        _same_units(table, values)

    return _read(data, context, INDICATORS_FILE, "urban_transport_indicators", check)


def _read(
    data: FileData,
    context: Context,
    file: Specification,
    frame: str,
    check: Callable[[Columns, Values], None],
) -> Reading:
    records = read_records(data, file.required, file.optional, file.aliases, context.choice.sheet)
    table = Columns(records.frame, "codigo_plan")
    values = file.read(table, context)
    check_place(table, records.frame["territorio"], values["declared_ubigeo"], context)
    check_sourced(table, values["source_url"], context)
    check(table, values)
    errors = sorted((*records.errors, *table.errors), key=lambda error: error.row)
    return Reading({frame: file.frame(table, values)}, tuple(errors), table.notices)


def _backwards(first: int | None, last: int | None) -> str:
    wrong = first is not None and last is not None and last < first
    return "El último año es anterior al primero." if wrong else ""


def _undated(
    day: dt.date | None, status: str | None, executed: Decimal | None, progress: Decimal | None
) -> str:
    followed = any(value is not None for value in (status, executed, progress))
    return "Hay seguimiento y no dice de qué día es." if followed and day is None else ""


def _same_phases(table: Columns, values: Values) -> None:
    """A phase of a plan has the same years in all of its measures."""
    seen: dict[tuple[Any, Any], tuple[int, Any]] = {}
    reasons: dict[int, str] = {}
    rows = zip(
        table.frame.index,
        *(values[name] for name in ("plan_code", "phase", "phase_from", "phase_to")),
        strict=True,
    )
    for row, plan, phase, first, last in rows:
        if plan is None or phase is None or int(row) in table.refused:
            continue
        before, years = seen.setdefault((plan, phase), (int(row), (first, last)))
        if years != (first, last):
            reasons[int(row)] = f"La fila {before} da a la fase «{phase}» otros años."
    table.report(reasons, "fase_inicio", refuse=True)


def _same_units(table: Columns, values: Values) -> None:
    """An indicator's numbers are of one name and one unit of measure: they make one series."""
    seen: dict[tuple[Any, Any], tuple[int, Any]] = {}
    reasons: dict[int, str] = {}
    rows = zip(
        table.frame.index,
        *(values[name] for name in ("plan_code", "code", "name", "unit_of_measure")),
        strict=True,
    )
    for row, plan, code, *same in rows:
        if plan is None or code is None or int(row) in table.refused:
            continue
        before, first = seen.setdefault((plan, code), (int(row), same))
        if first != same:
            reasons[int(row)] = f"La fila {before} da al indicador otro nombre o unidad de medida."
    table.report(reasons, "unidad_medida", refuse=True)


def _phase_number(phase: str | None) -> int | None:
    found = _PHASE_NUMBER.search(phase or "")
    return int(found[1]) if found else None


def _parse_period(raw: str) -> Period:
    try:
        period = Period.parse(raw.strip().removesuffix(".0"))
    except ValueError as error:
        raise CellError("No es un año (2030) ni un mes (2024-06).") from error
    if period.granularity is Granularity.DAY:
        raise CellError("No es un año (2030) ni un mes (2024-06).")
    return period
