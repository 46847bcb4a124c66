"""Zones in Chromium: who may do what, two planners at once, accessibility."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.clients.map_page import (
    DESKTOP,
    PHONE,
    click_on,
    open_map,
    view_of,
    violations,
)
from tests.clients.zone_editor import (
    CORNERS,
    VIEW,
    Opener,
    draw_part,
    leave_loose,
    save_zone,
    saved_zone,
    start_zone,
    store_zone,
    wait_for_editor,
    zone_of,
)
from tests.zones import PASSWORD, SIDE, SOUTH, WEST

# Who may do what


def test_refusal_outside_the_department_comes_before_saving(opened: Opener) -> None:
    other = opened("otra")
    start_zone(other)
    draw_part(other, CORNERS)
    refusal = other.get_by_text("No se puede guardar aquí.")
    expect(refusal).to_be_visible()
    expect(other.locator(".zone-refusal")).to_contain_text("La Libertad")
    save_zone(other, "Fuera")
    expect(other.locator("#zone-message")).to_contain_text("La Libertad")
    assert other.request.get("/api/v1/zones/?mine=1").json()["features"] == []
    # What was drawn is still there.
    expect(other.get_by_text("1 parte", exact=True)).to_be_visible()


def test_refusal_of_the_server_is_reported_and_loses_nothing(opened: Opener) -> None:
    other = opened("otra")
    # No figures while drawing, as on a bad line: the server has the last word.
    other.route("**/zones/measure/", lambda route: route.fulfill(status=503, json={}))
    start_zone(other)
    draw_part(other, CORNERS)
    save_zone(other, "Fuera")
    expect(other.locator("#zone-message")).to_contain_text("La Libertad")
    expect(other.get_by_label("Título", exact=True)).to_have_value("Fuera")
    expect(other.get_by_text("1 parte", exact=True)).to_be_visible()


def test_a_draft_is_for_its_author_alone(planner_page: Page, opened: Opener) -> None:
    pk = store_zone(planner_page, "Solo para mí")
    anonymous = opened(None)
    layers = "l=departments,intervention_zones"
    open_map(anonymous, VIEW.replace("l=departments", layers))
    click_on(anonymous, (WEST + SIDE / 2, SOUTH + SIDE / 2))
    expect(anonymous.locator("#popup")).to_contain_text("Cusco")
    expect(anonymous.locator("#popup")).not_to_contain_text("Solo para mí")
    assert anonymous.request.get(f"/api/v1/zones/{pk}/").status == 404
    items = anonymous.request.get("/ogc/collections/intervention_zones/items?f=json").json()
    assert pk not in [feature["id"] for feature in items["features"]]


def test_a_visitor_is_asked_to_sign_in_and_comes_back(opened: Opener) -> None:
    page = opened(None)
    open_map(page, VIEW)
    page.get_by_role("button", name="Dibujar zona").click()
    page.locator("ta-zone-panel").get_by_role("link", name="Ingresar").click()
    page.locator("input[name=username]").fill("dibuja")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(re.compile("/mapa/.*zona=nueva"))
    wait_for_editor(page)
    assert view_of(page)[2] == pytest.approx(10, abs=0.1)


def test_a_lost_session_loses_no_drawing(planner_page: Page) -> None:
    start_zone(planner_page)
    draw_part(planner_page, CORNERS)
    planner_page.get_by_label("Título", exact=True).fill("Sobrevive")
    planner_page.wait_for_timeout(800)
    planner_page.context.clear_cookies()
    save_zone(planner_page)
    expect(planner_page.get_by_text("Su sesión terminó.")).to_be_visible()
    planner_page.locator("ta-zone-panel").get_by_role("link", name="Ingresar").click()
    planner_page.locator("input[name=username]").fill("dibuja")
    planner_page.locator("input[name=password]").fill(PASSWORD)
    planner_page.locator("main button[type=submit]").click()
    wait_for_editor(planner_page)
    expect(planner_page.get_by_label("Título", exact=True)).to_have_value("Sobrevive")
    save_zone(planner_page)
    saved_zone(planner_page)


# Two at once


def _in_conflict(opened: Opener) -> tuple[Page, int]:
    """A page whose save was refused since another one had saved before it."""
    first, second = opened("dibuja"), opened("dibuja")
    pk = store_zone(first, "Al principio")
    for page in (first, second):
        open_map(page, f"{VIEW}&zona={pk}")
        wait_for_editor(page)
    second.get_by_label("Título", exact=True).fill("De la otra")
    second.get_by_label("8 FAD rural").check()
    save_zone(second)
    saved_zone(second)
    leave_loose(first)
    first.get_by_label("Título", exact=True).fill("Mía")
    first.get_by_role("button", name="Dibujar", exact=True).click()
    draw_part(first, [(lon + 0.15, lat) for lon, lat in CORNERS])
    save_zone(first)
    expect(first.get_by_text("Esta zona se guardó en otra parte")).to_be_visible()
    return first, pk


def test_conflict_shows_the_three_versions_and_saves_what_is_chosen(opened: Opener) -> None:
    page, pk = _in_conflict(opened)
    panel = page.locator("ta-zone-panel")
    title = panel.get_by_role("group", name="Título")
    expect(title).to_contain_text("Mía")
    expect(title).to_contain_text("De la otra")
    expect(title).to_contain_text("Al principio")
    expect(panel).to_contain_text("La guardó Nombre de dibuja")
    # Only I changed the shape and only the other one the commitments: that is settled.
    expect(panel.get_by_role("group", name="Forma").get_by_label("Lo suyo")).to_be_checked()
    commitments = panel.get_by_role("group", name="Compromisos")
    expect(commitments.get_by_label("Guardado")).to_be_checked()
    save = panel.get_by_role("button", name="Guardar lo elegido")
    expect(save).to_be_disabled()
    title.get_by_label("Lo suyo").check()
    save.click()
    saved_zone(page)
    zone = zone_of(page, pk)
    assert zone["properties"]["version"] == 3
    assert zone["properties"]["title"] == "Mía"
    assert zone["properties"]["commitments"] == [3, 8]
    assert len(zone["geometry"]["coordinates"]) == 2
    # And what was not chosen is a version of its own.
    assert page.request.get(f"/api/v1/zones/{pk}/versions/2/").json()["properties"]["title"] == (
        "De la otra"
    )


def test_conflict_survives_a_reload(opened: Opener) -> None:
    page, _ = _in_conflict(opened)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text("Se recuperó lo que no se había guardado.")).to_be_visible()
    expect(page.get_by_label("Título", exact=True)).to_have_value("Mía")
    save_zone(page)
    expect(page.get_by_text("Esta zona se guardó en otra parte")).to_be_visible()
    # Leave nothing behind that asks before the page closes.
    page.get_by_role("group", name="Título").get_by_label("Guardado").check()
    page.get_by_role("button", name="Guardar lo elegido").click()
    saved_zone(page)


def test_what_was_kept_of_a_zone_submitted_meanwhile_says_so(opened: Opener) -> None:
    page = opened("dibuja")
    pk = store_zone(page, "Se presenta")
    open_map(page, f"{VIEW}&zona={pk}")
    wait_for_editor(page)
    page.get_by_label("Título", exact=True).fill("Sin guardar")
    session = page.request.get("/api/v1/session/").json()
    headers = {"X-CSRFToken": session["csrf_token"], "If-Match": '"1"', "Referer": page.url}
    assert page.request.post(f"/api/v1/zones/{pk}/submit/", headers=headers).ok
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#zone-message")).to_contain_text(
        "La zona está ahora en estado «presentada»"
    )
    expect(page.get_by_label("Título", exact=True)).to_have_value("Sin guardar")
    page.get_by_role("button", name="Descartar", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Descartar").click()
    headers["If-Match"] = '"2"'
    assert page.request.post(f"/api/v1/zones/{pk}/return/", headers=headers).ok


def test_a_zone_deleted_meanwhile_is_saved_as_a_new_one(opened: Opener) -> None:
    first, second = opened("dibuja"), opened("dibuja")
    pk = store_zone(first, "Se elimina")
    for page in (first, second):
        open_map(page, f"{VIEW}&zona={pk}")
        wait_for_editor(page)
    second.get_by_role("button", name="Eliminar", exact=True).click()
    second.get_by_role("dialog").get_by_role("button", name="Eliminar").click()
    expect(second.locator("ta-zone-panel")).to_have_count(0)
    save_zone(first, "Se conserva")
    expect(first.get_by_text("Otra persona eliminó esta zona.")).to_be_visible()
    first.on("dialog", lambda dialog: dialog.accept())
    first.reload()
    expect(first.get_by_label("Título", exact=True)).to_have_value("Se conserva")
    save_zone(first)
    new = saved_zone(first)
    assert new != pk
    assert zone_of(first, new)["properties"]["version"] == 1


# Accessibility


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_axe_finds_no_violation_in_the_open_editor(opened: Opener, phone: bool) -> None:
    page = opened("dibuja", phone=phone)
    store_zone(page, "Debajo")
    start_zone(page, f"?v=1&l=departments&c={WEST + SIDE / 2:.2f},{SOUTH + SIDE / 2:.2f}&z=10")
    assert violations(page) == []
    for corner in CORNERS:
        click_on(page, corner)
        page.wait_for_timeout(60)
    page.get_by_role("button", name="Terminar parte").click()
    if phone:
        page.get_by_role("button", name="Datos").click()
    expect(page.locator("ta-zone-panel")).to_contain_text("Debajo")
    save_zone(page)
    expect(page.get_by_text("Escriba un título.")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == (
        PHONE["width"] if phone else DESKTOP["width"]
    )
    page.get_by_role("button", name="Descartar", exact=True).click()
    assert violations(page) == []


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_axe_finds_no_violation_in_a_conflict(opened: Opener, phone: bool) -> None:
    page, other = opened("dibuja", phone=phone), opened("dibuja")
    pk = store_zone(page, "Al principio")
    for each in (page, other):
        open_map(each, f"{VIEW}&zona={pk}")
        wait_for_editor(each)
    save_zone(other, "De la otra")
    saved_zone(other)
    if phone:
        page.get_by_role("button", name="Datos").tap()
    save_zone(page, "Mía")
    title = page.get_by_role("group", name="Título")
    expect(title.get_by_label("Guardado")).to_be_visible()
    assert violations(page) == []
    # What the conflict is about can be reached, and ends it.
    title.get_by_label("Guardado").check()
    page.get_by_role("button", name="Guardar lo elegido").click()
    saved_zone(page)
