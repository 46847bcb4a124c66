"""Small GTFS feeds, written file by file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# A valid feed: two routes, one with a shape and frequencies, one with neither.
FEED = {
    "agency.txt": (
        "agency_id,agency_name,agency_url,agency_timezone\n"
        "A,Operador A,https://example.org,America/Lima\n"
    ),
    "stops.txt": (
        "stop_id,stop_name,stop_lat,stop_lon\n"
        "S1,Óvalo,-8.10,-79.03\nS2,Plaza,-8.11,-79.02\nS3,Mercado,-8.12,-79.01\n"
    ),
    "routes.txt": (
        "route_id,agency_id,route_short_name,route_long_name,route_type,route_color\n"
        "R1,A,10,Óvalo - Mercado,3,1c6EA4\nR2,A,,Plaza - Mercado,3,\n"
    ),
    "trips.txt": (
        "route_id,service_id,trip_id,shape_id,trip_headsign\n"
        "R1,D,T1,H1,Mercado\nR2,L,T2,,Mercado\nR2,L,T3,,Plaza\n"
    ),
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "T1,00:00:00,00:00:00,S1,1\nT1,,,S2,5\nT1,00:20:00,00:20:00,S3,9\n"
        "T2,06:30:00,06:31:00,S2,1\nT2,06:45:00,06:45:00,S3,2\n"
        "T3,24:10:00,24:10:00,S3,1\nT3,24:30:00,24:30:00,S2,2\n"
    ),
    "calendar.txt": (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "D,1,1,1,1,1,1,1,20000101,21000101\nL,1,1,1,1,1,0,0,20260101,20260630\n"
    ),
    "frequencies.txt": (
        "trip_id,start_time,end_time,headway_secs\n"
        "T1,05:00:00,09:00:00,450\nT1,09:00:00,23:00:00,600\n"
    ),
    "shapes.txt": (
        "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n"
        "H1,-8.12,-79.01,30\nH1,-8.10,-79.03,10\nH1,-8.105,-79.03,20\n"
    ),
    "feed_info.txt": (
        "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date\n"
        "Editor,https://example.org,es,20260115,20261231\n"
    ),
}


# Where the feed's stops are in another city: how far north and east of Trujillo's, degrees.
_CITIES = {"0801": (-5.42, 7.05), "1501": (-3.95, 2.0), "07": (-3.96, 1.89)}


def stops_in(unit: str) -> dict[str, str]:
    """``stops.txt`` with the stops of ``FEED`` in the city of a unit; nothing for Trujillo's."""
    north, east = _CITIES.get(unit.zfill(len(unit) + len(unit) % 2), (0.0, 0.0))
    if not north:
        return {}
    header, *rows = FEED["stops.txt"].splitlines()
    moved = [header]
    for row in rows:
        *names, lat, lon = row.split(",")
        moved.append(",".join((*names, f"{float(lat) + north:.2f}1", f"{float(lon) + east:.2f}1")))
    return {"stops.txt": "\n".join(moved) + "\n"}


def feed(changes: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """The zip of ``FEED`` with these files instead of its own; None leaves one out."""
    files = {**FEED, **(changes or {})}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            if text is not None:
                archive.writestr(name, text)
    return content.getvalue()


def changed(name: str, before: str, after: str) -> dict[str, str | bytes | None]:
    """``name`` with ``before`` replaced, which must be there once."""
    assert FEED[name].count(before) == 1, (name, before)
    return {name: FEED[name].replace(before, after)}


def with_row(name: str, row: str) -> dict[str, str | bytes | None]:
    """``name`` with a row more."""
    return {name: FEED[name] + row + "\n"}
