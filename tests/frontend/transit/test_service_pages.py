"""Feeds, routes and stops: frequencies held against the feed's own rows, added up in Python."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layers.loading import importing
from layers.loading.candidates import Candidate
from layers.loading.checking import Handed
from layers.loading.snapshots import File
from layers.loading.sources import find
from layers.reading.context import Feed
from layers.reading.results import Provenance
from territory.models import TransitRoute, TransitStop
from territory.transit.feeds import summary_of
from territory.transit.frequency import (
    DayKind,
    FeedKey,
    hours_of_route,
    hours_of_stop,
    typical_days,
)
from tests.feeds import feed
from tests.frontend.reading import text_of

pytestmark = pytest.mark.django_db

KEY = FeedKey("prueba", is_sample=False)
CUTOFF = dt.date(2026, 1, 16)
# 1 May 2026 is a Friday, on which nothing of L runs; 2 May, a Saturday, has L by exception.
DATES = "service_id,date,exception_type\nL,20260501,2\nL,20260502,1\n"


@pytest.fixture
def published() -> None:
    publish()


def publish(changes: dict[str, str | bytes | None] | None = None, cutoff: dt.date = CUTOFF) -> None:
    source = find("transport")
    said = Provenance("Municipalidad", "https://example.org/gtfs", cutoff)
    handed = Handed(said, Feed("prueba", "1301"))
    data = feed({"calendar_dates.txt": DATES, **(changes or {})})
    reading = importing.check(source, data, handed)
    assert reading.errors == ()
    importing.publish(source, Candidate.of(reading), file=File("gtfs.zip", "0" * 64))


def route(code: str) -> TransitRoute:
    return TransitRoute.objects.get(feed="prueba", route_id=code)


def by_hour(lines: Any, at: int = 0) -> dict[int, int]:
    return {line.hour: line.departures[at] for line in lines if line.departures[at]}


@pytest.mark.usefixtures("published")
def test_a_route_by_frequency_has_each_of_its_departures() -> None:
    """450 s from 05:00 to 09:00, 600 s until 23:00: listed one by one."""
    expected = Counter(
        leaving // 3600
        for start, end, headway in ((5, 9, 450), (9, 23, 600))
        for leaving in range(start * 3600, end * 3600, headway)
    )
    assert by_hour(hours_of_route(route("R1"), [dt.date(2026, 2, 2)])) == expected


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("day", "runs"),
    [
        (dt.date(2026, 4, 30), True),  # a Thursday
        (dt.date(2026, 5, 1), False),  # a Friday that the calendar leaves out
        (dt.date(2026, 5, 2), True),  # a Saturday that it adds
        (dt.date(2026, 5, 3), False),  # a Sunday
        (dt.date(2026, 6, 30), True),  # the last day, a Tuesday
        (dt.date(2026, 7, 1), False),  # after it
        (dt.date(2026, 1, 14), False),  # before the feed answers, a Wednesday
        (dt.date(2026, 1, 15), True),
    ],
)
def test_window_and_exceptions_are_honoured(day: dt.date, runs: bool) -> None:
    expected = {6: 1, 24: 1} if runs else {}
    assert by_hour(hours_of_route(route("R2"), [day])) == expected


@pytest.mark.usefixtures("published")
def test_a_stop_adds_up_all_routes() -> None:
    stop = TransitStop.objects.get(feed="prueba", stop_id="S2")
    day = dt.date(2026, 2, 2)
    found = by_hour(hours_of_stop(stop, [day]))
    starts = [t for s, e, h in ((5, 9, 450), (9, 23, 600)) for t in range(s * 3600, e * 3600, h)]
    expected = Counter((t + 600) // 3600 for t in starts)  # S2 lies half way, 10 minutes on
    expected[6] += 1
    assert found == expected


def test_a_holiday_is_no_typical_friday() -> None:
    """Three of the four Fridays, and the other weekdays, have R2's trips."""
    publish(cutoff=dt.date(2026, 4, 27))
    days = {day.kind: day for day in typical_days(KEY, dt.date(2026, 4, 27))}
    assert days[DayKind.WEEKDAY].day == dt.date(2026, 4, 27)
    every = sum(len(range(s * 3600, e * 3600, h)) for s, e, h in ((5, 9, 450), (9, 23, 600)))
    assert days[DayKind.WEEKDAY].trips == every + 2
    # The Saturday with an exception occurs once of four.
    assert (days[DayKind.SATURDAY].day, days[DayKind.SATURDAY].trips) == (
        dt.date(2026, 5, 9),
        every,
    )


