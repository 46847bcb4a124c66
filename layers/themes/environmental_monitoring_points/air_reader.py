"""DIGESA's series of air quality. Format: ``docs/importar-monitoreo-ambiental.md``."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.positions import parse_position
from layers.reading.records import read_records
from layers.reading.results import Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.environmental_monitoring_points.columns import COMMITMENT, POINT_FIELDS
from layers.themes.environmental_monitoring_points.places import key_of
from layers.themes.environmental_monitoring_points.points_of import latest_of
from layers.themes.environmental_monitoring_points.results import ParseResult
from layers.themes.environmental_monitoring_points.sampled import ParseDay
from layers.themes.environmental_monitoring_points.values_reader import (
    measured,
    or_none,
    refuse_again,
    remarks,
    result_keys,
)
from territory.environment_info.parameters import parameter_key
from territory.models import EnvironmentalMeasurement, Matrix, MonitoringRegister

FEED = MonitoringRegister.DIGESA_AIR.value
# What the file is of, which no column of it says.
_PARAMETER, _UNIT = "PM10", "µg/m³"
_NAMES = ("departamento", "provincia", "distrito")

AIR = Specification(
    EnvironmentalMeasurement,
    (
        Column("DEPARTAMENTO", part_of="declared_ubigeo", about="nombre", required=True),
        Column("PROVINCIA", part_of="declared_ubigeo", about="nombre", required=True),
        Column(
            "DISTRITO",
            part_of="declared_ubigeo",
            about="nombre; si el INEI no tiene uno así, la estación queda en su provincia",
            required=True,
        ),
        Column(
            "COD_VAL",
            "point_code",
            "código de la estación",
            required=True,
            strict=True,
            sample=SampleMark(("EJEMPLO-",)),
        ),
        Column("NOMBRE_ESTACION_VAL", about="nombre de la estación", required=True),
        Column(
            "METODOLOGÍA",
            "method",
            "los valores de métodos distintos quedan en series distintas",
            also=("METODO",),
        ),
        Column("FECHA", part_of="sampled_on", about="d/m/aaaa", required=True, strict=True),
        Column(
            "CONCENTRACIÓN (µg/m³)",
            part_of="value",
            about="PM10; `<` y `sin valor` se entienden",
            also=("CONCENTRACION", "CONCENTRACION (ug/m3)"),
            required=True,
            strict=True,
        ),
        Column(
            "LATITUD",
            part_of="geom",
            about="grados; el archivo publicado no la trae",
            also=("LAT",),
        ),
        Column(
            "LONGITUD",
            part_of="geom",
            about="grados; el archivo publicado no la trae",
            also=("LON",),
        ),
    ),
    commitments=(COMMITMENT,),
    computed=(
        "feed",
        "place_key",
        "matrix",
        "place_kind",
        "water_category",
        "parameter",
        "parameter_key",
        "analysis",
        "sampled_time",
        "state",
        "limit_value",
        "unit",
        "original_value",
        "original_unit",
        "result_key",
        "report",
        "stage",
    ),
)


def read_air(data: FileData, context: Context) -> Reading:
    """Stations and their daily values; raises SourceError."""
    found = read_records(data, AIR.required, AIR.optional, AIR.aliases, context.choice.sheet)
    table = Columns(found.frame, "cod_val")
    index = table.frame.index
    value_column = next(column.name for column in AIR.columns if column.part_of == "value")
    results = table.read(value_column, ParseResult())
    units = table.read_together(_NAMES, partial(_unit, units=context.units))
    _tell_provinces(table, units)
    same: dict[str, Any] = {
        "feed": FEED,
        "matrix": Matrix.AIR.value,
        "parameter": _PARAMETER,
        "parameter_key": parameter_key(_PARAMETER),
        "original_unit": _UNIT,
        **dict.fromkeys(
            ("place_kind", "water_category", "report", "stage", "analysis", "sampled_time")
        ),
    }
    values = AIR.read(table, context)
    values |= {
        name: pd.Series([value] * len(index), index, dtype=object) for name, value in same.items()
    }
    values |= {
        "declared_ubigeo": units,
        "geom": table.read_together(("latitud", "longitud"), parse_position),
        "sampled_on": table.read("fecha", ParseDay(context.today)),
        "original_value": or_none(table.frame[value_column].str.strip().str[:40]),
        **measured(results, values["original_unit"]),
    }
    # Of another province a station's code may be the same.
    codes = table.frame.index.map(lambda row: (units[row] or "")[:4])
    pairs = zip(codes, values["point_code"], strict=True)
    values["place_key"] = pd.Series(
        [key_of(*map(str, pair)) for pair in pairs], index, dtype=object
    )
    values["result_key"] = result_keys(values)
    refuse_again(table, values, value_column)
    rows = AIR.frame(table, values)
    names = table.frame["nombre_estacion_val"].str.strip()
    described = pd.DataFrame(
        {
            "code": values["point_code"],
            "name": names.where(names != "", values["point_code"]).str[:200],
            "description": None,
            "altitude_m": None,
        },
        index,
        dtype=object,
    )
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


def _unit(*names: str, units: Directory) -> str:
    """The district, or else the province that its names say; raises CellError."""
    for length in (3, 2):
        if found := units.find(*names[:length]):
            return found
    raise CellError(f"El INEI no tiene una provincia {', '.join(names[:2])}.")


def _tell_provinces(table: Columns, units: pd.Series) -> None:
    rows = [int(row) for row, unit in units.items() if unit and len(unit) == 4]
    if rows:
        more = f", y las de {len(rows) - 1} filas más" if len(rows) > 1 else ""
        reason = f"El INEI no tiene un distrito así: la estación queda en su provincia{more}."
        table.report({rows[0]: reason}, "distrito", refuse=False)
