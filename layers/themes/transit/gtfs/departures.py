"""Departures by route, stop, service and hour: what frequencies per hour are summed from.

A timetable's trip leaves each of its stops once. A trip of ``frequencies.txt`` leaves its first
stop at ``start_time`` and every ``headway_secs`` after, before ``end_time`` (GTFS Schedule
Reference); at its other stops it is as much later as its timetable says. A stop without a time lies
between those around it, evenly. Nobody departs from a trip's last stop.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from layers.themes.transit.gtfs.calendar import ADDED
from layers.themes.transit.gtfs.dataset import Dataset
from layers.themes.transit.gtfs.service import Service, period_of, services_of
from layers.themes.transit.gtfs.times import in_order

_HOUR = 3600
_KEY = ["route_id", "stop_id", "service_id", "hour"]


def departures(dataset: Dataset) -> pd.DataFrame:
    """One row for each route, stop, service and hour that has any, with how many."""
    calls = _calls(dataset)
    repeated = calls["trip_id"].isin(dataset.frequencies.good["trip_id"].to_numpy())
    once = calls[~repeated].assign(number=1)
    once["hour"] = (once["time"] // _HOUR).astype("int64")
    every = pd.concat([once, _by_frequency(calls[repeated], dataset.frequencies.good)])
    every = every.astype({"hour": "int64", "number": "int64"})
    every["starts"] = every["number"].where(every["is_first"].astype(bool), 0)
    summed = every.groupby(_KEY, sort=True)[["number", "starts"]].sum().reset_index()
    return summed.rename(columns={"number": "departures"})


def services(dataset: Dataset) -> pd.DataFrame:
    """The services that trips use: their week and days, within what the feed answers for."""
    every = services_of(dataset)
    used = sorted(_trips(dataset)["service_id"].unique())
    rows = [(name, every.get(name, Service())) for name in used]
    return pd.DataFrame(
        [
            (name, "".join("1" if runs else "0" for runs in s.week), s.start, s.end)
            for name, s in rows
        ],
        columns=["service_id", "week", "starts", "ends"],
        dtype=object,
    )


def service_dates(dataset: Dataset) -> pd.DataFrame:
    """The single days of the services that trips use, within what the feed answers for."""
    first, last = period_of(dataset.feed_info.good)
    dates = dataset.calendar_dates.good
    used = _trips(dataset)["service_id"].unique()
    rows = [
        (service, date, kind == ADDED)
        for service, date, kind in zip(
            dates["service_id"], dates["date"], dates["exception_type"], strict=True
        )
        if (first is None or date >= first) and (last is None or date <= last)
    ]
    frame = pd.DataFrame(rows, columns=["service_id", "date", "is_added"], dtype=object)
    return frame[frame["service_id"].isin(used)].reset_index(drop=True)


def _calls(dataset: Dataset) -> pd.DataFrame:
    """Where one may depart: each trip's stops but the last, with seconds of the service day."""
    calls = in_order(dataset.stop_times)[["trip_id", "stop_id", "departure_time", "arrival_time"]]
    trip = calls["trip_id"]
    time = calls["departure_time"].fillna(calls["arrival_time"])
    known = time.notna()
    # Between two known times of the same trip; what is left of a refused row isn't guessed.
    inside = (trip.where(known).ffill() == trip) & (trip.where(known).bfill() == trip)
    calls = calls.assign(
        time=time.interpolate() if len(time) else time,
        is_first=trip != trip.shift(),
        is_last=trip != trip.shift(-1),
    )
    calls["offset"] = calls["time"] - calls.groupby("trip_id")["time"].transform("first")
    here = calls["stop_id"].isin(dataset.stops.good["stop_id"].to_numpy())
    calls = calls[inside & here & ~calls["is_last"]]
    return calls[["trip_id", "stop_id", "time", "offset", "is_first"]].merge(
        _trips(dataset), on="trip_id"
    )


def _trips(dataset: Dataset) -> pd.DataFrame:
    """Those whose route is published."""
    trips = dataset.trips.good[["trip_id", "route_id", "service_id"]]
    return trips[trips["route_id"].isin(dataset.routes.good["route_id"].to_numpy())]


def _by_frequency(calls: pd.DataFrame, frequencies: pd.DataFrame) -> pd.DataFrame:
    """By hour, counted and not listed: a vehicle a minute all day is no more rows than one."""
    windows = frequencies[["trip_id", "start_time", "end_time", "headway_secs"]]
    joined = calls.merge(windows, on="trip_id")
    if joined.empty:
        return joined.assign(number=[], hour=[])[[*calls.columns, "number", "hour"]]
    start, end = _numbers(joined["start_time"]), _numbers(joined["end_time"])
    headway = _numbers(joined["headway_secs"])
    number = -(-(end - start) // headway)
    first = start + _numbers(joined["offset"])
    hours = (first + (number - 1) * headway) // _HOUR - first // _HOUR + 1
    at = np.repeat(np.arange(len(joined)), hours)
    step = np.arange(len(at)) - np.repeat(np.cumsum(hours) - hours, hours)
    hour = first[at] // _HOUR + step
    first, headway, number = first[at], headway[at], number[at]

    def before(moment: Any) -> Any:
        return np.clip(-(-(moment - first) // headway), 0, number)

    counted = before((hour + 1) * _HOUR) - before(hour * _HOUR)
    found = joined.iloc[at][list(calls.columns)].assign(number=counted, hour=hour)
    return found[found["number"] > 0]


def _numbers(values: pd.Series) -> Any:
    return values.astype("float64").round().astype("int64").to_numpy()
