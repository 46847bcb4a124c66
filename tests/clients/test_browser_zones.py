"""Drawing intervention zones in Chromium: with mouse, fingers and keys, held by boundaries."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.clients.map_page import (
    address_state,
    click_on,
    open_map,
    pixel_of,
    settle,
)
from tests.clients.zone_editor import (
    CORNERS,
    PIXEL_DEG,
    VIEW,
    Place,
    area_ha,
    color_at,
    draw_part,
    leave_loose,
    number_in,
    ring_of,
    save_zone,
    saved_zone,
    start_zone,
    store_zone,
    wait_for_editor,
    zone_of,
)
from tests.zones import SIDE, SOUTH, WEST


def test_draws_sees_the_figures_and_saves(planner_page: Page) -> None:
    start_zone(planner_page)
    for corner in CORNERS[:3]:
        click_on(planner_page, corner)
        planner_page.wait_for_timeout(60)
    # Three corners of four: half the square, while it is still being drawn.
    area = planner_page.locator(".zone-area")
    half = area_ha([list(corner) for corner in CORNERS[:3]])
    assert number_in(area.inner_text()) == pytest.approx(half, rel=0.03)
    click_on(planner_page, CORNERS[3])
    planner_page.get_by_role("button", name="Terminar parte").click()
    panel = planner_page.locator("ta-zone-panel")
    expect(panel).to_contain_text("ninguna otra zona")
    expect(panel.locator("dd").first).to_have_text("Cusco")
    expect(panel).to_contain_text("Solo se nombran departamentos")
    shown = number_in(area.inner_text())
    planner_page.get_by_label("3 CAR y CAM").check()
    save_zone(planner_page, "Zona del navegador")
    zone = zone_of(planner_page, saved_zone(planner_page))
    assert zone["properties"]["title"] == "Zona del navegador"
    assert zone["properties"]["commitments"] == [3]
    assert zone["properties"]["status"] == "draft"
    ring = ring_of(zone)
    assert len(ring) == 5
    for wanted in CORNERS:
        assert min(abs(lon - wanted[0]) + abs(lat - wanted[1]) for lon, lat in ring) < PIXEL_DEG
    assert shown == pytest.approx(area_ha(ring), rel=1e-3)


def test_two_parts_that_share_a_border_are_saved_as_one(planner_page: Page) -> None:
    """OGC 06-103r4 §6.1.14: as two parts they'd be no multipolygon; the panel says it before."""
    start_zone(planner_page)
    draw_part(planner_page, CORNERS)
    draw_part(planner_page, [(lon + SIDE, lat) for lon, lat in CORNERS])
    panel = planner_page.locator("ta-zone-panel")
    words = "Las partes 1 y 2 comparten borde: se unen en una."
    expect(panel.locator(".zone-joined")).to_have_text(words)
    expect(panel.locator(".zone-refusal")).to_have_count(0)
    save_zone(planner_page, "Dos partes vecinas")
    pk = saved_zone(planner_page)
    expect(planner_page.locator("#zone-message")).to_contain_text(words)
    expect(panel).to_contain_text("1 parte")
    zone = zone_of(planner_page, pk)
    assert [len(part) for part in zone["geometry"]["coordinates"]] == [1]
    corners = {tuple(corner) for corner in ring_of(zone)}
    assert len(corners) == 6
    both = [CORNERS[0], (WEST + 2 * SIDE, SOUTH), (WEST + 2 * SIDE, SOUTH + SIDE), CORNERS[3]]
    for wanted in both:
        assert min(abs(lon - wanted[0]) + abs(lat - wanted[1]) for lon, lat in corners) < PIXEL_DEG


