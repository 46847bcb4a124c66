"""Commitments 9 and 10: GTFS feeds, side by side, and ATU's list of stops beside them."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.transit.atu_reader import FEED, FILE, read_atu_stops
from layers.themes.transit.reader import (
    DEPARTURE_FIELDS,
    NOTICE_FIELDS,
    ROUTE_FIELDS,
    SERVICE_DATE_FIELDS,
    SERVICE_FIELDS,
    STOP_FIELDS,
    read_gtfs,
)
from layers.themes.transit.sample import FEEDS
from territory.models import (
    TransitDeparture,
    TransitNotice,
    TransitRoute,
    TransitService,
    TransitServiceDate,
    TransitStop,
)
from territory.population import refresh_near_stops

_STOPS = Table(
    "transit_stops", TransitStop, columns=STOP_FIELDS, key=("feed", "stop_id", "is_sample")
)

TRANSPORT = Source(
    name="transport",
    title="Rutas y paraderos (GTFS)",
    agencies=("MTC",),
    tables=(
        Table(
            "transit_routes",
            TransitRoute,
            columns=ROUTE_FIELDS,
            key=("feed", "route_id", "is_sample"),
        ),
        _STOPS,
        Table(
            "transit_services",
            TransitService,
            columns=SERVICE_FIELDS,
            key=("feed", "service_id", "is_sample"),
            is_layer=False,
        ),
        Table(
            "transit_service_dates",
            TransitServiceDate,
            columns=SERVICE_DATE_FIELDS,
            key=("feed", "service_id", "date", "is_sample"),
            is_layer=False,
        ),
        Table(
            "transit_departures",
            TransitDeparture,
            columns=DEPARTURE_FIELDS,
            key=("feed", "route_id", "stop_id", "service_id", "hour", "is_sample"),
            is_layer=False,
        ),
        Table(
            "transit_notices",
            TransitNotice,
            columns=NOTICE_FIELDS,
            key=("feed", "code", "file", "field", "is_sample"),
            is_layer=False,
        ),
    ),
    read=read_gtfs,
    # What the format has of the company itself.
    withheld=("agency_phone", "agency_email", "feed_contact_email"),
    sample="transport",
    refresh_derived=refresh_near_stops,
    needs_feed=True,
    sample_feeds=FEEDS,
)

TRANSPORT_ATU = Source(
    name="transport_atu",
    title="Paraderos de Lima y Callao (ATU)",
    agencies=("MTC",),
    tables=(_STOPS,),
    read=read_atu_stops,
    file=FILE,
    sample="transport_atu.csv",
    refresh_derived=refresh_near_stops,
    feed=FEED,
)
