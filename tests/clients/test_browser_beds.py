"""A facility's free beds in Chromium: reported in a minute, corrected, found from nearby."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from layers import versions
from territory.emergency_beds.current import refresh_emergency_beds
from territory.models import HealthFacility, LiveBedReport
from tests.clients.map_page import DESKTOP, PHONE, new_context, violations
from tests.clients.zone_editor import sign_in
from tests.facilities import facility, reporter

# Of each journey, so that neither finds what the other did.
CODES = {PHONE["width"]: "00000361", DESKTOP["width"]: "00001440"}
_LAYERS = ("health_facilities", "emergency_beds")


@pytest.fixture(scope="module")
def facilities(
    nothing_left: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Two hospitals far from each other, and who reports for each; committed, for the server."""
    with django_db_blocker.unblock():
        users = []
        for number, code in enumerate(CODES.values()):
            facility(code, geom=Point(-70.2 - 5 * number, -14.9, srid=4326))
            users.append(reporter(f"reporta_{code}", code))
        versions.bump(*_LAYERS)
        connection.close()
    yield
    with django_db_blocker.unblock():
        LiveBedReport.objects.filter(is_sample=False).delete()
        HealthFacility.objects.filter(is_sample=False).delete()
        for user in users:
            user.delete()
        refresh_emergency_beds()
        versions.bump(*_LAYERS)
        connection.close()


def seen(page: Page, width: int) -> None:
    """Nothing that axe finds, and nothing too wide."""
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_a_wards_door_to_who_looks_for_a_bed(
    facilities: None, browser: Browser, live_url: str, size: dict[str, int]
) -> None:
    width = size["width"]
    code = CODES[width]
    context = new_context(browser, live_url, viewport=size)
    page = context.new_page()
    sign_in(page, f"reporta_{code}")
    page.goto("/cuenta/")
    page.get_by_role("link", name="Claves de acceso").click()
    page.get_by_label("Programa o equipo").fill("triaje")
    page.get_by_role("button", name="Crear la clave").click()
    expect(page.get_by_role("status")).to_contain_text(re.compile("ta_[0-9a-f]{16}_[0-9a-f]{64}"))
    seen(page, width)

    page.goto("/emergencias/reportar/")
    page.get_by_label("Operativas: las que se pueden usar").fill("10")
    page.get_by_label("Ocupadas").fill("6")
    page.get_by_label("Disponibles: libres y listas").fill("5")
    page.get_by_role("button", name="Enviar").click()
    expect(page.locator(".field-error")).to_contain_text("suman 11")
    seen(page, width)
    page.get_by_label("Disponibles: libres y listas").fill("4")
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("HOSPITAL DE PRUEBA")
    page.get_by_role("link", name="Corregir").click()
    page.get_by_label("Disponibles: libres y listas").fill("3")
    page.get_by_role("button", name="Guardar la corrección").click()
    expect(page.locator("main")).to_contain_text("disponibles 4 → 3")
    seen(page, width)

    page.goto("/compromisos/12/")
    page.get_by_role("link", name="Emergencias: la cama disponible más cercana").first.click()
    expect(page.locator("main")).to_contain_text("No sustituye a la línea 106")
    page.get_by_label("Latitud").fill("-15")
    page.get_by_label("Longitud").fill("-70.2" if width == PHONE["width"] else "-75.2")
    page.get_by_role("button", name="Buscar", exact=True).click()
    expect(page.locator("ol li").filter(has_text=code)).to_contain_text("11,1 km en línea recta")
    seen(page, width)
    for path in ("/emergencias/establecimientos/", "/emergencias/puntualidad/"):
        page.goto(path)
        expect(page.locator("main")).to_contain_text(f"HOSPITAL DE PRUEBA {code}")
        seen(page, width)
    context.close()