def test_layer_shows_the_zone_as_soon_as_it_is_saved(planner_page: Page) -> None:
    start_zone(planner_page)
    middle = (WEST + SIDE / 2, SOUTH + SIDE / 2)
    before = color_at(planner_page, middle)
    draw_part(planner_page, CORNERS)
    save_zone(planner_page, "Se ve enseguida")
    saved_zone(planner_page)
    settle(planner_page)
    planner_page.get_by_role("button", name="Cerrar el editor").click()
    expect(planner_page.locator("ta-zone-panel")).to_have_count(0)
    settle(planner_page)
    assert color_at(planner_page, middle) != before
    click_on(planner_page, middle)
    expect(planner_page.locator("#popup")).to_contain_text("Se ve enseguida")


def test_reload_brings_an_unsaved_drawing_back(planner_page: Page) -> None:
    start_zone(planner_page)
    draw_part(planner_page, CORNERS)
    click_on(planner_page, (WEST - 0.02, SOUTH))
    planner_page.get_by_label("Título", exact=True).fill("A medias")
    dialogs: list[str] = []

    def accept(dialog: Any) -> None:
        dialogs.append(dialog.type)
        dialog.accept()

    planner_page.on("dialog", accept)
    planner_page.reload()
    assert dialogs == ["beforeunload"]
    expect(planner_page.get_by_text("Se recuperó lo que no se había guardado.")).to_be_visible()
    expect(planner_page.get_by_label("Título", exact=True)).to_have_value("A medias")
    expect(planner_page.locator(".zone-hint")).to_contain_text("1 esquina.")
    expect(planner_page.get_by_text("1 parte", exact=True)).to_be_visible()
    planner_page.get_by_role("button", name="Descartarlo").click()
    planner_page.get_by_role("dialog").get_by_role("button", name="Descartar").click()
    expect(planner_page.get_by_label("Título", exact=True)).to_have_value("")
    expect(planner_page.get_by_text("1 parte", exact=True)).to_have_count(0)
    planner_page.reload()
    wait_for_editor(planner_page)
    expect(planner_page.get_by_label("Título", exact=True)).to_have_value("")


def test_edits_a_stored_zone_and_takes_steps_back(planner_page: Page) -> None:
    pk = store_zone(planner_page, "Para cambiar")
    open_map(planner_page, f"{VIEW}&zona={pk}")
    wait_for_editor(planner_page)
    expect(planner_page.get_by_label("Título", exact=True)).to_have_value("Para cambiar")
    expect(planner_page.get_by_label("3 CAR y CAM")).to_be_checked()
    leave_loose(planner_page)
    area = planner_page.locator(".zone-area")
    before = area.inner_text()
    box = planner_page.locator("#map").bounding_box()
    assert box
    start_x, start_y = pixel_of(planner_page, CORNERS[2])
    target: Place = (WEST + 2 * SIDE, SOUTH + SIDE)
    end_x, end_y = pixel_of(planner_page, target)
    planner_page.mouse.move(box["x"] + start_x, box["y"] + start_y)
    planner_page.mouse.down()
    planner_page.mouse.move(box["x"] + end_x - 20, box["y"] + end_y, steps=4)
    planner_page.mouse.move(box["x"] + end_x, box["y"] + end_y, steps=2)
    planner_page.mouse.up()
    expect(area).not_to_have_text(before)
    planner_page.get_by_role("button", name="Deshacer").click()
    expect(area).to_have_text(before)
    planner_page.get_by_role("button", name="Rehacer").click()
    save_zone(planner_page)
    assert saved_zone(planner_page) == pk
    zone = zone_of(planner_page, pk)
    assert zone["properties"]["version"] == 2
    assert any(
        abs(lon - target[0]) + abs(lat - target[1]) < PIXEL_DEG for lon, lat in ring_of(zone)
    )


@pytest.mark.parametrize("way", ["double click", "first corner", "key"])
def test_a_part_is_finished_in_each_way_without_a_corner_more(planner_page: Page, way: str) -> None:
    start_zone(planner_page)
    for corner in CORNERS[:3]:
        click_on(planner_page, corner)
        planner_page.wait_for_timeout(60)
    x, y = pixel_of(planner_page, CORNERS[3])
    if way == "double click":
        planner_page.locator("#map").dblclick(position={"x": x, "y": y})
    else:
        click_on(planner_page, CORNERS[3])
        planner_page.wait_for_timeout(60)
    if way == "first corner":
        click_on(planner_page, CORNERS[0])
    elif way == "key":
        planner_page.locator("#map").press("t")
    expect(planner_page.get_by_text("1 parte", exact=True)).to_be_visible()
    save_zone(planner_page, "Terminada")
    assert len(ring_of(zone_of(planner_page, saved_zone(planner_page)))) == 5


