"""The file of a survey's results (``docs/importar-encuestas-de-transporte.md``)."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.counted import Counted, parse_counted, parse_period
from layers.reading.records import read_records
from layers.reading.results import Reading
from layers.themes.same_values import refuse_other_values
from layers.themes.sourced_places import check_place, check_sourced
from layers.themes.transport_surveys.columns import FILE
from layers.themes.transport_surveys.small_cells import hide_small
from territory.models.counts import CountState
from territory.models.transport import LIMA_AND_CALLAO, OTHER_CITIES, commitment_of

Values = dict[str, Any]


def read_surveys(data: FileData, context: Context) -> Reading:
    """The counts of a file, small ones hidden; raises SourceError where it can't be read."""
    records = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    table = Columns(records.frame, "codigo_encuesta")
    values: Values = FILE.read(table, context)
    check_place(table, records.frame["territorio"], values["declared_ubigeo"], context)
    check_sourced(table, values["source_url"], context)
    periods = table.read("periodo", partial(parse_period, today=context.today))
    counted = table.read("personas", parse_counted)
    values |= {
        "period_start": periods.map(lambda p: p and p.start).astype(object),
        "granularity": periods.map(lambda p: p and p.granularity.value).astype(object),
        "commitments": values["declared_ubigeo"].map(_commitments),
    }
    key = ("survey_code", "question_code", "answer_code", "declared_ubigeo")
    again = [*(values[name] for name in key), periods]
    table.refuse_repeated(again, "codigo_respuesta", "la respuesta, la unidad y el periodo")
    _same_words(table, values)
    _same_number(table, values, periods)
    table.check("personas", _too_many, counted, values["interviewed"])
    remarks = hide_small(table, values, counted, periods)
    errors = sorted((*records.errors, *table.errors), key=lambda error: error.row)
    frame = FILE.frame(table, values)
    return Reading({"transport_surveys": frame}, tuple(errors), table.notices, remarks)


def _commitments(ubigeo: str | None) -> list[int] | None:
    """That of Lima and Callao, that of other cities; the department of Lima holds both."""
    if ubigeo is None:
        return None
    only = commitment_of(ubigeo)
    return [LIMA_AND_CALLAO, OTHER_CITIES] if only is None else [only]


def _too_many(counted: Counted | None, interviewed: int | None) -> str:
    if counted is None or counted.state != CountState.VALUE or interviewed is None:
        return ""
    assert counted.value is not None
    return "Son más que las entrevistadas." if counted.value > interviewed else ""


def _same_words(table: Columns, values: Values) -> None:
    """A code has one text in the whole file."""
    for codes, text, column, what in (
        (("survey_code",), "survey", "encuesta", "a la encuesta otro nombre"),
        (("survey_code", "question_code"), "name", "pregunta", "a la pregunta otras palabras"),
        (
            ("survey_code", "question_code", "answer_code"),
            "answer",
            "respuesta",
            "a la respuesta otras palabras",
        ),
    ):
        keys = [values[code] for code in codes]
        refuse_other_values(table, keys, values[text], column, what)


def _same_number(table: Columns, values: Values, periods: pd.Series) -> None:
    keys = [values[name] for name in ("survey_code", "question_code", "declared_ubigeo")]
    what = "a la pregunta otro número de entrevistadas"
    refuse_other_values(table, [*keys, periods], values["interviewed"], "entrevistadas", what)
