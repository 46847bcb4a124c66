"""A planner's file in Chromium at 360 and 1440 px: shown, chosen, made a zone, sent back."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.clients.map_page import click_on, settle, violations
from tests.clients.test_browser_zone_pages import press, shown
from tests.clients.zone_editor import Opener, save_zone, saved_zone, start_zone, zone_of
from tests.zones import SIDE, SOUTH, WEST, square

WIDTHS = {"phone": 360, "desktop": 1440}
KINDS = "Traer formas de un archivo"


def geojson(*features: tuple[str, dict[str, Any]]) -> FilePayload:
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"nombre": name}, "geometry": geometry}
            for name, geometry in features
        ],
    }
    content = json.dumps(collection).encode()
    return {"name": "predios.geojson", "mimeType": "application/geo+json", "buffer": content}


FILE = geojson(
    ("Predio norte", square()),
    ("Predio sur", square(WEST, SOUTH - 2 * SIDE)),
    ("Un hito", {"type": "Point", "coordinates": [WEST, SOUTH]}),
)


def bring(page: Page, file: FilePayload, *, phone: bool) -> None:
    """By its button, as with the keyboard."""
    if phone:
        page.get_by_role("button", name="Datos").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=KINDS).press("Enter")
    chooser.value.set_files(file)


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.mark.parametrize("width", list(WIDTHS))
def test_a_file_becomes_a_zone_and_is_returned_with_a_remark(opened: Opener, width: str) -> None:
    phone = width == "phone"
    author, reviewer = opened("dibuja", phone=phone), opened("revisa", phone=phone)
    start_zone(author)
    bring(author, FILE, phone=phone)
    shapes = author.locator(".zone-shapes input")
    expect(shapes).to_have_count(2, timeout=20_000)
    expect(author.locator(".zone-faults")).to_contain_text("Un hito: Es un punto")
    expect(author.locator("#map-status")).to_contain_text("2 formas")
    settle(author)
    picture(author, f"shapes-{width}")
    assert violations(author) == []
    add = author.get_by_role("button", name="Añadir a la zona")
    expect(add).to_be_disabled()
    author.get_by_label("Predio norte").check()
    add.click()
    expect(author.locator("#map-status")).to_contain_text("Se añadió 1 parte")
    expect(author.get_by_label("Título", exact=True)).to_have_value("Predio norte")
    expect(author.locator(".zone-contents")).to_contain_text("Escuelas rurales", timeout=15_000)
    picture(author, f"adopted-{width}")
    assert violations(author) == []
    save_zone(author)
    pk = saved_zone(author)
    stored = zone_of(author, pk)
    assert stored["geometry"]["coordinates"] == [square()["coordinates"]]

    press(shown(author, pk), "Presentar para revisión")
    shown(reviewer, pk).get_by_label("Observación").fill("El predio llega hasta el río")
    press(reviewer, "Devolver a borrador")
    expect(shown(author, pk).locator(".zone-standing")).to_contain_text("hasta el río")
    assert violations(author) == []
    picture(author, f"returned-{width}")
    assert author.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]


def test_a_file_is_dropped_and_its_shapes_chosen_on_the_map(opened: Opener) -> None:
    page = opened("dibuja")
    start_zone(page)
    text = FILE["buffer"].decode()
    transfer = page.evaluate_handle(
        """(text) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], "predios.geojson"));
            return transfer;
        }""",
        text,
    )
    target = ".ol-viewport"
    page.dispatch_event(target, "dragover", {"dataTransfer": transfer})
    expect(page.locator(".is-file-over")).to_have_count(1)
    page.dispatch_event(target, "drop", {"dataTransfer": transfer})
    expect(page.locator(".zone-shapes input")).to_have_count(2, timeout=20_000)
    expect(page.locator(".is-file-over")).to_have_count(0)
    settle(page)
    click_on(page, (WEST + SIDE / 2, SOUTH - 1.5 * SIDE))
    expect(page.get_by_label("Predio sur")).to_be_checked()
    expect(page.get_by_label("Predio norte")).not_to_be_checked()
    page.get_by_label("Todas").check()
    page.get_by_role("button", name="Añadir a la zona").click()
    expect(page.locator(".zone-parts li")).to_have_count(2)
    page.get_by_role("button", name="Deshacer").click()
    expect(page.locator(".zone-parts li")).to_have_count(0)


def test_a_file_that_is_no_zone_says_why(opened: Opener) -> None:
    page = opened("dibuja")
    start_zone(page)
    table: FilePayload = {
        "name": "datos.csv",
        "mimeType": "text/csv",
        "buffer": b"nombre,x,y\nA,1,2\n",
    }
    bring(page, table, phone=False)
    expect(page.locator(".zone-import")).to_contain_text("Es una tabla", timeout=20_000)
    assert violations(page) == []
    page.get_by_role("button", name="Dejar el archivo").click()
    expect(page.get_by_role("button", name=KINDS)).to_be_visible()
