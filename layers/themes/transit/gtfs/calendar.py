"""calendar.txt and calendar_dates.txt: on which days what runs."""

from __future__ import annotations

from layers.themes.transit.gtfs.table import Table
from layers.themes.transit.gtfs.values import one_of, parse_day, parse_id

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ADDED = "1"


def read_calendar(calendar: Table) -> None:
    calendar.read("service_id", parse_id)
    for day in WEEK:
        calendar.read(day, one_of(("0", "1")))
    calendar.read("start_date", parse_day)
    calendar.read("end_date", parse_day)
    calendar.refuse_repeated("service_id")
    good = calendar.good
    backwards = good.index[
        [end < start for start, end in zip(good["start_date"], good["end_date"], strict=True)]
    ]
    calendar.refuse(backwards, "end_date", "El servicio termina antes de empezar.")


def read_calendar_dates(dates: Table) -> None:
    dates.read("service_id", parse_id)
    dates.read("date", parse_day)
    dates.read("exception_type", one_of((ADDED, "2")))
    dates.refuse_repeated("service_id", "date")


def follow_services(trips: Table, calendar: Table, dates: Table) -> None:
    """Refuse trips on days that neither file tells."""
    given = trips.good["service_id"]
    defined = {*calendar.frame["service_id"], *dates.frame["service_id"]}
    kept = {*calendar.good["service_id"], *dates.good["service_id"]}
    known = given.isin(list(defined))
    reason = "No está en calendar.txt ni en calendar_dates.txt."
    trips.refuse(given.index[~known], "service_id", reason)
    trips.drop(given.index[known & ~given.isin(list(kept))])
