"""Which insurers answer where, and a receipt verified, from the page of the commitment on."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.clients.map_page import DESKTOP, PHONE, violations

BROKEN = '{"number": 1}\n'


def seen(page: Page, width: int) -> None:
    """Nothing that axe finds, and nothing too wide."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_from_the_commitment_to_a_verdict(
    request: pytest.FixtureRequest, width: str, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(width)
    size = (PHONE if width == "phone" else DESKTOP)["width"]
    page.goto("/compromisos/13/")
    seen(page, size)
    page.get_by_role("link", name="Qué IAFAS responden, y dónde").first.click()
    expect(page.get_by_role("table")).to_contain_text("EJEMPLO")
    seen(page, size)
    page.get_by_role("combobox", name="Departamento").select_option("15")
    page.get_by_role("button", name="Filtrar").click()
    page.get_by_role("link", name="IAFAS PRIVADA DE EJEMPLO").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("IAFAS PRIVADA DE EJEMPLO")
    expect(page.get_by_role("table").last).to_contain_text("31/12/2018")
    seen(page, size)
    page.goto("/acreditacion/recibos/")
    seen(page, size)
    page.get_by_role("link", name="Comprobar un recibo o una cadena").click()
    seen(page, size)
    path = tmp_path / "cadena.ndjson"
    path.write_text(BROKEN)
    page.get_by_label("El recibo").set_input_files(path)
    page.get_by_role("button", name="Comprobar", exact=True).click()
    expect(page.locator("main")).to_contain_text("La cadena se rompe aquí")
    seen(page, size)
