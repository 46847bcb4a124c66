"""OEFA's values of monitoring. Format: ``docs/importar-monitoreo-ambiental.md``."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any

import pandas as pd

from layers.reading.cells import CellError, parse_text
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.numbers import parse_number
from layers.reading.records import read_records
from layers.reading.results import ChoiceMissing, Reading, SourceError
from layers.reading.utm import Datum
from layers.reading.utm_points import parse_utm_point
from layers.themes.environmental_monitoring_points.columns import FILE, POINT_FIELDS, WIDE
from layers.themes.environmental_monitoring_points.places import (
    key_of,
    parse_category,
    parse_matrix,
    parse_named_unit,
)
from layers.themes.environmental_monitoring_points.points_of import latest_of, refuse_scattered
from layers.themes.environmental_monitoring_points.results import ParseResult, Result
from layers.themes.environmental_monitoring_points.sampled import ParseDay, parse_time
from territory.environment_info.parameters import parameter_key
from territory.environment_info.units import harmonised
from territory.models import MeasurementState, MonitoringRegister

FEED = MonitoringRegister.OEFA_VALUES.value
_SIGNS = {"<": "<", ">": ">", "": "", "=": ""}
_METRES = (-1_000, 7_000)


def read_values(data: FileData, context: Context) -> Reading:
    """Points and values of a CSV or spreadsheet; raises SourceError.

    A value whose day, matrix, parameter, unit or number isn't certain is refused; a position or
    a unit that can't be is left out.
    """
    found = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    frame, analysis = _one_result_a_row(found.frame)
    table = Columns(frame, "punto_muestreo")
    values = FILE.read(table, context) | _place(table, context)
    results = table.read("valor", ParseResult())
    values |= {
        "feed": pd.Series(FEED, frame.index, dtype=object),
        "analysis": _analysis(table, analysis),
        "sampled_on": table.read("fecha_pto", ParseDay(context.today)),
        "sampled_time": or_none(table.read_if_possible("hora", parse_time)),
        "parameter_key": values["parameter"].map(lambda name: parameter_key(name or "")),
        "original_value": or_none(table.frame["valor"].str.strip().str[:40]),
        **measured(results, values["original_unit"]),
    }
    values["place_key"] = table.read_together(("cuc", "punto_muestreo"), key_of)
    values["result_key"] = result_keys(values)
    refuse_scattered(table, values["place_key"], values["geom"], "punto_muestreo")
    refuse_again(table, values, "parametro")
    rows = FILE.frame(table, values)
    described = pd.DataFrame(_described(table, values), frame.index, dtype=object)
    points = latest_of(rows.join(described), POINT_FIELDS)
    errors = sorted((*found.errors, *table.errors), key=lambda error: error.row)
    return Reading(
        {"environmental_monitoring_points": points, "environmental_measurements": rows},
        tuple(errors),
        table.notices,
        remarks(rows),
        FEED,
        summaries=("environmental_monitoring_points",),
    )


def measured(results: pd.Series, units: pd.Series) -> dict[str, pd.Series]:
    """The state, the value or its limit, and the unit of both: what a file's number amounts to."""
    known = {unit: harmonised(unit or "") for unit in units.unique()}

    def number(result: Result | None, unit: str, *, is_value: bool) -> float | None:
        if result is None or result.number is None:
            return None
        if (result.state is MeasurementState.VALUE) is not is_value:
            return None
        return float(result.number * known[unit].factor)

    pairs = list(zip(results, units, strict=True))
    columns = {
        "state": [result.state.value if result else None for result in results],
        "value": [number(result, unit, is_value=True) for result, unit in pairs],
        "limit_value": [number(result, unit, is_value=False) for result, unit in pairs],
        "unit": [known[unit].unit for unit in units],
    }
    return {name: pd.Series(found, results.index, dtype=object) for name, found in columns.items()}


def result_keys(values: dict[str, Any]) -> pd.Series:
    """What distinguishes a parameter's results in a day: how, by which method, at what hour."""
    told = zip(*(values[name] for name in ("analysis", "method", "sampled_time")), strict=True)
    keys = [
        hashlib.sha256("\n".join(text or "" for text in texts).encode()).hexdigest()[:16]
        for texts in told
    ]
    return pd.Series(keys, values["method"].index, dtype=object)


