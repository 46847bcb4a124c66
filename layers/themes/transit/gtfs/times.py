"""stop_times.txt and frequencies.txt: when each trip is where, and how often it starts."""

from __future__ import annotations

import pandas as pd

from layers.themes.transit.gtfs.network import STOP
from layers.themes.transit.gtfs.table import Table
from layers.themes.transit.gtfs.values import (
    one_of,
    parse_headway,
    parse_id,
    parse_integer,
    parse_required_time,
    parse_time,
)

_FIRST_OR_LAST = "Falta la hora: es obligatoria en el primer y el último paradero."


def read_stop_times(stop_times: Table, trips: Table, stops: Table) -> None:
    stop_times.read("trip_id", parse_id)
    stop_times.read("stop_id", parse_id)
    stop_times.read("stop_sequence", parse_integer, "float64")
    stop_times.read("arrival_time", parse_time, "float64")
    stop_times.read("departure_time", parse_time, "float64")
    stop_times.read("timepoint", one_of(("", "0", "1")))
    stop_times.refuse_repeated("trip_id", "stop_sequence")
    stop_times.follow("trip_id", trips, "trip_id")
    stop_times.follow("stop_id", stops, "stop_id")
    kinds = dict(zip(stops.frame["stop_id"], stops.frame["location_type"], strict=True))
    given = stop_times.good["stop_id"]
    elsewhere = given.index[given.map(kinds) != STOP]
    stop_times.refuse(elsewhere, "stop_id", "No es un paradero (location_type 0).")
    _check_times(stop_times)


def in_order(stop_times: Table) -> pd.DataFrame:
    """The good rows, each trip's stops one after another."""
    return _sorted(stop_times.good)


def read_frequencies(frequencies: Table, trips: Table) -> None:
    frequencies.read("trip_id", parse_id)
    frequencies.read("start_time", parse_required_time)
    frequencies.read("end_time", parse_required_time)
    frequencies.read("headway_secs", parse_headway)
    frequencies.read("exact_times", one_of(("", "0", "1")))
    frequencies.follow("trip_id", trips, "trip_id")
    good = frequencies.good
    reason = "El intervalo termina antes de empezar."
    frequencies.refuse(good.index[good["end_time"] <= good["start_time"]], "end_time", reason)
    ordered = frequencies.good.sort_values(["trip_id", "start_time"], kind="stable")
    before = ordered.groupby("trip_id")["end_time"].shift()
    overlapping = ordered.index[(ordered["start_time"] < before).to_numpy(dtype=bool)]
    reason = "Se traslapa con otro intervalo del mismo viaje."
    frequencies.refuse(overlapping, "start_time", reason)


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["trip_id", "stop_sequence"], kind="stable")


def _check_times(stop_times: Table) -> None:
    """Given where they have to be, and never back in time along a trip."""
    ordered = in_order(stop_times)
    arrival, departure = ordered["arrival_time"], ordered["departure_time"]
    trip = ordered["trip_id"]
    # A stop next to a refused one doesn't become the first or the last by that.
    every = _sorted(stop_times.frame)["trip_id"]
    at_end = ((every != every.shift()) | (every != every.shift(-1))).reindex(ordered.index)
    none = arrival.isna() & departure.isna()
    stop_times.refuse(ordered.index[none & at_end], "arrival_time", _FIRST_OR_LAST)
    exact = none & ~at_end & (ordered["timepoint"] == "1")
    reason = "Falta la hora, que timepoint dice exacta."
    stop_times.refuse(ordered.index[exact], "arrival_time", reason)
    early = ordered.index[departure < arrival]
    stop_times.refuse(early, "departure_time", "Sale antes de llegar.")
    left = departure.fillna(arrival).groupby(trip).ffill().groupby(trip).shift()
    back = ordered.index[(arrival.fillna(departure) < left).to_numpy()]
    reason = "La hora es anterior a la del paradero previo."
    stop_times.refuse(back, "arrival_time", reason)
