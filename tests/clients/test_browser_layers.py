"""The map's layers in Chromium: the address that brings them back, legends, samples, a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.clients.map_page import (
    CUSCO,
    LORETO,
    PHONE,
    address_state,
    click_on,
    colors_around,
    open_map,
    picture_of,
    pixel_of,
    settle,
    view_of,
)


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
    loreto = colors_around(desktop, picture_of(desktop), LORETO, 12)
    assert loreto[0][0] < 0.7 * 24 * 24, "stripes, not one colour"


def test_layers_are_found_by_name(desktop: Page) -> None:
    open_map(desktop)
    desktop.get_by_label("Buscar una capa").fill("POLITICAS DE CAR")
    expect(desktop.locator("#layers .layer")).to_have_count(1)
    expect(desktop.locator("#layers .layer")).to_contain_text("Políticas de CAR y CAM por etapa")
    # What a layer's description says finds it as well.
    desktop.get_by_label("Buscar una capa").fill("comisión ambiental")
    expect(desktop.locator("#layers .layer")).to_contain_text(["Asistencias técnicas a CAR y CAM"])


def test_commitments_without_data_are_listed(desktop: Page) -> None:
    """Those that no layer but the plan's own shows, as the domain API tells; maybe none."""
    open_map(desktop)
    commitments = desktop.request.get("/api/v1/commitments/").json()["results"]
    without = [c["number"] for c in commitments if c["layers"] == ["commitment_territories"]]
    assert len(without) < len(commitments) == 18
    pending = desktop.locator("#layers .pending-list li")
    expect(pending).to_have_count(len(without))
    assert all("Aún sin datos publicados" in text for text in pending.all_inner_texts())


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
