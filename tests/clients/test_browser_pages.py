"""The pages in Chromium: accessibility, weight, a phone's width, no script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.clients.map_page import (
    CUSCO,
    DESKTOP,
    PHONE,
    click_on,
    new_context,
    open_map,
    settle,
    violations,
    wait_until_still,
    watch,
)

PAGES = ["/", "/mapa/", "/t/", "/t/13/", "/t/150101/", "/compromisos/", "/compromisos/3/"]
MORE_PAGES = ["/catalogo/", "/catalogo/districts/", "/ayuda/", "/ayuda/qgis/", "/buscar/?q=lima"]
MORE_PAGES += ["/zonas/", "/cuenta/ingresar/"]
# With charts and tables of series.
MORE_PAGES += ["/compromisos/14/", "/t/15/"]
MORE_PAGES += ["/catalogo/rural_schools/descargar/"]
MORE_PAGES += ["/transporte/", "/transporte/planes/EJ-1301/", "/transporte/redes/ejemplo-trujillo/"]
MORE_PAGES += ["/seguimiento/", "/seguimiento/plan/", "/seguimiento/alineacion/"]
MORE_PAGES += ["/seguimiento/cronograma/", "/seguimiento/mapa/"]
MORE_PAGES += ["/comisiones/", "/comisiones/CAR/08/", "/comisiones/lineamientos/"]
MORE_PAGES += ["/compromisos/1/", "/compromisos/1/seguimiento/", "/seguimiento/diccionario/"]
MORE_PAGES += ["/participar/foros/", "/participar/acuerdos/", "/participar/acuerdos/diccionario/"]
MORE_PAGES += ["/eib/", "/eib/lenguas/", "/eib/cobertura/", "/compromisos/5/"]
MORE_PAGES += ["/ugel/", "/ugel/710001/", "/ugel/distritos/", "/compromisos/6/", "/t/010101/"]
MORE_PAGES += ["/seguridad/evidencia/", "/seguridad/politicas/", "/seguridad/calendario/"]
MORE_PAGES += ["/seguridad/politicas/proceso/17/", "/seguridad/sistemas/", "/compromisos/18/"]
MORE_PAGES += ["/seguridad/", "/seguridad/t/13/", "/seguridad/extorsion/", "/seguridad/area/"]
MORE_PAGES += ["/seguridad/fiscalias/", "/seguridad/fiscalias/?distrito=lambayeque"]
MORE_PAGES += ["/seguridad/comparar/?u=13+14", "/compromisos/16/", "/compromisos/17/"]
MORE_PAGES += ["/participar/aporte/?compromiso=17"]
MORE_PAGES += ["/extraccion/", "/extraccion/?u=02", "/compromisos/4/"]


@pytest.fixture(scope="module", params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def visitor(
    request: pytest.FixtureRequest, browser: Browser, live_url: str
) -> Iterator[BrowserContext]:
    """Who goes from page to page of the site, and has its scripts and styles by the first."""
    touch = {"is_mobile": True, "has_touch": True} if request.param is PHONE else {}
    context = new_context(browser, live_url, viewport=request.param, **touch)
    yield context
    context.close()


@pytest.mark.parametrize("address", [*PAGES, *MORE_PAGES])
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(
    visitor: BrowserContext, live_url: str, address: str
) -> None:
    problems: list[str] = []
    page = visitor.new_page()
    watch(page, live_url, problems)
    page.goto(address)
    wait_until_still(page)
    if address == "/mapa/":
        settle(page)
    assert violations(page) == []
    size = page.viewport_size
    assert size
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    hidden = "nav => nav.scrollWidth - nav.clientWidth"
    if address != "/mapa/":  # there the menu slides, to leave its height to the map
        assert page.locator(".site-nav").evaluate(hidden) <= 0
    assert problems == []
    page.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_no_violation_in_a_busy_map(
    browser: Browser, live_url: str, viewport: dict[str, int]
) -> None:
    context = new_context(browser, live_url, viewport=viewport)
    page = context.new_page()
    open_map(page, "?v=1&l=departments,environmental_commissions")
    click_on(page, CUSCO)
    expect(page.locator("#popup")).to_contain_text("EJEMPLO")
    page.get_by_role("combobox").fill("lima")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
    context.close()


@pytest.mark.parametrize(
    ("address", "budget"), [("/", 150_000), ("/t/150101/", 150_000), ("/mapa/", 400_000)]
)
def test_first_load_keeps_to_its_budget(desktop: Page, address: str, budget: int) -> None:
    session = desktop.context.new_cdp_session(desktop)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    desktop.goto(address)
    desktop.wait_for_load_state("networkidle")
    if address == "/mapa/":
        settle(desktop)
    assert 10_000 < sum(received) <= budget, f"{sum(received):.0f} bytes"


def test_home_search_suggests_and_opens_the_sheet(desktop: Page) -> None:
    desktop.goto("/")
    desktop.get_by_role("combobox").fill("machupicchu")
    expect(desktop.get_by_role("option").first).to_contain_text("Machupicchu")
    desktop.keyboard.press("ArrowDown")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/t/081304/")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Machupicchu")


def test_site_works_without_script(browser: Browser, live_url: str) -> None:
    context = new_context(browser, live_url, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Busque su distrito").fill("150101")
    page.get_by_role("button", name="Buscar").click()
    expect(page).to_have_url(re.compile("/t/150101/$"))
    page.goto("/mapa/")
    expect(page.get_by_text("El mapa necesita JavaScript")).to_be_visible()
    context.close()


def test_pictures_of_the_pages_are_drawn(desktop: Page) -> None:
    for address in ("/", "/t/13/", "/catalogo/districts/"):
        desktop.goto(address)
        desktop.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        desktop.wait_for_load_state("networkidle")
        widths = desktop.evaluate("[...document.images].map((image) => image.naturalWidth)")
        assert widths
        assert all(widths), address
