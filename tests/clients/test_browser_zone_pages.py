"""The pages of zones in Chromium: signing in, the review by buttons, accessibility."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.clients.map_page import violations, wait_until_still
from tests.clients.zone_editor import Opener, store_zone


def shown(page: Page, pk: int) -> Page:
    page.goto(f"/zonas/{pk}/")
    wait_until_still(page)
    return page


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    wait_until_still(page)


def test_a_zone_from_draft_to_the_public_and_back(opened: Opener) -> None:
    author, reviewer, visitor = opened("dibuja"), opened("revisa"), opened(None)
    pk = store_zone(author, "Zona que se revisa")
    visitor.goto("/zonas/")
    expect(visitor.locator("main")).not_to_contain_text("Zona que se revisa")
    assert violations(shown(author, pk)) == []
    expect(author.get_by_role("link", name="Cambiarla en el mapa")).to_be_visible()

    # Two windows with the same version in view: the second press is reported, and changes nothing.
    stale = shown(author.context.new_page(), pk)
    press(author, "Presentar para revisión")
    expect(author.locator(".facts")).to_contain_text("Presentada")
    stale.get_by_role("button", name="Presentar para revisión").click()
    expect(stale.get_by_role("alert")).to_contain_text("La versión 1 ya no es la actual")
    assert violations(stale) == []

    press(shown(reviewer, pk), "Aprobar")
    expect(reviewer.locator(".facts")).to_contain_text("Aprobada")
    expect(reviewer.locator("#versiones + .table-wrap tbody tr")).to_have_count(3)
    visitor.goto("/zonas/")
    visitor.get_by_role("link", name="Zona que se revisa").click()
    expect(visitor.locator("h1")).to_have_text("Zona que se revisa")
    expect(visitor.locator("main form")).to_have_count(0)

    shown(reviewer, pk).get_by_label("Observación").fill("Falta el puente")
    press(reviewer, "Devolver a borrador")
    visitor.goto("/zonas/")
    expect(visitor.locator("main")).not_to_contain_text("Zona que se revisa")


def test_on_a_phone_nothing_is_too_wide(opened: Opener) -> None:
    page = opened("dibuja", phone=True)
    pk = store_zone(page, "Un título largo para una pantalla estrecha " * 4)
    for address in ("/zonas/", f"/zonas/{pk}/"):
        page.goto(address)
        wait_until_still(page)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_signing_out(opened: Opener) -> None:
    page = opened("dibuja")
    page.goto("/compromisos/")
    page.get_by_role("button", name="Salir").click()
    expect(page.get_by_role("link", name="Ingresar")).to_be_visible()
    page.goto("/compromisos/3/")
    page.get_by_role("link", name="Ingresar").click()
    page.locator("input[name=username]").fill("dibuja")
    page.locator("input[name=password]").fill("no es esta")
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text("no son correctos")
    assert violations(page) == []
