"""A zone's review in Chromium at 360 and 1440 px: returned with a remark, compared, restored."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.clients.map_page import open_map, violations, wait_until_still
from tests.clients.test_browser_zone_pages import press, shown
from tests.clients.zone_editor import Opener, store_zone, zone_of
from tests.zones import SIDE, SOUTH, WEST, square

WIDTHS = {"phone": 360, "desktop": 1440}


def check(page: Page, width: str) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]


@pytest.mark.parametrize("width", list(WIDTHS))
def test_a_zone_is_returned_with_a_remark_at_its_place(opened: Opener, width: str) -> None:
    phone = width == "phone"
    author, reviewer = opened("dibuja", phone=phone), opened("revisa", phone=phone)
    pk = store_zone(author, f"Zona observada {width}")
    press(shown(author, pk), "Presentar para revisión")

    press(shown(reviewer, pk), "Devolver a borrador")
    expect(reviewer.get_by_role("alert")).to_contain_text("hace falta una observación")
    check(reviewer, width)
    reviewer.get_by_label("Observación").fill("Falta el puente\nde la entrada")
    # The middle of the picture is the middle of the zone.
    reviewer.locator(".locator-frame").click()
    expect(reviewer.locator("circle.zone-place")).to_have_count(1)
    typed = reviewer.get_by_label("Lugar").input_value()
    latitude, longitude = map(float, typed.split(","))
    assert abs(latitude - (SOUTH + SIDE / 2)) < 0.002
    assert abs(longitude - (WEST + SIDE / 2)) < 0.002
    press(reviewer, "Devolver a borrador")
    expect(reviewer.locator(".facts")).to_contain_text("Borrador")

    shown(author, pk)
    expect(author.locator(".zone-standing")).to_contain_text("Falta el puente")
    expect(author.locator(".locator-frame circle.zone-place")).to_have_count(1)
    check(author, width)
    author.goto("/zonas/")
    expect(author.locator(".zone-remarks")).to_contain_text("Falta el puente")
    check(author, width)

    # In the editor, with its place on the map.
    open_map(author, f"?v=1&l=departments&zona={pk}")
    remark = author.locator(".zone-remark")
    expect(remark).to_contain_text("Falta el puente", timeout=15_000)
    if phone:
        author.get_by_role("button", name="Datos").click()
    remark.get_by_role("button", name="Ver su lugar en el mapa").click()
    check(author, width)


@pytest.mark.parametrize("width", list(WIDTHS))
def test_two_versions_are_compared_and_one_restored(opened: Opener, width: str) -> None:
    author = opened("dibuja", phone=width == "phone")
    pk = store_zone(author, "Zona que cambia de forma")
    token = author.request.get("/api/v1/session/").json()["csrf_token"]
    headers = {"X-CSRFToken": token, "Referer": author.url, "If-Match": '"1"'}
    body = {"geometry": square(WEST + SIDE / 2), "properties": {"title": "Con otra forma"}}
    changed = author.request.patch(f"/api/v1/zones/{pk}/", data=body, headers=headers)
    assert changed.ok, changed.text()
    shown(author, pk).get_by_role("link", name="1 con la actual").click()
    expect(author.locator("h1")).to_have_text("Versiones 1 y 2")
    wait_until_still(author)
    expect(author.locator(".version-fields .version-changed")).to_contain_text("Con otra forma")
    check(author, width)
    if folder := os.environ.get("SCREENSHOTS"):
        author.screenshot(path=Path(folder) / f"comparison-{width}.png", full_page=True)
    press(author, "Restaurar la versión 1")
    expect(author.locator("h1")).to_have_text("Zona que cambia de forma")
    restored = zone_of(author, pk)
    assert restored["properties"]["version"] == 3
    assert restored["geometry"]["coordinates"] == [square()["coordinates"]]
