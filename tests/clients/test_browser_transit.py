"""From a plan's measure on the map, with its budget, to its plan's page with its indicators."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.clients.map_page import click_on, open_map, violations

# The sample measure M-4 of Trujillo is a point alone; M-2 too, with a budget.
MEASURE = (-79.0266, -8.0960)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_measure_on_the_map_leads_to_its_plan_with_budget_and_indicators(
    request: pytest.FixtureRequest, width: str
) -> None:
    page: Page = request.getfixturevalue(width)
    open_map(page, f"?v=1&l=departments,urban_transport_projects&c={MEASURE[0]},{MEASURE[1]}&z=14")
    click_on(page, MEASURE)
    popup = page.locator("#popup")
    expect(popup.locator("details[open]")).to_contain_text("MEDIDA DE EJEMPLO")
    expect(popup).to_contain_text("EJEMPLO · no es un dato real")
    expect(popup).to_contain_text("11\u202f600\u202f000")
    popup.locator('a[href="/transporte/planes/EJ-1301/"]').first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("PLAN DE EJEMPLO")
    expect(page.locator("section[aria-labelledby=medidas]")).to_contain_text("11\u202f600\u202f000")
    indicators = page.locator("section[aria-labelledby=indicadores]")
    for said in ("Línea de base", "Meta"):
        expect(indicators.get_by_text(said, exact=False).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
