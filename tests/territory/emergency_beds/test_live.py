"""Reports at an instant beside those of a day: recomputed by pandas; nearest, occupancy, weeks."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pandas as pd
import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pyproj import Geod

from territory.emergency_beds.current import refresh_emergency_beds, refresh_facility
from territory.emergency_beds.freshness import LIMA, stale_after, told
from territory.emergency_beds.nearest import nearest
from territory.emergency_beds.occupancy import by_region
from territory.emergency_beds.punctuality import DAYS, punctuality
from territory.models import EmergencyBedReport, EmergencyBeds, LiveBedReport
from tests.facilities import CODE, facility

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 15, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 10)
FULL = {"total": 12, "operational": 10, "available": 4, "occupied": 6}


def live(code: str = CODE, at: dt.datetime = NOW, **values: Any) -> LiveBedReport:
    given = {"area": "general", "received_at": at, **FULL}
    return LiveBedReport.objects.create(facility_code=code, at=at, **given | values)


def daily(code: str = CODE, day: dt.date = TODAY, **values: Any) -> EmergencyBedReport:
    given: dict[str, Any] = {
        "area": "general",
        "reported_name": code,
        "commitments": [12],
        "source": "prueba",
        "cutoff_date": day,
        **FULL,
    }
    return EmergencyBedReport.objects.create(facility_code=code, reported_on=day, **given | values)


def current(code: str = CODE) -> EmergencyBeds:
    return EmergencyBeds.objects.get(facility_code=code, area="general", is_sample=False)


@pytest.mark.parametrize(
    ("hour", "day", "wins"),
    [
        # 15:00 UTC of the 10th is 10:00 of Lima.
        (0, 9, "live"),
        (0, 10, "live"),
        (0, 11, "daily"),
        # 03:00 UTC of the 10th is the 9th in Lima.
        (-12, 9, "live"),
        (-12, 10, "daily"),
    ],
)
def test_within_a_day_of_lima_an_instant_is_later(hour: int, day: int, wins: str) -> None:
    live(at=NOW + dt.timedelta(hours=hour), available=1)
    daily(day=dt.date(2026, 3, day), available=3)
    refresh_emergency_beds()
    beds = current()
    assert beds.available == {"live": 1, "daily": 3}[wins]
    assert (beds.used_at is None) == (wins == "daily")


def test_ages_are_each_numbers_own() -> None:
    daily(day=dt.date(2026, 3, 9), total=20, inoperative=2)
    live(total=None)
    refresh_emergency_beds()
    numbers = {one.name: one for one in told(current(), NOW + dt.timedelta(hours=1))}
    assert numbers["available"].age == dt.timedelta(hours=1)
    assert not numbers["available"].is_stale
    # Since the 9th began in Lima, 05:00 UTC.
    assert numbers["total"].value == 20
    assert numbers["total"].age == dt.timedelta(hours=35)
    assert numbers["total"].is_stale
    assert current().fresh_until == NOW + stale_after()


def test_of_two_reports_no_share_is_made() -> None:
    live(at=NOW - dt.timedelta(hours=1))
    live(operational=8, available=None, occupied=None)
    refresh_emergency_beds()
    assert (current().operational, current().occupied) == (8, 6)
    assert current().occupied_percent is None


def test_one_facility_is_derived_as_all_are() -> None:
    facility()
    for number in range(1, 6):
        daily(f"{number:08}")
        live(f"{number:08}", available=number % 5)
    for number in range(1, 6):
        refresh_facility(f"{number:08}")
    fields = [f.attname for f in EmergencyBeds._meta.concrete_fields]
    one_by_one = list(EmergencyBeds.objects.filter(is_sample=False).order_by("pk").values(*fields))
    refresh_emergency_beds()
    assert (
        list(EmergencyBeds.objects.filter(is_sample=False).order_by("pk").values(*fields))
        == one_by_one
    )
    LiveBedReport.objects.filter(facility_code="00000001").delete()
    EmergencyBedReport.objects.filter(facility_code="00000001").delete()
    refresh_facility("00000001")
    assert EmergencyBeds.objects.filter(is_sample=False).count() == 4


def test_the_latest_of_both_is_that_of_pandas() -> None:
    draw = random.Random(106)
    rows = []
    for number in range(1, 13):
        for _ in range(25):
            at = NOW - dt.timedelta(minutes=draw.randrange(1, 6_000))
            is_live = draw.random() < 0.6
            total = draw.randint(1, 30)
            operational = draw.randint(0, total)
            occupied = draw.randint(0, operational)
            values: dict[str, int | None] = {
                "total": total if draw.random() < 0.5 else None,
                "operational": operational if is_live or draw.random() < 0.7 else None,
                "available": operational - occupied if draw.random() < 0.5 else None,
                "occupied": occupied,
            }
            day = at.astimezone(LIMA).date()
            rows.append({"code": f"{number:08}", "live": is_live, "at": at, "day": day, **values})
    frame = pd.DataFrame(rows).astype(object)
    # One a day of the form's.
    frame = frame[frame["live"].astype(bool) | ~frame.duplicated(["code", "live", "day"])]
    frame = frame[~frame.duplicated(["code", "live", "at"])]
    for row in frame.to_dict("records"):
        known = {n: None if pd.isna(row[n]) else int(row[n]) for n in FULL}
        if row["live"]:
            live(row["code"], row["at"].to_pydatetime(), **known)
        else:
            daily(row["code"], row["day"], **known)
    refresh_emergency_beds()
    # A day's report sorts before every instant of its day.
    frame["order"] = [
        (row["day"], row["live"], row["at"].value if row["live"] else 0)
        for _, row in frame.iterrows()
    ]
    for code, group in frame.groupby("code"):
        beds, last_first = current(code), group.sort_values("order", ascending=False)
        for name, prefix in (
            ("total", "total"),
            ("operational", "operational"),
            ("occupied", "used"),
        ):
            line = last_first[last_first[name].notna()].iloc[0]
            assert getattr(beds, name) == line[name]
            assert getattr(beds, f"{prefix}_on") == line["day"]
            assert getattr(beds, f"{prefix}_at") == (line["at"] if line["live"] else None)
        available = last_first.iloc[0]["available"]
        assert beds.available == (None if pd.isna(available) else available)


def test_nearest_is_that_of_the_geodesic() -> None:
    draw, geod = random.Random(7), Geod(ellps="WGS84")
    here, places = (-75.0, -10.0), {}
    moment = timezone.now()
    for number in range(1, 61):
        code = f"{number:08}"
        lon, lat = draw.uniform(-80, -70), draw.uniform(-17, -2)
        category = draw.choice(["I-4", "II-1", "III-1"])
        facility(code, geom=Point(lon, lat, srid=4326), category=category)
        free = draw.randint(0, 3)
        old = draw.random() < 0.3
        live(code, moment - (stale_after() if old else dt.timedelta(hours=1)), available=free)
        if free and not old and category == "II-1":
            places[code] = geod.inv(*here, lon, lat)[2]
    # Neither an example, nor one that nobody knows where it is, nor another area.
    facility("00000091", geom=Point(*here, srid=4326), is_sample=True)
    live("00000091", moment, is_sample=True)
    facility("00000092", geom=None)
    live("00000092", moment)
    facility("00000093", geom=Point(*here, srid=4326))
    live("00000093", moment, area="covid")
    refresh_emergency_beds()
    expected = sorted(places, key=lambda code: places[code])[:5]
    with CaptureQueriesContext(connection) as asked:
        found = nearest(*here, categories=["II-1"])
    assert len(asked) == 2
    assert [near.beds.facility_code for near in found] == expected
    for near in found:
        assert near.metres == pytest.approx(places[near.beds.facility_code], abs=0.5)
    later = timezone.now() + stale_after()
    assert nearest(*here, now=later) == []


def test_nearest_reads_the_index() -> None:
    """Of facts with free beds the index of their positions is what gives them in order."""
    for number in range(1, 400):
        facility(f"{number:08}", geom=Point(-80 + number / 50, -10, srid=4326))
        live(f"{number:08}", timezone.now())
    refresh_emergency_beds()
    with CaptureQueriesContext(connection) as asked:
        nearest(-75.0, -10.0)
    statement = asked.captured_queries[0]["sql"]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE territory_emergencybeds")
        cursor.execute(f"EXPLAIN {statement}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "emergencybeds_free" in plan
    assert "Order By" in plan


def test_occupancy_is_of_one_report_and_keeps_stale_apart() -> None:
    for number, unit in enumerate(["210201", "210201", "210201", "080101"], 1):
        facility(f"{number:08}", declared_unit_id=unit)
    moment = timezone.now()
    live("00000001", moment)
    live("00000002", moment - stale_after(), operational=5, available=0, occupied=5)
    live("00000003", moment, available=1, occupied=None)
    live("00000004", moment, operational=0, available=0, occupied=0)
    refresh_emergency_beds()
    with CaptureQueriesContext(connection) as asked:
        regions = {(one.ubigeo, one.is_stale): one for one in by_region()}
    assert len(asked) == 2
    fresh, stale, none = regions["21", False], regions["21", True], regions["08", False]
    assert (fresh.areas, fresh.counted, fresh.operational, fresh.occupied) == (2, 1, 10, 6)
    assert fresh.percent == pytest.approx(60)
    assert (stale.areas, stale.percent) == (1, 100)
    assert (none.operational, none.percent) == (0, None)
    assert fresh.place == "Puno"


def test_punctuality_is_that_of_counted_minutes() -> None:
    """Of each minute of the week it is asked by itself whether a fresh report was in."""
    draw = random.Random(3)
    facility()
    week = DAYS * 24 * 60
    reports = []
    for _ in range(9):
        at = NOW - dt.timedelta(minutes=draw.randrange(1, week + 500))
        late = dt.timedelta(minutes=draw.choice([0, 0, 5, 240, 1_000]))
        live(at=at, received_at=at + late)
        reports.append((at, at + late))
    covered = 0
    for minute in range(week):
        moment = NOW - dt.timedelta(minutes=week - minute) + dt.timedelta(seconds=30)
        covered += any(came <= moment < at + stale_after() for at, came in reports)
    (row,) = punctuality(now=NOW)
    assert row.percent == pytest.approx(100 * covered / week, abs=0.1)
    since = NOW - dt.timedelta(days=DAYS)
    assert row.reports == sum(at >= since for at, _came in reports)
    assert row.last_at == max(at for at, _came in reports)
    assert punctuality("99999999", now=NOW) == []
