"""What rasters tell of places, in Chromium at both widths: a unit's ground, a zone's people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import shapely.geometry
from django.db import connection
from playwright.sync_api import Page, expect
from pytest_django.plugin import DjangoDbBlocker

from layers.models import Coverage
from tests.clients.map_page import DESKTOP, PHONE, settle
from tests.clients.raster_looks import looked_at, until_then
from tests.clients.zone_editor import CORNERS, Opener, draw_part, start_zone
from tests.ows.rest.rasters.test_people import by_hand, published

SAMPLE = "EJEMPLO de población"
WIDTHS = pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture(scope="module")
def population(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Coverage]:
    """A grid around Cusco; committed, for the server, before a browser's loop runs."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            coverage = published(tmp_path_factory.mktemp("people") / "people.tif", SAMPLE)
            connection.close()
        yield coverage
        with django_db_blocker.unblock():
            stack.enter_context(until_then(coverage))
            stack.close()
            connection.close()


def measured(page: Page) -> tuple[Any, Any]:
    """Draws the square of the tests: what was sent of it, and what was answered."""
    with page.expect_response(
        lambda answer: "/zones/measure/" in answer.url and answer.ok
    ) as asked:
        draw_part(page, CORNERS)
    settle(page)
    sent = asked.value.request.post_data_json
    return sent["geometry"], asked.value.json()


@WIDTHS
def test_a_unit_s_page_tells_its_ground(opened: Opener, width: dict[str, int]) -> None:
    page = opened(None, phone=width is PHONE)
    page.goto("/t/080101/")
    ground = page.get_by_role("region", name="Terreno")
    ground.scroll_into_view_if_needed()
    found = page.request.get("/api/v1/rasters/terrain/statistics/?unit=080101").json()
    expect(ground).to_contain_text("Altitud media")
    shown = ground.locator(".fact-value").first.inner_text()
    assert float(re.sub(r"\D", "", shown)) == round(found["mean"])
    # The whole sentence: why nobody can know the slope.
    expect(ground).to_contain_text("no se puede saber")
    expect(ground).to_contain_text("Mapzen")
    looked_at(page, width, "unit")
    with page.expect_download() as saved:
        ground.get_by_role("link", name="Sus celdas (GeoTIFF)").click()
    assert saved.value.suggested_filename == "terrain-080101.tif"


@WIDTHS
def test_a_zone_s_panel_tells_its_ground_and_that_nobody_knows_its_people(
    opened: Opener, width: dict[str, int]
) -> None:
    page = opened("dibuja", phone=width is PHONE)
    start_zone(page)
    _shape, answer = measured(page)
    assert answer["people"]["people"] is None
    panel = page.locator("ta-zone-panel")
    expect(panel.get_by_role("heading", name="Terreno")).to_be_attached()
    people = panel.locator(".zone-people")
    # Said once, with why.
    assert people.inner_text().lower().count("no se puede saber") == 1
    looked_at(page, width, "zone-nobody")


@WIDTHS
def test_a_zone_s_panel_tells_who_lives_in_it(
    population: Coverage, opened: Opener, width: dict[str, int]
) -> None:
    page = opened("dibuja", phone=width is PHONE)
    start_zone(page)
    shape, answer = measured(page)
    expected, _covered = by_hand(shapely.geometry.shape(json.loads(json.dumps(shape))))
    assert answer["people"]["people"] == pytest.approx(expected, abs=1)
    panel = page.locator("ta-zone-panel")
    people = panel.locator(".zone-people")
    shown = people.locator("p").first.inner_text()
    assert int(re.sub(r"\D", "", shown)) == answer["people"]["people"]
    expect(people).to_contain_text(SAMPLE)
    expect(people).to_contain_text("1/1/2020")
    looked_at(page, width, "zone-people")
