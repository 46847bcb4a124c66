"""The site in Chromium: the map, its search and keys, accessibility, weight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.clients.map_page import (
    CHROMIUM,
    DESKTOP,
    PHONE,
    address_state,
    click_on,
    new_context,
    open_map,
    picture_of,
    pixel_of,
    settle,
    view_of,
    violations,
    watch,
)

MAX_COLORS = 2_000_000

# Longitude, latitude: well inside Peru, in the sea, in Brazil.
CUSCO = (-71.98, -13.52)
LORETO = (-74.5, -4.5)
PLACES_IN_PERU = (CUSCO, (-73.25, -4.5), (-75.5, -9.5), (-72.0, -15.8), (-79.5, -5.5))
PACIFIC = (-80.5, -12.5)
BRAZIL = (-68.0, -6.5)

PAGES = ["/", "/mapa/", "/t/", "/t/13/", "/t/150101/", "/compromisos/", "/compromisos/3/"]
MORE_PAGES = ["/catalogo/", "/catalogo/districts/", "/ayuda/", "/ayuda/qgis/", "/buscar/?q=lima"]
MORE_PAGES += ["/zonas/", "/cuenta/ingresar/"]
# With charts and tables of series.
MORE_PAGES += ["/compromisos/14/", "/t/15/"]


@pytest.fixture(scope="module")
def browser(live_url: str) -> Iterator[Browser]:
    # For the module only: while Playwright's loop runs, Django refuses to query from this thread.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def problems() -> list[str]:
    """Errors of the console, failed requests and requests to other hosts."""
    return []


@pytest.fixture
def desktop(browser: Browser, live_url: str, problems: list[str]) -> Iterator[Page]:
    context = new_context(browser, live_url, viewport=DESKTOP)
    page = context.new_page()
    watch(page, live_url, problems)
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def phone(browser: Browser, live_url: str, problems: list[str]) -> Iterator[Page]:
    context = new_context(browser, live_url, viewport=PHONE, is_mobile=True, has_touch=True)
    page = context.new_page()
    watch(page, live_url, problems)
    yield page
    context.close()
    assert problems == []


def _colors(
    page: Page, picture: Image.Image, place: tuple[float, float], radius_px: int
) -> list[tuple[int, Any]]:
    """The colours around a place, each with its number of pixels, the commonest first."""
    x, y = (round(side) for side in pixel_of(page, place))
    around = picture.crop((x - radius_px, y - radius_px, x + radius_px, y + radius_px))
    return sorted(around.getcolors(MAX_COLORS) or [], reverse=True)


# The map


def test_map_shows_peru_between_sea_and_neighbours(desktop: Page) -> None:
    open_map(desktop)
    picture = picture_of(desktop)

    def color(place: tuple[float, float]) -> Any:
        # The commonest around it, whatever name is written there.
        return _colors(desktop, picture, place, 20)[0][1]

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


# Layers and the address


def test_address_brings_a_view_back(desktop: Page) -> None:
    open_map(desktop, "?v=1&l=districts:40,district_capitals&c=-77.04,-12.05&z=9.5")
    for name in ("districts", "district_capitals"):
        expect(desktop.locator(f"#layer-{name}")).to_be_checked()
    expect(desktop.locator("#layer-departments")).not_to_be_checked()
    expect(desktop.locator("#opacity-districts")).to_have_value("40")
    assert view_of(desktop) == pytest.approx((-77.04, -12.05, 9.5), abs=0.01)
    assert address_state(desktop)["l"] == "districts:40,district_capitals"


def test_back_undoes_a_layer_and_a_flight(desktop: Page) -> None:
    open_map(desktop)
    start = view_of(desktop)
    desktop.get_by_label("Capitales de distrito").check()
    settle(desktop)
    desktop.get_by_role("combobox").fill("150101")
    desktop.keyboard.press("Enter")
    expect(desktop.locator("#popup")).to_contain_text("150101")
    settle(desktop)
    desktop.go_back()
    settle(desktop)
    assert view_of(desktop) == pytest.approx(start, abs=0.01)
    expect(desktop.locator("#layer-district_capitals")).to_be_checked()
    expect(desktop.locator("#popup")).to_be_hidden()
    desktop.go_back()
    expect(desktop.locator("#layer-district_capitals")).not_to_be_checked()


def test_damaged_address_still_opens(desktop: Page) -> None:
    open_map(desktop, "?v=1&l=departments,gone&c=x&z=999&u=12345")
    expect(desktop.locator("#layer-departments")).to_be_checked()
    expect(desktop.get_by_text("El enlace pide capas que ya no existen: gone")).to_be_visible()


def test_layer_says_its_legend_source_date_and_licence(desktop: Page) -> None:
    open_map(desktop, "?v=1&l=districts")
    layer = desktop.locator("[data-layer=districts]")
    for text in (
        "menos de 1",
        "Fuente",
        "INEI",
        "30 de junio de 2025",
        "Licencia",
        "MIT",
    ):
        expect(layer).to_contain_text(text)
    assert layer.locator("svg.symbol").count() >= 6


def test_samples_are_titled_and_hatched(desktop: Page) -> None:
    open_map(desktop, "?v=1&l=environmental_commissions")
    layer = desktop.locator("[data-layer=environmental_commissions]")
    expect(layer.locator("label").first).to_have_text(re.compile("^EJEMPLO · "))
    expect(layer).to_contain_text("Las filas rayadas son ejemplos, no datos reales.")
    loreto = _colors(desktop, picture_of(desktop), LORETO, 12)
    assert loreto[0][0] < 0.7 * 24 * 24, "stripes, not one colour"


def test_layers_are_found_by_name(desktop: Page) -> None:
    open_map(desktop)
    desktop.get_by_label("Buscar una capa").fill("COMISION")
    expect(desktop.locator("#layers .layer")).to_have_count(1)
    expect(desktop.locator("#layers .layer")).to_contain_text("Comisiones ambientales")


def test_commitments_without_data_are_listed(desktop: Page) -> None:
    """Those that no layer but the plan's own shows, as the domain API tells."""
    open_map(desktop)
    commitments = desktop.request.get("/api/v1/commitments/").json()["results"]
    without = [c["number"] for c in commitments if c["layers"] == ["commitment_territories"]]
    assert 0 < len(without) < len(commitments) == 18
    pending = desktop.locator("#layers .pending-list li")
    expect(pending).to_have_count(len(without))
    expect(pending.first).to_contain_text("Aún sin datos publicados")


