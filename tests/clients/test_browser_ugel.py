"""The ministry publishes a UGEL's route and an agreement that falls overdue; board and sheet tell.

At both widths nothing is wider than the window, and axe finds nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from layers.loading import importing
from layers.loading.sources import find
from layers.models import Job, Snapshot, Submission
from territory.models import PublishedPart
from tests.clients.map_page import DESKTOP, PHONE, launched, new_context, violations, watch
from tests.clients.zone_editor import sign_in
from tests.jobs import working
from tests.layers.themes.focalised_ugel.rows import AGREEMENT, FOCALISED, STEP
from tests.layers.themes.focalised_ugel.test_publishing import written
from tests.publishers import EDITOR, publisher

ACCOUNT = "ministerio-ugel"
WORK_MS = 60_000
SHEET = "/ugel/focalizadas/140001/"
SOURCES = ("ugel_focalised", "ugel_routes", "ugel_agreements")


@pytest.fixture(scope="module")
def account(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The ministry's editor; committed, for the server."""
    with django_db_blocker.unblock():
        publisher(ACCOUNT, "MINEDU", EDITOR)
        with working():
            connection.close()
            yield
        for name in SOURCES:
            for part in PublishedPart.objects.filter(source=name):
                importing.withdraw(find(name), part.name, tuple(part.covers))
            Snapshot.objects.filter(source=name).delete()
        Submission.objects.all().delete()
        Job.objects.filter(by__username=ACCOUNT).delete()
        User.objects.filter(username=ACCOUNT).delete()
        connection.close()


@pytest.fixture(scope="module")
def browser(live_url: str, account: None) -> Iterator[Browser]:
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


def fits(page: Page, address: str) -> None:
    """Nothing wider than the window, and nothing that axe finds, on a phone and at a desk."""
    for viewport in (PHONE, DESKTOP):
        page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
        page.goto(address)
        assert violations(page) == [], address
        width = page.evaluate("document.documentElement.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def publish(page: Page, source: str, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    page.goto(f"/publicar/fuentes/{source}/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Entregar y revisar").click()
    state = page.locator(".submission-state")
    expect(state).to_have_text("Revisado", timeout=WORK_MS)
    page.get_by_role("button", name="Publicar", exact=True).click()
    expect(state).to_have_text("Publicado", timeout=WORK_MS)


def test_a_route_and_an_agreement_are_published_and_what_is_overdue_is_told(
    page: Page, tmp_path: Path
) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    late = AGREEMENT | {"fecha_limite": yesterday.isoformat()}
    in_time = AGREEMENT | {"codigo": "A2", "fecha_limite": "2049-12-31", "partes": "UGEL; GORE 14"}
    planned = STEP | {"orden": "2", "estado": "previsto", "fecha": "2049-01-01"}
    sign_in(page, ACCOUNT)
    publish(page, "ugel_focalised", tmp_path / "focalizadas.csv", written(FOCALISED))
    publish(page, "ugel_routes", tmp_path / "rutas.csv", written(STEP, planned))
    publish(page, "ugel_agreements", tmp_path / "acuerdos.csv", written(late, in_time))
    page.goto("/seguimiento/")
    page.get_by_role("link", name="1 vencido de las UGEL").click()
    main = page.locator("main")
    expect(main).to_contain_text("1 acuerdo")
    expect(main).to_contain_text("pendiente (vencido)")
    page.get_by_role("link", name="140001").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("UGEL Chiclayo")
    expect(main).to_contain_text("1 de 2 pasos realizados")
    expect(main).to_contain_text("1 acuerdo está vencido.")
    expect(main).to_contain_text("UGEL; Gobierno regional 14")
    # It was fulfilled: a new file says so with its evidence, and nothing is overdue any more.
    evidence = {"estado": "cumplido", "evidencia": "https://www.gob.pe/acta"}
    publish(page, "ugel_agreements", tmp_path / "acuerdos2.csv", written(late | evidence, in_time))
    page.goto(SHEET)
    expect(main).not_to_contain_text("vencido.")
    page.get_by_role("link", name="Historia").click()
    expect(main).to_contain_text("Se cambió: acuerdo intersectorial de una UGEL A1")
    expect(main).to_contain_text("MINEDU")
    expect(main).not_to_contain_text(ACCOUNT)
    page.goto("/seguimiento/")
    expect(main).not_to_contain_text("vencido de las UGEL")
    for address in ("/ugel/focalizadas/", "/ugel/acuerdos/", SHEET, f"{SHEET}historia/"):
        fits(page, address)


def test_pages_of_samples_fit_too(page: Page) -> None:
    for address in ("/ugel/modelo/", "/ugel/capacitaciones/", "/ugel/710001/"):
        fits(page, address)
