"""gtfs-guru beside this site's reading: what it notices, without what it quotes."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

import pytest

from layers.reading.results import SourceError
from layers.themes.transit.gtfs import second_opinion
from layers.themes.transit.reader import read_gtfs
from tests.feeds import FEED, feed
from tests.layers.themes.transit.readings import CONTEXT

pytestmark = pytest.mark.skipif(
    second_opinion.load_validator() is None, reason="gtfs-guru is not made for this machine"
)

DAY = dt.date(2026, 1, 20)


def noticed(changes: dict[str, Any] | None = None, day: dt.date = DAY) -> dict[str, Any]:
    frame = second_opinion.second_opinion(feed(changes or {}), day)
    return {row["code"]: row for row in frame.to_dict("records")}


def test_a_review_says_by_whom_and_when_and_how_much() -> None:
    found = noticed()
    said = found.pop("")
    assert said["checked_with"].startswith("gtfs-guru 1.")
    assert said["checked_on"] == DAY
    assert said["number"] == sum(row["number"] for row in found.values())


def test_what_the_reference_forbids_is_noticed_with_file_and_rows() -> None:
    """GTFS Schedule Reference: frequencies of a trip don't overlap; a stop is used by a trip."""
    changes = {
        "frequencies.txt": (
            "trip_id,start_time,end_time,headway_secs\n"
            "T1,05:00:00,09:00:00,450\nT1,08:00:00,23:00:00,600\n"
        ),
        "stops.txt": FEED["stops.txt"] + "S9,Sola,-8.13,-79.02\n",
    }
    before, after = noticed(), noticed(changes)
    new = {code: row for code, row in after.items() if code not in before}
    assert new["overlapping_frequency"]["severity"] == "error"
    unused = new["stop_without_stop_time"]
    assert (unused["severity"], unused["number"]) == ("warning", 1)


def test_the_day_decides_what_has_expired() -> None:
    assert "feed_expiration_date7_days" not in noticed(day=DAY)
    assert "feed_expiration_date7_days" in noticed(day=dt.date(2026, 12, 28))


def test_nothing_of_what_a_cell_says_is_kept() -> None:
    """An e-mail that is wrong is somebody's all the same."""
    wrong = FEED["agency.txt"].replace("agency_timezone\n", "agency_timezone,agency_email\n")
    wrong = wrong.replace("America/Lima\n", "America/Lima,ana.perez@@correo\n")
    found = noticed({"agency.txt": wrong})
    assert found["invalid_email"]["field"] == "agency_email"
    assert "ana.perez" not in str(found)


def test_of_many_rows_the_first_are_named() -> None:
    rows = "".join(f"X{n},SOLA {n},-8.1{n % 10},-79.02\n" for n in range(30))
    found = noticed({"stops.txt": FEED["stops.txt"] + rows})
    for row in found.values():
        assert len(row["rows"]) <= second_opinion.ROWS_NAMED
    assert found["stop_without_stop_time"]["number"] == 30


def test_a_feed_beyond_the_bound_is_read_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "MAX_BYTES", 100)
    reading = read_gtfs(feed(), CONTEXT)
    assert reading.errors == ()
    assert len(reading.frames["transit_notices"]) == 0
    assert len(reading.frames["transit_routes"]) == 2


def test_without_the_validator_a_feed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gtfs_guru", None)
    reading = read_gtfs(feed(), CONTEXT)
    assert len(reading.frames["transit_notices"]) == 0
    assert len(reading.frames["transit_stops"]) == 3


def test_its_notices_are_no_rows_of_the_file() -> None:
    reading = read_gtfs(feed(), CONTEXT)
    assert "transit_notices" in reading.summaries
    assert reading.number_of_rows == 5


def test_what_is_no_zip_is_refused_before_it() -> None:
    with pytest.raises(SourceError):
        second_opinion.second_opinion(b"no", DAY)
