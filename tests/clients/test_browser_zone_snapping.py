"""Drawing intervention zones in Chromium along boundaries, and free of them."""

from __future__ import annotations

import itertools
import json
import math
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.clients.map_page import (
    open_map,
    pixel_of,
)
from tests.clients.zone_editor import (
    ring_of,
    save_zone,
    saved_zone,
    start_zone,
    wait_for_editor,
    zone_of,
)
from tests.zones import SIDE, SOUTH, WEST


def _boundary(live_url: str) -> list[list[float]]:
    """Three corners in a row of a district's outline in Cusco, as the OGC API gives them.

    The way over the middle one is the shorter half of the outline, by far.
    """
    bbox = f"{WEST},{SOUTH},{WEST + SIDE},{SOUTH + SIDE}"
    address = f"{live_url}/ogc/collections/districts/items?f=json&limit=1&bbox={bbox}"
    with urllib.request.urlopen(address) as response:
        district = json.load(response)["features"][0]
    ring: list[list[float]] = district["geometry"]["coordinates"][0][0]
    threes = [ring[index : index + 3] for index in range(len(ring) - 2)]
    # The longest, so that on the screen the three are well apart, yet less than half of it.
    return max((three for three in threes if _length(three) < _length(ring) / 3), key=_length)


def _length(line: list[list[float]]) -> float:
    return sum(math.dist(*ends) for ends in itertools.pairwise(line))


def test_corners_land_on_a_boundary_and_follow_it(planner_page: Page, live_url: str) -> None:
    boundary = _boundary(live_url)
    start, middle, end = boundary
    open_map(planner_page, f"?v=1&l=districts&c={middle[0] - 0.02:.5f},{middle[1]:.5f}&z=12")
    planner_page.get_by_role("button", name="Dibujar zona").click()
    wait_for_editor(planner_page)
    for corner in (start, end):
        x, y = pixel_of(planner_page, (corner[0], corner[1]))
        # Beside it, as a hand would.
        planner_page.locator("#map").click(position={"x": x + 3, "y": y - 3})
        planner_page.wait_for_timeout(100)
    expect(planner_page.locator(".zone-hint")).to_contain_text("3 esquinas.")
    planner_page.get_by_role("button", name="Terminar parte").click()
    save_zone(planner_page, "Sigue el límite")
    drawn = ring_of(zone_of(planner_page, saved_zone(planner_page)))
    for corner in boundary:
        assert any(corner == pytest.approx(other, abs=1e-9) for other in drawn), corner


def test_without_snapping_a_corner_stays_where_it_is_put(planner_page: Page, live_url: str) -> None:
    corner = _boundary(live_url)[1]
    start_zone(planner_page, f"?v=1&l=districts&c={corner[0] - 0.02:.5f},{corner[1]:.5f}&z=12")
    x, y = pixel_of(planner_page, (corner[0], corner[1]))
    for dx, dy in ((4, -4), (60, 0), (60, 60)):
        planner_page.locator("#map").click(position={"x": x + dx, "y": y + dy})
        planner_page.wait_for_timeout(60)
    planner_page.get_by_role("button", name="Terminar parte").click()
    save_zone(planner_page, "Suelta")
    drawn = ring_of(zone_of(planner_page, saved_zone(planner_page)))
    assert all(other != pytest.approx(corner, abs=1e-6) for other in drawn)
