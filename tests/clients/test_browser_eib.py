"""The map of languages filtered by one of them, and a service of it opened, at both widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

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
