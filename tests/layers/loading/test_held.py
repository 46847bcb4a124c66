"""Rows that what is published refuses: of a reading, and of rows that are never all in memory."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from layers.loading.candidates import Candidate
from layers.loading.held import hold_against, hold_candidate_against
from layers.loading.sources import find
from layers.reading.results import Reading, RowError
from layers.source import Held

SOURCE = replace(
    find("health_codes"),
    held=Held(
        "health_codes",
        ("code",),
        lambda rows: {
            at: ("codigo", row[0], "No puede estar.")
            for at, row in enumerate(rows)
            if int(row[0]) % 700 == 0
        },
    ),
)
NUMBER = 2_500
EARLIER = RowError(1, "codigo", "", "Antes.")
READING = Reading(
    {"health_codes": pd.DataFrame({"code": [str(n) for n in range(NUMBER)]}, range(2, NUMBER + 2))},
    (EARLIER,),
)
REFUSED = [0, 700, 1400, 2100]
KEPT = [str(n) for n in range(NUMBER) if n not in REFUSED]


def test_a_reading_loses_its_refused_rows() -> None:
    held = hold_against(SOURCE, READING)
    assert [error.row for error in held.errors] == [1, *(n + 2 for n in REFUSED)]
    assert list(held.frames["health_codes"]["code"]) == KEPT
    assert held.number_of_rows == len(KEPT)


def test_a_candidate_loses_the_same() -> None:
    candidate = hold_candidate_against(SOURCE, Candidate.of(READING))
    for _time in range(2):  # as often as one likes
        assert [row["code"] for row in candidate.rows["health_codes"]] == KEPT
        assert [error.row for error in candidate.errors] == [1, *(n + 2 for n in REFUSED)]
    assert (candidate.number_of_rows, candidate.refused_rows) == (len(KEPT), 5)


def test_nothing_is_done_where_nothing_is_refused() -> None:
    plain = replace(SOURCE, held=None)
    candidate = Candidate.of(READING)
    assert hold_against(plain, READING) is READING
    assert hold_candidate_against(plain, candidate) is candidate
    allowing = replace(SOURCE, held=Held("health_codes", ("code",), lambda rows: {}))
    assert hold_candidate_against(allowing, candidate) is candidate
