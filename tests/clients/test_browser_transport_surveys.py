"""Surveys of users and consultations on plans in Chromium, at both widths, marked as examples."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.clients.map_page import violations


def seen(page: Page) -> None:
    """Nothing that axe finds, and nothing too wide."""
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_survey_is_read_from_the_list_to_the_map(
    request: pytest.FixtureRequest, width: str
) -> None:
    page: Page = request.getfixturevalue(width)
    page.goto("/transporte/encuestas/")
    expect(page.locator("main")).to_contain_text("EJEMPLO")
    seen(page)
    page.locator('main a[href^="/transporte/encuestas/"]').first.click()
    expect(page.locator(".sample-note")).to_contain_text("No son un hecho")
    # Who answered, and what is kept back of few.
    expect(page.get_by_role("columnheader", name="Entrevistadas").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("Reservado")
    seen(page)
    page.get_by_role("link", name="Ver en el mapa").click()
    expect(page.locator("#map canvas").first).to_be_visible()
    assert "transport_surveys" in page.url


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_consultation_is_read_from_its_plan_with_a_decision(
    request: pytest.FixtureRequest, width: str
) -> None:
    page: Page = request.getfixturevalue(width)
    page.goto("/transporte/planes/EJ-0101/")
    page.get_by_role("link", name="Lo que se aportó y se decidió en ellas").click()
    expect(page.locator("main")).to_contain_text("Solo las del plan «EJ-0101».")
    seen(page)
    page.get_by_role("link", name="Ver las de todos").click()
    page.get_by_role("link", name="Elaboración de un plan de transporte urbano").click()
    expect(page.locator("main")).to_contain_text("Nadie aporta a un ejemplo")
    seen(page)
    page.get_by_role("link", name="Cambió la versión 2, párrafo 1").click()
    expect(page.locator("#parrafo-1")).to_contain_text("los vecinos")
    page.get_by_role("link", name="PLAN DE EJEMPLO 1", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("PLAN DE EJEMPLO 1")
    seen(page)
