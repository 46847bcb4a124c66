"""TIME: one period of a layer of counts, the latest unless another is asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from lxml import etree

from layers import versions
from layers.periods import latest, periods_of
from layers.themes.water_supply_counts.layer import WATER_SUPPLY_COUNTS
from territory.models import WaterSupplyCount
from tests.ows.wms.wire import INFO, NS, ask, exception, is_blank, pixels

pytestmark = pytest.mark.django_db

LAYER = WATER_SUPPLY_COUNTS.name
ANYONE = AnonymousUser()
# The samples' years; a click on Chachapoyas.
YEARS = ("2017", "2018")
COUNTED = (
    "trafficking_counts",
    "victim_service_counts",
    "crime_counts",
    "crime_months",
    "extortion_counts",
    "resource_transfers",
)
CLICK = {
    "LAYERS": LAYER,
    "QUERY_LAYERS": LAYER,
    "CRS": "CRS:84",
    "BBOX": "-77.9,-6.3,-77.8,-6.2",
    "WIDTH": "11",
    "HEIGHT": "11",
    "I": "5",
    "J": "5",
    "FEATURE_COUNT": "50",
}


def clicked(client: Client, **parameters: str) -> list[dict[str, Any]]:
    response = ask(client, INFO, **(CLICK | parameters))
    assert response.status_code == 200, response.content
    return [feature["properties"] for feature in response.json()["features"]]


def starts(client: Client, **parameters: str) -> list[str]:
    return [row["period_start"] for row in clicked(client, **parameters)]


def test_the_capabilities_name_the_periods_and_the_default(client: Client) -> None:
    response = client.get("/ows/wms", {"SERVICE": "WMS", "REQUEST": "GetCapabilities"})
    root = etree.fromstring(response.content)
    found = {
        layer.findtext("wms:Name", "", NS): layer.findall("wms:Dimension", NS)
        for layer in root.findall(".//wms:Layer[wms:Name]", NS)
    }
    (dimension,) = found.pop(LAYER)
    assert dimension.text == ",".join(f"{year}-01-01" for year in YEARS)
    assert dict(dimension.items()) == {
        "name": "time",
        "units": "ISO8601",
        "default": "2018-01-01",
        "multipleValues": "0",
        "nearestValue": "0",
        "current": "1",
    }
    (registered,) = found.pop("degree_counts")
    assert registered.text == "2016-01-01,2017-01-01,2018-01-01"
    (reported,) = found.pop("emergency_bed_reports")
    assert reported.text == "2018-12-29,2018-12-30,2018-12-31"
    (measured,) = found.pop("environmental_measurements")
    assert (measured.text or "").split(",")[-2:] == ["2018-04-20", "2018-05-20"]
    (summed,) = found.pop("accreditation_days")
    days = (summed.text or "").split(",")
    assert days == sorted(set(days))
    assert dict(summed.items())["default"] == days[-1]
    for name in COUNTED:
        (counted,) = found.pop(name)
        starts_of = (counted.text or "").split(",")
        assert starts_of == sorted(set(starts_of))
        assert dict(counted.items())["default"] == starts_of[-1]
    # A date of its own, as a commission's foundation, makes no dimension of a layer.
    assert not any(found.values())


def test_the_default_is_the_latest_period_and_it_is_said(client: Client) -> None:
    response = ask(client, INFO, **CLICK)
    assert response["Warning"] == "99 Default value used: time=2018-01-01 ISO8601"
    assert starts(client) == ["2018-01-01"]


@pytest.mark.parametrize("time", ["current", "2018", "2018-07-28", "2018-07-28T12:00:00Z"])
def test_an_instant_is_of_the_period_that_it_lies_in(client: Client, time: str) -> None:
    assert starts(client, TIME=time) == ["2018-01-01"]


@pytest.mark.parametrize(
    "time",
    [
        "2017",
        "2017-12-31",
        "2017-01-01T00:00:00Z",
        "2017-12-31T23:59:59.000Z",
        "2017-01-01T00:00:00Z/2017-12-31T23:59:59Z",
        "2017/2017/P1Y",
    ],
)
def test_a_given_instant_is_drawn(client: Client, time: str) -> None:
    response = ask(client, INFO, **CLICK, TIME=time)
    assert "Warning" not in response
    assert starts(client, TIME=time) == ["2017-01-01"]


@pytest.mark.parametrize(
    "time",
    [
        "2016",
        "2019-01-01",
        "2016-12-31T23:59:59Z",
        "ayer",
        "2017,2018",
        "2017/2018",
        "2017-13",
        "20170101",
        "/",
        "2017//",
        "1/2/3/4",
    ],
)
def test_an_instant_of_no_period_is_refused(client: Client, time: str) -> None:
    response = ask(client, LAYERS=LAYER, TIME=time)
    assert exception(response)[:2] == ("InvalidDimensionValue", "time")


def test_maps_of_two_periods_differ_and_the_default_is_the_latest(client: Client) -> None:
    old, new, default = (
        pixels(ask(client, LAYERS=LAYER, **time))
        for time in ({"TIME": "2017"}, {"TIME": "2018"}, {})
    )
    assert not is_blank(old)
    assert not np.array_equal(old, new)
    assert np.array_equal(default, new)


def test_the_tag_of_a_map_is_of_its_period(client: Client) -> None:
    tags = {ask(client, LAYERS=LAYER, TIME=time)["ETag"] for time in YEARS}
    assert len(tags) == 2


def test_time_of_no_layer_is_refused_and_beside_one_leaves_the_others_whole(
    client: Client,
) -> None:
    """A map of all times is no answer to who asks for one."""
    response = ask(client, LAYERS="departments", TIME="1821-07-28")
    assert response.status_code == 400
    assert b'locator="time"' in response.content
    assert ask(client, LAYERS="departments", TIME="").status_code == 200
    both = ask(client, LAYERS="departments,water_supply_counts", STYLES=",", TIME="2017")
    assert both["Content-Type"] == "image/png"


def test_a_style_is_of_one_category(client: Client) -> None:
    for style in WATER_SUPPLY_COUNTS.every_style:
        (row,) = clicked(client, STYLES=style.name)
        assert (row["category"], row["counted"]) == (style.name, "dwellings")


def test_of_two_lengths_the_shortest_period_is_meant() -> None:
    row = WaterSupplyCount.objects.filter(period_start=dt.date(2018, 1, 1)).first()
    assert row is not None
    row.pk, row.granularity, row.period_start = None, "month", dt.date(2018, 3, 1)
    with transaction.atomic():
        row.save(force_insert=True)
        versions.bump(LAYER)
    assert [p.code for p in periods_of(WATER_SUPPLY_COUNTS, ANYONE)] == ["2017", "2018", "2018-03"]
    newest = latest(WATER_SUPPLY_COUNTS, ANYONE)
    assert newest is not None
    assert newest.code == "2018"


def test_a_layer_without_rows_has_no_dimension(client: Client) -> None:
    WaterSupplyCount.objects.all().delete()
    versions.bump(LAYER)
    cache.clear()
    assert periods_of(WATER_SUPPLY_COUNTS, ANYONE) == ()
    response = client.get("/ows/wms", {"SERVICE": "WMS", "REQUEST": "GetCapabilities"})
    root = etree.fromstring(response.content)
    (layer,) = (
        one
        for one in root.iter(f"{{{NS['wms']}}}Layer")
        if one.findtext("wms:Name", "", NS) == LAYER
    )
    assert layer.findall("wms:Dimension", NS) == []
    assert ask(client, LAYERS=LAYER, TIME="2017").status_code == 200
