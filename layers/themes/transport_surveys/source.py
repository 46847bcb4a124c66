"""Commitments 9 and 10: the file of a survey's results."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.transport_surveys.columns import FILE
from layers.themes.transport_surveys.reader import read_surveys
from territory.models import TransportSurveyCount

SURVEYS = Source(
    name="transport_surveys",
    title="Encuestas a usuarios del transporte",
    agencies=("MTC",),
    tables=(
        Table(
            "transport_surveys",
            TransportSurveyCount,
            columns=FILE.fields,
            key=(
                "survey_code",
                "question_code",
                "answer_code",
                "declared_ubigeo",
                "period_start",
                "granularity",
                "is_sample",
            ),
        ),
    ),
    read=read_surveys,
    file=FILE,
    needs_provenance=False,
    sample="transport_surveys.csv",
    choices=("sheet",),
)