def or_none(texts: pd.Series) -> pd.Series:
    """The texts as objects, None for what isn't known."""
    return pd.Series([text or None for text in texts], texts.index, dtype=object)


def refuse_again(table: Columns, values: dict[str, Any], column: str) -> None:
    """Refuse a second value of one parameter, method and time of a point."""
    key = ("place_key", "parameter_key", "result_key", "sampled_on")
    table.refuse_repeated(
        tuple(values[name] for name in key), column, "el parámetro, el método y la hora del punto"
    )


def remarks(rows: pd.DataFrame) -> tuple[str, ...]:
    """How much of the file is no number."""
    counts = rows["state"].value_counts()
    below = int(counts.get("below", 0)) + int(counts.get("above", 0))
    nothing = int(counts.get("not_reported", 0))
    found = []
    if below:
        found.append(f"{below} valores están fuera de lo que el método distingue: queda su límite.")
    if nothing:
        found.append(f"{nothing} filas no tienen valor: se publican sin él, y no son cero.")
    return tuple(found)


def _analysis(table: Columns, columns: pd.Series) -> pd.Series:
    """As the row says it, or else by the column that has its value."""
    read = table.read_if_possible("tipo_analisis", partial(parse_text, max_length=150))
    return or_none(columns.where(columns != "", read))


def _one_result_a_row(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """The frame with the sign and whatever column has the value in ``valor``; and that column."""
    value = frame["valor"].str.strip()
    analysis = pd.Series("", frame.index, dtype=object)
    for column in WIDE:
        fills = (value == "") & (frame[column.name].str.strip() != "")
        value = value.where(~fills, frame[column.name].str.strip())
        analysis = analysis.where(~fills, column.title.replace(".", " "))
    sign = frame["signo"].str.strip().map(_SIGNS).fillna("")
    signed = (sign != "") & ~value.str.startswith(("<", ">")) & (value != "")
    value = value.where(~signed, sign + value)
    if frame.shape[0] and (value == "").all():
        raise SourceError("Ninguna fila tiene un valor: falta la columna VALOR o RESULTADO.")
    return frame.assign(valor=value), analysis


def _place(table: Columns, context: Context) -> dict[str, pd.Series]:
    _name_datum(table, context.choice.datum)
    return {
        "matrix": table.read_together(
            ("matriz", "procedencia", "procedencia_especifica"), parse_matrix, refuse=True
        ),
        "water_category": table.read_if_possible("categoria", parse_category),
        "geom": table.read_together(
            ("coord_este", "coord_norte", "txzona", "datum"), parse_utm_point
        ),
        "declared_ubigeo": table.read_if_possible(
            "txubigeo", partial(parse_named_unit, units=context.units)
        ),
    }


def _name_datum(table: Columns, chosen: str) -> None:
    """Put in what the operator said of rows without one; raises ChoiceMissing where all are."""
    datum = table.frame["datum"].str.strip()
    is_placed = table.frame["coord_este"].str.strip() != ""
    if chosen:
        table.frame["datum"] = datum.where(datum != "", chosen)
    elif is_placed.any() and (datum == "").all():
        raise ChoiceMissing(
            "Ninguna fila dice el datum de sus coordenadas: indíquelo con --datum.",
            "datum",
            [named.value for named in Datum],
        )


def _described(table: Columns, values: dict[str, Any]) -> dict[str, Any]:
    code = values["point_code"]
    return {
        "code": code,
        "name": code,
        "description": table.read_if_possible(
            "descripcion", partial(parse_text, max_length=500)
        ).map(lambda text: text or None),
        "altitude_m": table.read_if_possible("altitud", _parse_altitude),
    }


def _parse_altitude(raw: str) -> int | None:
    number = parse_number(raw)
    if number is None:
        return None
    if not _METRES[0] <= number <= _METRES[1]:
        raise CellError("No es una altitud del Perú, en metros.")
    return round(number)
