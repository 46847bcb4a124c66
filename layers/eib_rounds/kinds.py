"""The kinds of records that are prepared of instruments of EIB, of commitment 5."""

from __future__ import annotations

from layers.eib_rounds.instruments import check_counted, faults_of_instrument, faults_of_round
from layers.record_kinds import Kind
from territory.models import EibInstrument, EibRound

COMMITMENT = 5
_SOURCE = ("source_url", "cutoff_date")

INSTRUMENT = Kind(
    "eib_instrument",
    EibInstrument,
    ("commitment_id", "slug", "number"),
    ("title", "purpose", "dated_on", "items", *_SOURCE),
    of_commitment=COMMITMENT,
    problems=faults_of_instrument,
)
ROUND = Kind(
    "eib_round",
    EibRound,
    ("instrument_id", "code"),
    ("title", "starts_on", "ends_on", "asked", "source", *_SOURCE),
    within="instrument",
    problems=faults_of_round,
    demands=check_counted,
)

EIB_KINDS = (INSTRUMENT, ROUND)
