"""A harvested raster on the pages of services, in Chromium at both widths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from layers.harvest.running import harvest
from layers.models import Coverage, HarvestedSource, HarvestRun
from layers.progress import Unwatched
from territory.models import Agency
from tests.clients.map_page import DESKTOP, PHONE, launched, new_context
from tests.clients.raster_looks import looked_at, until_then
from tests.clients.zone_editor import sign_in
from tests.layers.harvest.web import HERE, send, table, web
from tests.layers.reading.rasters.test_converting import write
from tests.publishers import EDITOR, MINAM, publisher
from tests.server import live_server_process

ROOT = "/publicar/servicios/"
CELLS = np.arange(120 * 150, dtype="int32").reshape(120, 150) + 1
MODIFIED = "Sat, 31 Jan 2026 12:00:00 GMT"
WIDTHS = pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture(scope="module")
def address(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """A server whose table names a GeoTIFF that was harvested and another that wasn't."""
    folder = tmp_path_factory.mktemp("harvest")
    path = write(folder / "a.tif", CELLS, nodata=-1)

    def answer(handler: Any, _path: str, _said: dict[str, str]) -> None:
        send(handler, path.read_bytes(), "image/tiff", Last_Modified=MODIFIED)

    sources = folder / "sources.csv"
    said = {"HARVEST_SOURCES": str(sources), "HARVEST_ALLOWED_NETWORKS": f"{HERE}/32"}
    with web(answer) as url, override_settings(**said):
        line = {
            "protocol": "file",
            "address": f"{url}/datos/lluvia-media-anual-del-periodo.tif",
            "options": "kind=quantity unit=mm",
            "title": "Lluvia media anual",
        }
        other = line | {"key": "otra", "title": "Lluvia del mes", "options": "kind=classes"}
        table(sources, line, other)
        with django_db_blocker.unblock():
            publisher("edita", MINAM, EDITOR)
            harvest("prueba", Unwatched())
            connection.close()
        with live_server_process(str(connection.settings_dict["NAME"]), "harvest", **said) as site:
            yield site
        with django_db_blocker.unblock():
            _forget()
            connection.close()


def _forget() -> None:
    with until_then(*Coverage.objects.filter(agency__acronym="PRUEBA")):
        HarvestRun.objects.filter(source="prueba").delete()
        HarvestedSource.objects.filter(key="prueba").delete()
    Agency.objects.filter(acronym="PRUEBA").delete()
    User.objects.filter(username="edita").delete()


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@WIDTHS
def test_its_line_and_its_page_speak_of_cells(
    browser: Browser, address: str, width: dict[str, int]
) -> None:
    page = new_context(browser, address, viewport=width).new_page()
    sign_in(page, "edita")
    page.goto(ROOT)
    line = page.get_by_role("row", name="Lluvia media anual")
    expect(line).to_contain_text("archivo por HTTP (ráster)")
    expect(line).to_contain_text("publicada")
    looked_at(page, width, "harvest")
    line.get_by_role("link").click()
    main = page.locator("main")
    expect(main).to_contain_text("Otra medida; unidad: mm")
    expect(main).to_contain_text("150 × 120 celdas")
    expect(main).not_to_contain_text("Columnas que se toman")
    run = page.get_by_role("region", name="Cosechas").locator("tbody tr")
    expect(run.locator("td.number").first).to_have_text("18 000")
    expect(page.get_by_role("columnheader", name="Celdas con dato")).to_be_attached()
    looked_at(page, width, "harvest-source")
    page.get_by_role("link", name="Lluvia media anual").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lluvia media anual")
    page.goto(f"{ROOT}otra/")
    expect(main).to_contain_text("Clases (códigos)")
    expect(main).to_contain_text("Todavía ninguna.")
    page.context.close()
