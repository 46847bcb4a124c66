"""A person looks for a code, reads what changed and holds own codes against a catalogue.

At both widths nothing is wider than the window, and axe finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.clients.map_page import DESKTOP, launched, new_context, watch
from tests.clients.test_browser_ugel import fits

ROOT = "/catalogos/"
VERSION = f"{ROOT}versiones/catalogo-de-ejemplo-a-2.0/"
PAGES = (
    ROOT,
    f"{ROOT}uso/",
    f"{ROOT}practicas/",
    f"{ROOT}codigos/?q=inventado",
    f"{ROOT}validar/",
    VERSION,
    f"{VERSION}codigo/?codigo=EJ-A101",
    f"{ROOT}versiones/catalogo-de-ejemplo-a-1.0/cambios/catalogo-de-ejemplo-a-2.0/",
)


@pytest.fixture(scope="module")
def browser(live_url: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = launched(playwright)
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, live_url: str) -> Iterator[Page]:
    problems: list[str] = []
    context = new_context(browser, live_url, viewport=DESKTOP)
    found = context.new_page()
    watch(found, live_url, problems)
    yield found
    context.close()
    assert problems == []


@pytest.mark.parametrize("address", PAGES)
def test_each_page_fits_and_is_accessible(page: Page, address: str) -> None:
    fits(page, address)


def test_from_a_word_to_the_code_and_to_own_codes(page: Page) -> None:
    page.goto(ROOT)
    page.get_by_label("Código o palabras").fill("inventado 3.2")
    page.get_by_role("button", name="Buscar").click()
    page.get_by_role("link", name="EJ-A302", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("EJ-A302")
    expect(page.get_by_text("fuera de uso")).to_be_visible()
    page.goto(VERSION)
    page.get_by_role("link", name="Comprobar mis códigos").click()
    content = b"codigo;denominacion\nEJ-A101;\nEJ-A302;\nEJ-A10Z;\n"
    page.get_by_label("Archivo CSV").set_input_files(
        {"name": "codigos.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Comprobar", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Válido: 1")
    row = page.get_by_role("row").filter(has_text="EJ-A10Z")
    expect(row).to_contain_text("no está en el catálogo")
    fits_here = page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    assert fits_here
