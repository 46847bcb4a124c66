"""The map in Chromium: what it shows, what a click says, its search and keys."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.clients.map_page import (
    CUSCO,
    LORETO,
    MAX_COLORS,
    address_state,
    click_on,
    colors_around,
    open_map,
    picture_of,
    pixel_of,
    settle,
    view_of,
)

# Longitude, latitude: well inside Peru, in the sea, in Brazil.
PLACES_IN_PERU = (CUSCO, (-73.25, -4.5), (-75.5, -9.5), (-72.0, -15.8), (-79.5, -5.5))
PACIFIC = (-80.5, -12.5)
BRAZIL = (-68.0, -6.5)


def test_map_shows_peru_between_sea_and_neighbours(desktop: Page) -> None:
    open_map(desktop)
    picture = picture_of(desktop)

    def color(place: tuple[float, float]) -> Any:
        # The commonest around it, whatever name is written there.
        return colors_around(desktop, picture, place, 20)[0][1]

    sea, abroad = color(PACIFIC), color(BRAZIL)
    land = {color(place) for place in PLACES_IN_PERU}
    assert len(land) == 1, "one colour all over Peru"
    assert len({sea, abroad, *land}) == 3
    assert sea[2] > sea[0] + 10, "the sea is bluish"
    counts = {found: count for count, found in picture.getcolors(MAX_COLORS) or []}
    share = counts[land.pop()] / (picture.width * picture.height)
    assert 0.1 < share < 0.5, "Peru fills its part of the map"


def test_click_opens_a_popup_with_attributes_and_the_sheet(desktop: Page) -> None:
    open_map(desktop)
    click_on(desktop, CUSCO)
    popup = desktop.locator("#popup")
    expect(popup).to_contain_text("Cusco")
    expect(popup.locator("dt", has_text="Ubigeo")).to_be_visible()
    expect(popup).to_contain_text("Natural Earth (generalizado)")
    expect(popup).to_contain_text("corte: 30 de junio de 2025")
    link = popup.get_by_role("link", name="Ver la ficha completa")
    expect(link).to_have_attribute("href", "/t/08/")
    desktop.get_by_role("button", name="Cerrar", exact=True).click()
    expect(popup).to_be_hidden()


def test_click_names_every_layer_at_the_point(desktop: Page) -> None:
    open_map(desktop, "?v=1&l=departments,provinces,environmental_commissions")
    click_on(desktop, LORETO)
    popup = desktop.locator("#popup")
    # The department, a province, the department's commission.
    expect(popup.get_by_role("heading")).to_have_text("3 elementos aquí")
    expect(popup).to_contain_text("EJEMPLO · no es un dato real")
    popup.locator("summary", has_text="Provincias").first.click()
    expect(popup).to_contain_text("Límite aproximado, no oficial")


def test_click_on_the_sea_says_that_nothing_is_there(desktop: Page) -> None:
    open_map(desktop)
    click_on(desktop, PACIFIC)
    expect(desktop.get_by_role("status").filter(has_text="No hay ningún elemento")).to_be_visible()


@pytest.mark.parametrize(
    ("query", "ubigeo", "place", "name"),
    [
        ("150101", "150101", (-77.04, -12.05), "Lima"),
        ("cusco", "08", CUSCO, "Cusco"),
    ],
)
def test_search_flies_to_the_place(
    desktop: Page, query: str, ubigeo: str, place: tuple[float, float], name: str
) -> None:
    open_map(desktop)
    before = view_of(desktop)
    desktop.get_by_role("combobox").fill(query)
    desktop.get_by_role("option").first.wait_for()
    desktop.keyboard.press("ArrowDown")
    desktop.keyboard.press("Enter")
    expect(desktop.locator("#popup")).to_contain_text(name)
    settle(desktop)
    after = view_of(desktop)
    assert after[2] > before[2] + 1, "closer than the whole country"
    x, y = pixel_of(desktop, place)
    box = desktop.locator("#map").bounding_box()
    assert box
    assert 0 < x < box["width"]
    assert 0 < y < box["height"]
    assert address_state(desktop)["u"] == ubigeo


def test_enter_alone_takes_the_first_result(desktop: Page) -> None:
    open_map(desktop)
    desktop.get_by_role("combobox").fill("150101")
    desktop.keyboard.press("Enter")
    expect(desktop.locator("#popup")).to_contain_text("150101")


def test_search_takes_utm_coordinates(desktop: Page) -> None:
    open_map(desktop)
    desktop.get_by_role("combobox").fill("18S 277925 8667092")
    desktop.get_by_role("option").click()
    settle(desktop)
    longitude, latitude = (float(part) for part in address_state(desktop)["m"].split(","))
    assert (longitude, latitude) == pytest.approx((-77.04, -12.05), abs=1e-4)
    x, y = pixel_of(desktop, (-77.04, -12.05))
    box = desktop.locator("#map").bounding_box()
    assert box
    assert 0 < x < box["width"]
    assert 0 < y < box["height"]


def test_map_answers_the_keyboard(desktop: Page) -> None:
    open_map(desktop)
    desktop.locator("#share").focus()
    desktop.evaluate("document.getElementById('map').focus({focusVisible: true})")
    expect(desktop.locator(".crosshair")).to_be_visible()
    before = view_of(desktop)
    desktop.keyboard.press("ArrowDown")
    settle(desktop)
    assert view_of(desktop)[1] < before[1] - 0.5
    desktop.keyboard.press("+")
    settle(desktop)
    assert view_of(desktop)[2] == pytest.approx(before[2] + 1, abs=0.1)
    desktop.keyboard.press("Enter")
    title = desktop.locator("#popup-title")
    expect(title).to_be_focused()
    expect(title).to_have_text("1 elemento aquí")
    desktop.keyboard.press("Escape")
    expect(desktop.locator("#map")).to_be_focused()
    expect(desktop.locator("#popup")).to_be_hidden()
