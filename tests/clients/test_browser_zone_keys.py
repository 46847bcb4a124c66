"""Drawing intervention zones in Chromium with fingers, and with keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.clients.map_page import (
    open_map,
    pixel_of,
    settle,
    view_of,
)
from tests.clients.zone_editor import (
    CORNERS,
    Opener,
    area_ha,
    leave_loose,
    ring_of,
    save_zone,
    saved_zone,
    start_zone,
    store_zone,
    wait_for_editor,
    zone_of,
)
from tests.zones import SIDE, SOUTH, WEST


def test_draws_with_a_finger_on_a_phone(opened: Opener) -> None:
    phone = opened("dibuja", phone=True)
    # The sheet covers the lower part of the map.
    start_zone(phone, f"?v=1&l=departments&c={WEST + SIDE / 2:.2f},{SOUTH + SIDE / 2:.2f}&z=10")
    for corner in CORNERS:
        x, y = pixel_of(phone, corner)
        phone.locator("#map").tap(position={"x": x, "y": y})
        phone.wait_for_timeout(60)
    phone.get_by_role("button", name="Terminar parte").tap()
    phone.get_by_role("button", name="Datos").tap()
    save_zone(phone, "Con el dedo")
    ring = ring_of(zone_of(phone, saved_zone(phone)))
    assert len(ring) == 5
    assert area_ha(ring) == pytest.approx(area_ha([list(corner) for corner in CORNERS]), rel=0.03)


def test_draws_with_keys_alone(planner_page: Page) -> None:
    open_map(planner_page, f"?v=1&l=departments&c={WEST},{SOUTH}&z=10")
    button = planner_page.get_by_role("button", name="Dibujar zona")
    button.focus()
    planner_page.keyboard.press("Enter")
    wait_for_editor(planner_page)
    expect(planner_page.locator("#zone-heading")).to_be_focused()
    leave_loose(planner_page)
    planner_page.locator("#zone-heading").focus()
    tool = planner_page.get_by_role("button", name="Dibujar", exact=True)
    for _ in range(5):
        planner_page.keyboard.press("Tab")
        if tool.evaluate("button => button === document.activeElement"):
            break
    planner_page.keyboard.press("Enter")
    expect(planner_page.locator("#map")).to_be_focused()
    expect(planner_page.locator(".crosshair")).to_be_visible()
    places = []
    for keys in ([], ["ArrowRight"], ["ArrowUp"], ["ArrowUp"]):
        for key in keys:
            planner_page.keyboard.press(key)
            settle(planner_page)
        places.append(view_of(planner_page)[:2])
        planner_page.keyboard.press("Enter")
    expect(planner_page.locator(".zone-hint")).to_contain_text("4 esquinas.")
    planner_page.keyboard.press("Backspace")
    expect(planner_page.locator(".zone-hint")).to_contain_text("3 esquinas.")
    planner_page.keyboard.press("t")
    expect(planner_page.get_by_text("1 parte", exact=True)).to_be_visible()
    planner_page.keyboard.press("Control+z")
    expect(planner_page.locator(".zone-hint")).to_contain_text("3 esquinas.")
    planner_page.keyboard.press("Control+y")
    expect(planner_page.get_by_text("1 parte", exact=True)).to_be_visible()
    save_zone(planner_page, "Con las teclas")
    ring = ring_of(zone_of(planner_page, saved_zone(planner_page)))
    assert len(ring) == 4
    # The address gives the centre to a metre.
    for place in places[:3]:
        assert min(abs(lon - place[0]) + abs(lat - place[1]) for lon, lat in ring) < 1e-4


def test_moves_a_corner_with_keys(planner_page: Page) -> None:
    pk = store_zone(planner_page, "Se mueve con teclas")
    open_map(planner_page, f"?v=1&l=departments&c={WEST},{SOUTH}&z=10&zona={pk}")
    wait_for_editor(planner_page)
    leave_loose(planner_page)
    planner_page.get_by_role("button", name="Mover esquinas").focus()
    planner_page.keyboard.press("Enter")
    assert view_of(planner_page)[:2] == pytest.approx((WEST, SOUTH), abs=1e-3)
    planner_page.keyboard.press("Enter")
    expect(planner_page.get_by_role("status").filter(has_text="Esquina tomada")).to_be_visible()
    planner_page.keyboard.press("ArrowLeft")
    settle(planner_page)
    planner_page.keyboard.press("Enter")
    target = view_of(planner_page)[:2]
    save_zone(planner_page)
    saved_zone(planner_page)
    ring = ring_of(zone_of(planner_page, pk))
    assert min(abs(lon - target[0]) + abs(lat - target[1]) for lon, lat in ring) < 1e-4
