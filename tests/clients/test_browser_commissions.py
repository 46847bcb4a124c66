"""From the map to a commission's own page, at both widths: what it received, marked as examples."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.clients.map_page import LORETO, click_on, open_map


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_an_assistance_on_the_map_leads_to_its_commission(
    request: pytest.FixtureRequest, width: str
) -> None:
    page: Page = request.getfixturevalue(width)
    open_map(page, "?v=1&l=departments,commission_assistance")
    click_on(page, LORETO)
    popup = page.locator("#popup")
    # The first of what is there is open by itself: a click on it would close it.
    expect(popup.locator("details[open]")).to_contain_text("Asistencias técnicas")
    expect(popup).to_contain_text("EJEMPLO · no es un dato real")
    expect(popup).to_contain_text("Fecha de la asistencia")
    popup.locator('a[href="/comisiones/CAR/16/"]').first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("COMISIÓN DE EJEMPLO")
    expect(page.locator("main")).to_contain_text("Esta página contiene ejemplos")
    expect(page.locator("main")).to_contain_text("ASISTENCIA DE EJEMPLO")
    page.get_by_role("link", name="Versiones de los lineamientos").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lineamientos de las CAR y CAM")