def test_a_cut_off_after_the_service_is_looked_at_in_its_last_weeks() -> None:
    publish({"calendar_dates.txt": None}, cutoff=dt.date(2026, 11, 1))
    (first, *_others) = typical_days(KEY, dt.date(2027, 6, 1))
    assert first.day <= dt.date(2026, 12, 31)
    assert first.day >= dt.date(2026, 12, 4)


def test_a_feed_that_never_runs_says_so(client: Client) -> None:
    calendar = (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "D,0,0,0,0,0,0,0,20260101,20261231\nL,0,0,0,0,0,0,0,20260101,20260630\n"
    )
    publish({"calendar.txt": calendar, "calendar_dates.txt": None})
    assert "Ningún día tiene servicio" in text_of(client, "/transporte/redes/prueba/")
    assert "No se sabe con qué frecuencia" in text_of(
        client, f"/transporte/rutas/{route('R1').pk}/"
    )


@pytest.mark.usefixtures("published")
def test_the_report_is_in_sentences(client: Client) -> None:
    page = text_of(client, "/transporte/redes/prueba/")
    assert "Tiene 2 rutas y 3 paraderos en Trujillo." in page
    assert "Su servicio va del 15 de enero de 2026 al 31 de diciembre de 2026." in page
    assert "En 2 fechas el calendario añade o quita servicios" in page
    assert "el servicio acaba a las 00:10 del día siguiente" in page
    assert "1 ruta no trae su trazado" in page
    assert "no es un plan de transporte" in page


def test_a_window_of_a_century_is_called_one(client: Client) -> None:
    publish({"feed_info.txt": None})
    summary = summary_of("prueba")
    assert summary is not None
    assert summary.is_open_ended
    assert "no dice cuándo se revisó" in text_of(client, "/transporte/redes/prueba/")


@pytest.mark.usefixtures("published")
def test_pages_lead_to_one_another(client: Client) -> None:
    pk = route("R1").pk
    assert f'"/transporte/rutas/{pk}/"' in client.get("/transporte/redes/prueba/").content.decode()
    page = client.get(f"/transporte/rutas/{pk}/").content.decode()
    stop = TransitStop.objects.get(feed="prueba", stop_id="S1")
    assert f'"/transporte/paraderos/{stop.pk}/"' in page
    assert "cada 8 min" in page  # 60 / 8 departures, rounded
    assert "Óvalo" in text_of(client, f"/transporte/paraderos/{stop.pk}/")


def test_what_is_withdrawn_takes_its_departures(client: Client) -> None:
    publish()
    trips = "route_id,service_id,trip_id,shape_id,trip_headsign\nR1,D,T1,H1,Mercado\n"
    calls = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    calls += "T1,00:00:00,00:00:00,S1,1\nT1,00:20:00,00:20:00,S3,9\n"
    publish({"trips.txt": trips, "stop_times.txt": calls})
    assert hours_of_route(route("R2"), [dt.date(2026, 2, 2)]) == []


def test_a_sample_s_pages_are_marked(client: Client) -> None:
    assert "EJEMPLO" in text_of(client, "/transporte/redes/ejemplo-trujillo/")
    found = TransitRoute.objects.filter(is_sample=True).first()
    assert found is not None
    assert "EJEMPLO" in text_of(client, f"/transporte/rutas/{found.pk}/")


@pytest.mark.parametrize(
    "address", ["/transporte/redes/no-hay/", "/transporte/rutas/0/", "/transporte/paraderos/0/"]
)
def test_what_is_not_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_stop_of_a_list_without_timetables_says_that_it_is_not_known(client: Client) -> None:
    stop = TransitStop.objects.filter(feed="atu").first()
    assert stop is not None
    assert "No se sabe con qué frecuencia" in text_of(client, f"/transporte/paraderos/{stop.pk}/")


def test_queries_don_t_grow_with_routes(client: Client) -> None:
    numbers = []
    for count in (2, 40):
        routes = "".join(f"R{at},A,L{at},,3,\n" for at in range(1, count + 1))
        header = "route_id,agency_id,route_short_name,route_long_name,route_type,route_color\n"
        publish({"routes.txt": header + routes})
        with CaptureQueriesContext(connection) as captured:
            client.get("/transporte/redes/prueba/")
        numbers.append(len(captured))
    assert numbers[0] == numbers[1] <= 14