def test_phone_shows_at_most_three_layers(phone: Page) -> None:
    open_map(phone, "?v=1&l=departments,provinces,districts,district_capitals")
    phone.get_by_role("button", name="Capas", exact=True).click()
    expect(phone.locator("#layers input:checked")).to_have_count(3)
    phone.locator("#layer-district_capitals").click()
    expect(phone.locator("#layer-district_capitals")).not_to_be_checked()
    expect(phone.get_by_text("Puede ver hasta 3 capas a la vez")).to_be_visible()


def test_phone_panel_and_popup_are_sheets(phone: Page) -> None:
    open_map(phone)
    toggle = phone.get_by_role("button", name="Capas", exact=True)
    expect(toggle).to_have_attribute("aria-expanded", "false")
    toggle.click()
    expect(phone.locator("#panel")).to_be_focused()
    phone.get_by_role("button", name="Cerrar las capas").click()
    expect(toggle).to_be_focused()
    click_on(phone, CUSCO)
    expect(phone.locator("#popup")).to_contain_text("Cusco")
    box = phone.locator("#popup-frame").bounding_box()
    assert box
    assert box["width"] == PHONE["width"]
    assert box["y"] + box["height"] == pytest.approx(PHONE["height"], abs=1)
    settle(phone)
    assert pixel_of(phone, CUSCO)[1] + phone.locator("#map").bounding_box()["y"] < box["y"]  # type: ignore[index]  # the map is drawn


# Pages


@pytest.mark.parametrize("address", [*PAGES, *MORE_PAGES])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_no_violation(
    browser: Browser, live_url: str, viewport: dict[str, int], address: str
) -> None:
    context = new_context(browser, live_url, viewport=viewport)
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    if address == "/mapa/":
        settle(page)
    assert violations(page) == []
    context.close()


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


@pytest.mark.parametrize("address", [*PAGES, *MORE_PAGES])
def test_nothing_is_wider_than_a_phone(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.wait_for_load_state("networkidle")
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    hidden = "nav => nav.scrollWidth - nav.clientWidth"
    if address != "/mapa/":  # there the menu slides, to leave its height to the map
        assert phone.locator(".site-nav").evaluate(hidden) <= 0


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
