"""An agency's raster in Chromium: from a GeoTIFF to the map, its pages at both widths."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from affine import Affine
from django.contrib.auth.models import User
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from layers.models import Coverage, CoverageUpload, Job
from layers.rasters import storage
from tests.clients.map_page import (
    DESKTOP,
    PHONE,
    launched,
    new_context,
    violations,
    wait_until_still,
)
from tests.clients.test_browser_datasets import work
from tests.clients.zone_editor import sign_in
from tests.layers.reading.rasters.test_converting import write
from tests.publishers import EDITOR, MINAM, publisher

ROOT = "/publicar/raster/"
# Around Cusco, metres of UTM 19 south.
PLACE = Affine(500, 0, 150_000, 0, -500, 8_540_000)


@pytest.fixture(scope="module")
def editing(
    live_url: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Browser]:
    """A browser of who prepares an agency's rasters; committed, for the server."""
    with django_db_blocker.unblock():
        publisher("edita", MINAM, EDITOR)
        connection.close()
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()
    with django_db_blocker.unblock():
        CoverageUpload.objects.all().delete()
        own = Coverage.objects.filter(agency__acronym=MINAM)
        for key in own.values_list("file_key", flat=True):
            storage.remove(key)
        own.delete()
        Job.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
        User.objects.filter(username="edita").delete()
        connection.close()


def looked_at(page: Page, width: dict[str, int], name: str) -> None:
    """Nothing that axe finds, and nothing too wide."""
    wait_until_still(page)
    if folder := os.environ.get("KEEP_PICTURES"):
        page.screenshot(path=f"{folder}/{name}-{width['width']}.png", full_page=True)
    assert violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width["width"], page.url


def test_a_geotiff_is_sent_asked_about_and_published(
    editing: Browser, live_url: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    y, x = np.mgrid[0:220, 0:260]
    cells = (1000 * np.exp(-(((x - 120) / 60) ** 2 + ((y - 90) / 50) ** 2))).astype("float32")
    path = write(tmp_path / "lluvia.tif", cells, crs=None, transform=PLACE)
    page = new_context(editing, live_url, viewport=DESKTOP).new_page()
    sign_in(page, "edita")
    page.goto(f"{ROOT}nuevo/")
    page.get_by_label("Título del ráster").fill("EJEMPLO de lluvia")
    page.get_by_label("Qué dicen sus números").select_option("quantity")
    page.get_by_label("Unidad de los valores").fill("mm")
    page.get_by_label("Fuente", exact=True).fill("Prueba del sitio")
    page.get_by_label("Archivo", exact=True).set_input_files(path)
    looked_at(page, DESKTOP, "new")
    page.get_by_role("button", name="Subir y revisar").click()
    page.wait_for_url("**/trabajos/**")
    work(django_db_blocker)
    page.reload()
    page.get_by_role("link", name="Ver el resultado").click()
    expect(page.get_by_text("no dice su sistema de coordenadas")).to_be_visible()
    looked_at(page, DESKTOP, "file")
    page.get_by_label("Sistema de coordenadas").select_option("EPSG:32719")
    page.get_by_role("button", name="Revisar otra vez").click()
    page.wait_for_url("**/trabajos/**")
    work(django_db_blocker)
    page.reload()
    page.get_by_role("link", name="Ver el resultado").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("EJEMPLO de lluvia")
    picture = page.locator("img.layer-picture")
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth }")
    page.get_by_label("Resumen").fill("Lluvia inventada para una prueba.")
    page.get_by_label("Fecha de corte").fill("2020-12-31")
    page.get_by_label("Licencia").select_option("CC0-1.0")
    page.get_by_role("button", name="Guardar la descripción").click()
    page.get_by_role("button", name="Publicar").click()
    expect(page.get_by_role("button", name="Retirar")).to_be_visible()
    looked_at(page, DESKTOP, "own")
    page.get_by_role("link", name="Ver en el mapa").click()
    expect(page.get_by_text("EJEMPLO de lluvia").first).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_no_violation_and_nothing_is_too_wide(
    editing: Browser, live_url: str, width: dict[str, int]
) -> None:
    page = new_context(editing, live_url, viewport=width).new_page()
    sign_in(page, "edita")
    name = "r_minam_dgpiga_ejemplo_de_lluvia"
    for address in (ROOT, f"{ROOT}nuevo/", f"{ROOT}{name}/", f"/catalogo/{name}/"):
        page.goto(address)
        looked_at(page, width, address.strip("/").replace("/", "-"))
    page.context.close()
