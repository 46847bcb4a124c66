"""An agency publishes its files in Chromium: Tumbes, then Moquegua, errors, undo, a stranger.

The files are commissions as the ministry writes them; a real worker does the work, in the sandbox.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from layers.loading import importing
from layers.loading.sources import find
from layers.models import Job, Snapshot, Submission
from territory.models import PublishedPart
from tests.clients.map_page import (
    DESKTOP,
    MAX_COLORS,
    PHONE,
    launched,
    new_context,
    violations,
    wait_until_still,
    watch,
)
from tests.clients.zone_editor import sign_in
from tests.jobs import working
from tests.layers.loading.regional_files import MOQUEGUA, TUMBES
from tests.layers.loading.test_import_source import BAD, write
from tests.layers.themes.rural_schools.test_source import HEADER as SCHOOLS_HEADER
from tests.layers.themes.rural_schools.test_source import SCHOOLS
from tests.publishers import EDITOR, MINAM, MTC, publisher

SOURCE = "/publicar/fuentes/environment/"
WORK_MS = 60_000
NEW = (0x1B, 0x6E, 0x3C)
ACCOUNTS = ("entrega", "ajena", "escuelas")


@pytest.fixture(scope="module")
def accounts(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An editor of the ministry's, and one of another agency; committed, for the server."""
    with django_db_blocker.unblock():
        publisher("entrega", MINAM, EDITOR)
        publisher("ajena", MTC, EDITOR)
        publisher("escuelas", "MINEDU-DISER", EDITOR)
        with working():
            connection.close()
            yield
        source = find("environment")
        for part in PublishedPart.objects.filter(source=source.name):
            importing.withdraw(source, part.name, tuple(part.covers))
        Snapshot.objects.filter(source=source.name).delete()
        Submission.objects.all().delete()
        Job.objects.filter(by__username__in=ACCOUNTS).delete()
        User.objects.filter(username__in=ACCOUNTS).delete()
        connection.close()


@pytest.fixture(scope="module")
def publishing_browser(live_url: str, accounts: None) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


Open = Callable[..., Page]


# The whole story at one width, then at the other.
@pytest.fixture(scope="module", params=[False, True], ids=["desktop", "phone"])
def phone(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def opened(publishing_browser: Browser, live_url: str, phone: bool) -> Iterator[Open]:
    problems: list[str] = []
    contexts = []

    def open_page(account: str, *, script: bool = True) -> Page:
        touch = {"is_mobile": True, "has_touch": True} if phone else {}
        context = new_context(
            publishing_browser,
            live_url,
            viewport=PHONE if phone else DESKTOP,
            java_script_enabled=script,
            **touch,
        )
        contexts.append(context)
        page = context.new_page()
        watch(page, live_url, problems)
        sign_in(page, account)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in problems if "status of 4" not in text] == []


def hand_in(page: Page, path: Path) -> None:
    page.goto(SOURCE)
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Entregar y revisar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(path.name)


