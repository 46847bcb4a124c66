"""The map of languages filtered by one of them, and a service of it opened, at both widths."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Page, expect

from tests.clients.map_page import violations

LOADED = "image => image.complete && image.naturalWidth > 0"


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_language_is_chosen_and_a_service_of_it_opened(
    request: pytest.FixtureRequest, width: str
) -> None:
    page: Page = request.getfixturevalue(width)
    page.goto("/eib/")
    page.get_by_label("Lengua originaria").select_option("Awajún")
    page.get_by_role("button", name="Ver").click()
    expect(page.get_by_label("Lengua originaria")).to_have_value("awajun")
    picture = page.get_by_alt_text("Mapa del Perú con los servicios EIB")
    assert "CQL_FILTER" in str(picture.get_attribute("src"))
    picture.scroll_into_view_if_needed()
    page.wait_for_function(LOADED, arg=picture.element_handle())
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
    rows = page.get_by_role("region", name="Los servicios").locator("tbody tr")
    expect(rows.first).to_contain_text("Awajún")
    rows.first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ESCUELA DE EJEMPLO")
    expect(page.locator("main")).to_contain_text("no son hechos")
    page.get_by_role("link", name="Awajún").click()
    expect(page.locator("main")).to_contain_text("Aguaruna")
    assert not page.evaluate(wide)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_map_shows_the_services_of_one_language(
    request: pytest.FixtureRequest, width: str
) -> None:
    page: Page = request.getfixturevalue(width)
    asked: list[str] = []
    page.on("request", lambda found: asked.append(unquote_plus(found.url)))
    page.goto("/eib/?lengua=awajun")
    page.get_by_role("link", name="Abrir el mapa de Awajún").click()
    if width == "phone":
        page.get_by_role("button", name="Capas", exact=True).click()
    chooser = page.get_by_label("Lengua originaria")
    expect(chooser).to_have_value("awajun")
    page.wait_for_function("() => document.readyState === 'complete'")
    tiles = [url for url in asked if "/eib_schools/tiles/" in url]
    assert tiles
    assert all("language_1 IN ('Awajún')" in url for url in tiles)
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
    assert violations(page) == []
    with page.expect_request(lambda found: "'Bora'" in unquote_plus(found.url)):
        chooser.select_option("Bora")
    expect(page).to_have_url(re.compile(r"f=eib_schools:bora"))
    with page.expect_request(
        lambda found: "/eib_schools/tiles/" in found.url and "filter" not in found.url
    ):
        chooser.select_option("Todas")
    expect(page).not_to_have_url(re.compile(r"f=eib_schools"))
    page.go_back()
    expect(chooser).to_have_value("bora")
