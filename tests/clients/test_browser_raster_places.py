"""What rasters tell of places, in Chromium at both widths: a unit's ground, a zone's people."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.clients.map_page import DESKTOP, PHONE
from tests.clients.raster_looks import looked_at, measured
from tests.clients.zone_editor import Opener, start_zone

WIDTHS = pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["desktop", "phone"])


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
    expect(ground).to_contain_text("no se puede saber: las celdas son muy grandes")
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
    _shape, answer = measured(page, width)
    assert answer["people"]["people"] is None
    panel = page.locator("ta-zone-panel")
    expect(panel.get_by_role("heading", name="Terreno")).to_be_attached()
    people = panel.locator(".zone-people")
    people.scroll_into_view_if_needed()
    # Said once, with why.
    assert people.inner_text().lower().count("no se puede saber") == 1
    looked_at(page, width, "zone-nobody")