def fits(page: Page) -> None:
    """Nothing wider than the window, and nothing that axe finds."""
    assert violations(page) == []
    width = page.evaluate("document.documentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def state(page: Page, text: str) -> None:
    expect(page.locator(".submission-state")).to_have_text(text, timeout=WORK_MS)


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publicar", exact=True).click()
    state(page, "Publicado")


# What follows is one story, each chapter of which takes up what the one before has published.


def test_an_editor_publishes_tumbes(opened: Open, tmp_path: Path) -> None:
    page = opened("entrega")
    page.goto("/publicar/")
    fits(page)
    tumbes = tmp_path / "tumbes.csv"
    write(tumbes, *TUMBES)
    hand_in(page, tumbes)
    state(page, "Revisado")
    expect(page.locator("main")).to_contain_text("2 filas correctas, 0 rechazadas")
    wait_until_still(page)
    fits(page)
    publish(page)
    page.goto("/catalogo/environmental_commissions/")
    expect(page.locator("main")).to_contain_text("Actualizado el")


def test_moquegua_has_an_error_which_is_corrected_in_the_file(opened: Open, tmp_path: Path) -> None:
    page = opened("entrega")
    moquegua = tmp_path / "moquegua.csv"
    write(moquegua, *MOQUEGUA, BAD)
    hand_in(page, moquegua)
    state(page, "Revisado")
    expect(page.locator("main")).to_contain_text("2 filas correctas, 1 rechazadas")
    fits(page)
    page.get_by_role("button", name="Publicar", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Hay filas rechazadas")
    page.get_by_role("link", name="Ver cada celda").click()
    expect(page.locator("tbody")).to_contain_text("El ubigeo 130101 del INEI es «Trujillo»")
    fits(page)
    write(moquegua, *MOQUEGUA)
    hand_in(page, moquegua)
    state(page, "Revisado")
    page.locator("#cambios ~ .table-wrap a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("nueva")
    fits(page)
    page.go_back()
    publish(page)


def test_what_is_published_is_undone_and_withdrawn(opened: Open, tmp_path: Path) -> None:
    page = opened("entrega")
    moquegua = tmp_path / "moquegua.csv"
    write(moquegua, MOQUEGUA[0])
    page.goto(SOURCE)
    page.get_by_text("Lo que el archivo no dice").click()
    page.get_by_label("Qué cubre").fill("18")
    page.locator("input[type=file]").set_input_files(moquegua)
    page.get_by_role("button", name="Entregar y revisar").click()
    state(page, "Revisado")
    publish(page)
    page.goto(SOURCE)
    page.get_by_text("Publicaciones anteriores").first.click()
    fits(page)
    # The page follows the work by itself, and then has what it did.
    part = page.locator(".meaning").filter(has_text="Moquegua (18)")
    part.get_by_label("Por qué").first.fill("El archivo era de otro mes")
    part.get_by_role("button", name="Deshacer la última publicación").click()
    diary = page.locator("#diario ~ .table-wrap tbody tr").first
    expect(diary).to_contain_text("deshizo", timeout=WORK_MS)
    expect(diary).to_contain_text("El archivo era de otro mes")
    expect(page.locator("[id^=job-state]").first).to_have_text("Terminado")
    fits(page)
    for name in ("Tumbes (24)", "Moquegua (18)"):
        part = page.locator(".meaning").filter(has_text=name)
        part.get_by_role("button", name="Retirar lo publicado").click()
        expect(part).to_have_count(0, timeout=WORK_MS)


def test_the_guide_is_read_on_the_site(opened: Open) -> None:
    page = opened("entrega")
    page.goto(SOURCE)
    page.get_by_role("link", name="Leer la guía").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("comisiones")
    fits(page)


def test_new_rows_are_on_the_map_of_the_preview(opened: Open, tmp_path: Path) -> None:
    """In the colour that the legend beside it has for them (publishing.css)."""
    page = opened("escuelas")
    path = tmp_path / "escuelas.csv"
    path.write_text("\n".join((SCHOOLS_HEADER, *SCHOOLS)), "utf-8")
    page.goto("/publicar/fuentes/education/")
    page.get_by_label("Fuente: de quién es").fill("MINEDU, ESCALE")
    page.get_by_label("Fecha de corte").fill("2024-12-31")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Entregar y revisar").click()
    state(page, "Revisado")
    rows = page.locator("rows-map")
    rows.locator("canvas").first.wait_for()
    wait_until_still(page)
    picture = Image.open(io.BytesIO(rows.screenshot())).convert("RGB")
    colors = {color for _number, color in picture.getcolors(MAX_COLORS) or []}
    assert NEW in colors
    fits(page)


def test_another_agencys_editor_is_refused(opened: Open) -> None:
    page = opened("ajena")
    page.goto("/publicar/")
    expect(page.get_by_role("link", name="Comisiones ambientales")).to_have_count(0)
    answer = page.goto(SOURCE)
    assert answer
    assert answer.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("Su cuenta no puede hacer esto")
    fits(page)


def test_a_check_is_seen_at_work_and_cancelled(opened: Open, tmp_path: Path) -> None:
    page = opened("entrega")
    path = tmp_path / "muchas.csv"
    write(path, *[BAD] * 60_000)
    hand_in(page, path)
    expect(page.get_by_role("heading", name="Revisión de muchas.csv")).to_be_visible()
    page.get_by_role("button", name="Cancelar", exact=True).click()
    state(page, "Entregado")
    expect(page.get_by_role("button", name="Revisar", exact=True)).to_be_visible()
    fits(page)


def test_what_cannot_be_read_says_why(opened: Open, tmp_path: Path) -> None:
    page = opened("entrega")
    path = tmp_path / "otra-cosa.csv"
    path.write_text("una;dos\n1;2\n", "utf-8")
    hand_in(page, path)
    state(page, "No se pudo")
    expect(page.locator("main")).to_contain_text("Faltan columnas: tipo, ubigeo")
    fits(page)


def test_everything_is_there_without_script(opened: Open, tmp_path: Path) -> None:
    page = opened("entrega", script=False)
    path = tmp_path / "sin-script.csv"
    write(path, *TUMBES)
    hand_in(page, path)
    for _attempt in range(60):
        if page.get_by_text("Qué cambiaría").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    state(page, "Revisado")
    page.get_by_role("button", name="Descartar este archivo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Comisiones ambientales")
