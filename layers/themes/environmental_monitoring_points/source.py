"""Commitment 2: OEFA's values and points of monitoring, DIGESA's series of air quality."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.environmental_monitoring_points import (
    air_reader,
    emissions,
    points_reader,
    values_reader,
)
from layers.themes.environmental_monitoring_points.columns import FILE, POINT_FIELDS
from layers.themes.environmental_monitoring_points.points_columns import POINTS
from territory.models import (
    EnvironmentalMeasurement,
    EnvironmentalMonitoringPoint,
    GreenhouseGasEmission,
)

_POINT_KEY = ("feed", "place_key", "is_sample")
_MEASURED_POINTS = Table(
    "environmental_monitoring_points",
    EnvironmentalMonitoringPoint,
    columns=POINT_FIELDS,
    key=_POINT_KEY,
)


def _measurements(columns: tuple[str, ...]) -> Table:
    return Table(
        "environmental_measurements",
        EnvironmentalMeasurement,
        columns=columns,
        key=(
            "feed",
            "place_key",
            "parameter_key",
            "result_key",
            "sampled_on",
            "is_sample",
        ),
    )


OEFA_VALUES = Source(
    name="environmental_measurements",
    title="Valores de monitoreo ambiental del OEFA",
    agencies=("OEFA",),
    tables=(_MEASURED_POINTS, _measurements(FILE.fields)),
    read=values_reader.read_values,
    choices=("sheet", "datum"),
    file=FILE,
    sample="environmental_measurements.csv",
    feed=values_reader.FEED,
)

OEFA_POINTS = Source(
    name="environmental_points",
    title="Puntos de supervisión del OEFA (PIFA)",
    agencies=("OEFA",),
    tables=(
        Table(
            "environmental_monitoring_points",
            EnvironmentalMonitoringPoint,
            columns=POINTS.fields,
            key=_POINT_KEY,
        ),
    ),
    read=points_reader.read_points,
    choices=("sheet", "layer", "crs"),
    file=POINTS,
    withheld=("NRO_DOC_ADM", "RUC"),
    sample="environmental_points.csv",
    feed=points_reader.FEED,
)

# Of the whole country: no layer, and beside no unit.
EMISSIONS = Source(
    name="greenhouse_gases",
    title="Inventario nacional de gases de efecto invernadero (MINAM)",
    agencies=("MINAM",),
    tables=(
        Table(
            emissions.TABLE,
            GreenhouseGasEmission,
            columns=emissions.EMISSIONS_FILE.fields,
            key=(
                *("year", "ipcc_code", "sector", "category", "subcategory"),
                *("emission_source", "is_sample"),
            ),
            is_layer=False,
        ),
    ),
    read=emissions.read_emissions,
    choices=("sheet",),
    file=emissions.EMISSIONS_FILE,
    sample="greenhouse_gases.csv",
    # The commitment's layer, whose page leads to the inventory; none of its rows is of it.
    also_shows=("environmental_monitoring_points",),
)

DIGESA_AIR = Source(
    name="environmental_air",
    title="PM10 por estación y día (DIGESA)",
    agencies=("MINAM",),
    tables=(_MEASURED_POINTS, _measurements(air_reader.AIR.fields)),
    read=air_reader.read_air,
    choices=("sheet",),
    file=air_reader.AIR,
    sample="environmental_air.csv",
    feed=air_reader.FEED,
)
