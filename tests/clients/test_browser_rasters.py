"""A raster on the map in Chromium: its picture below the shapes, its legend, what a click says."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.clients.map_page import (
    CUSCO,
    address_state,
    click_on,
    colors_around,
    open_map,
    picture_of,
    settle,
)

PACIFIC = (-80.5, -12.5)
# The lowland of Loreto, below 200 m, and the high plateau beside the Titicaca, above 3,800 m.
LOWLAND, PLATEAU = (-74.5, -4.5), (-70.2, -15.4)


def kept(page: Page, name: str) -> None:
    """A picture for whoever wants to look, where KEEP_PICTURES names a folder."""
    if folder := os.environ.get("KEEP_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def test_terrain_is_drawn_with_its_legend(desktop: Page) -> None:
    open_map(desktop, "?v=1&l=departments")
    plain = colors_around(desktop, picture_of(desktop), LOWLAND, 20)[0][1]
    desktop.get_by_label("Altitud (relieve grueso)", exact=True).check()
    settle(desktop)
    kept(desktop, "terrain")
    picture = picture_of(desktop)
    low = colors_around(desktop, picture, LOWLAND, 20)[0][1]
    high = colors_around(desktop, picture, PLATEAU, 20)[0][1]
    assert low != plain
    # The row of colours: green below, brown above.
    assert low[1] > low[0]
    assert high[0] > high[1]
    sea = colors_around(desktop, picture, PACIFIC, 20)[0][1]
    assert sea[2] > sea[0] + 10, "where there is no value the sea is seen"
    legend = desktop.locator('[data-layer="terrain"] .legend')
    expect(legend).to_contain_text("4 500 m")
    expect(desktop.locator('[data-layer="terrain"]')).to_contain_text("Mapzen")
    assert set(address_state(desktop)["l"].split(",")) == {"terrain", "departments"}


def test_a_click_says_the_value_of_the_cell(desktop: Page) -> None:
    open_map(desktop, "?v=1&l=terrain")
    with desktop.expect_response(lambda answer: "GetFeatureInfo" in answer.url) as asked:
        click_on(desktop, CUSCO)
    (feature,) = asked.value.json()["features"]
    popup = desktop.locator("#popup")
    expect(popup.get_by_role("heading")).to_have_text("1 elemento aquí")
    row = popup.locator("dl.attributes div", has_text="Altitud")
    expect(row.first).to_contain_text(f"{feature['properties']['value']:,} m".replace(",", "\xa0"))
    expect(popup).to_contain_text("227 m")
    expect(popup).to_contain_text("Mapzen")
    kept(desktop, "terrain-popup")


def test_where_it_has_no_value_a_click_says_so(desktop: Page) -> None:
    open_map(desktop, "?v=1&l=terrain")
    click_on(desktop, PACIFIC)
    expect(desktop.locator("#popup")).to_contain_text("Sin dato en este punto.")


def test_shapes_are_told_before_cells(desktop: Page) -> None:
    open_map(desktop, "?v=1&l=departments,terrain")
    click_on(desktop, CUSCO)
    popup = desktop.locator("#popup")
    expect(popup.get_by_role("heading")).to_have_text("2 elementos aquí")
    expect(popup.locator("summary").nth(0)).to_contain_text("Cusco")
    expect(popup.locator("summary").nth(1)).to_contain_text("Altitud")


def test_its_page_leads_to_the_map(desktop: Page) -> None:
    desktop.goto("/catalogo/terrain/")
    desktop.get_by_role("link", name="Ver en el mapa").click()
    settle(desktop)
    assert address_state(desktop)["l"] == "terrain"
    expect(desktop.locator('[data-layer="terrain"]')).to_contain_text("Opacidad")