def test_removes_a_corner_but_never_the_third(planner_page: Page) -> None:
    pk = store_zone(planner_page, "Con esquina de más")
    open_map(planner_page, f"{VIEW}&zona={pk}")
    wait_for_editor(planner_page)
    planner_page.get_by_role("button", name="Quitar esquinas").click()
    click_on(planner_page, CORNERS[1])
    click_on(planner_page, CORNERS[2])
    message = planner_page.get_by_role("status").filter(has_text="al menos 3 esquinas")
    expect(message).to_be_visible()
    save_zone(planner_page)
    saved_zone(planner_page)
    ring = ring_of(zone_of(planner_page, pk))
    assert len(ring) == 4
    assert list(CORNERS[1]) not in [[round(lon, 4), round(lat, 4)] for lon, lat in ring]


def test_several_parts_and_one_of_them_deleted(planner_page: Page) -> None:
    start_zone(planner_page)
    draw_part(planner_page, CORNERS)
    east = [(lon + 0.15, lat) for lon, lat in CORNERS]
    draw_part(planner_page, east)
    expect(planner_page.get_by_text("2 partes", exact=True)).to_be_visible()
    planner_page.get_by_role("button", name="Borrar la parte 1").click()
    planner_page.get_by_role("button", name="Deshacer").click()
    expect(planner_page.get_by_text("2 partes", exact=True)).to_be_visible()
    planner_page.get_by_role("button", name="Borrar la parte 1").click()
    save_zone(planner_page, "Una de dos")
    zone = zone_of(planner_page, saved_zone(planner_page))
    assert len(zone["geometry"]["coordinates"]) == 1
    assert min(lon for lon, _ in ring_of(zone)) == pytest.approx(WEST + 0.15, abs=PIXEL_DEG)


def test_deletes_after_asking(planner_page: Page) -> None:
    pk = store_zone(planner_page, "Para eliminar")
    open_map(planner_page, f"{VIEW}&zona={pk}")
    wait_for_editor(planner_page)
    planner_page.get_by_role("button", name="Eliminar", exact=True).click()
    question = planner_page.get_by_role("dialog")
    expect(question).to_contain_text("¿Eliminar la zona «Para eliminar»?")
    question.get_by_role("button", name="No").click()
    assert planner_page.request.get(f"/api/v1/zones/{pk}/").ok
    planner_page.get_by_role("button", name="Eliminar", exact=True).click()
    question.get_by_role("button", name="Eliminar").click()
    expect(planner_page.locator("ta-zone-panel")).to_have_count(0)
    assert planner_page.request.get(f"/api/v1/zones/{pk}/").status == 404
    assert "zona" not in address_state(planner_page)


def test_what_is_missing_is_asked_for_before_anything_is_sent(planner_page: Page) -> None:
    start_zone(planner_page)
    sent: list[str] = []
    planner_page.on(
        "request",
        lambda request: (
            sent.append(request.url)
            if request.method == "POST" and request.url.endswith("/zones/")
            else None
        ),
    )
    save_zone(planner_page)
    expect(planner_page.get_by_text("Dibuje al menos una parte en el mapa.")).to_be_visible()
    draw_part(planner_page, CORNERS)
    save_zone(planner_page)
    expect(planner_page.get_by_text("Escriba un título.")).to_be_visible()
    title = planner_page.get_by_label("Título", exact=True)
    expect(title).to_be_focused()
    expect(title).to_have_css("border-top-color", "rgb(200, 16, 46)")
    assert sent == []
