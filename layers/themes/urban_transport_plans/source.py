"""Commitment 10: the three files of urban transport plans."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.urban_transport_plans import columns, reader
from territory.models import UrbanTransportIndicator, UrbanTransportPlan, UrbanTransportProject

PLANS = Source(
    name="urban_plans",
    title="Planes de transporte urbano",
    agencies=("MTC",),
    tables=(
        Table(
            "urban_transport_plans",
            UrbanTransportPlan,
            columns=columns.PLANS_FILE.fields,
            key=("code", "is_sample"),
        ),
    ),
    read=reader.read_plans,
    file=columns.PLANS_FILE,
    needs_provenance=False,
    sample="urban_transport_plans.csv",
    choices=("sheet",),
)

MEASURES = Source(
    name="urban_measures",
    title="Medidas de los planes de transporte urbano",
    agencies=("MTC",),
    tables=(
        Table(
            "urban_transport_projects",
            UrbanTransportProject,
            columns=columns.MEASURES_FILE.fields,
            key=("plan_code", "code", "phase", "is_sample"),
        ),
    ),
    read=reader.read_measures,
    file=columns.MEASURES_FILE,
    needs_provenance=False,
    sample="urban_transport_projects.csv",
    choices=("sheet",),
)

INDICATORS = Source(
    name="urban_indicators",
    title="Indicadores de los planes de transporte urbano",
    agencies=("MTC",),
    tables=(
        Table(
            "urban_transport_indicators",
            UrbanTransportIndicator,
            columns=columns.INDICATORS_FILE.fields,
            key=("plan_code", "code", "kind", "period_start", "granularity", "is_sample"),
        ),
    ),
    read=reader.read_indicators,
    file=columns.INDICATORS_FILE,
    needs_provenance=False,
    sample="urban_transport_indicators.csv",
    choices=("sheet",),
)
