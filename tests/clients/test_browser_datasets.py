"""An agency's layer in Chromium: its pages at both widths, and from a file to the map."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from layers.datasets.tables import drop_table
from layers.models import Dataset, DatasetUpload, Job
from tests.clients.map_page import (
    DESKTOP,
    PHONE,
    launched,
    new_context,
    violations,
    wait_until_still,
)
from tests.clients.zone_editor import sign_in
from tests.datasets import dataset
from tests.jobs import done_here
from tests.layers.datasets.files import SQUARES, frame, written
from tests.publishers import EDITOR, MINAM, publisher

ROOT = "/publicar/capa/"


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A private layer with something to decide, and its editor; committed, for the server."""
    with django_db_blocker.unblock():
        publisher("edita", MINAM, EDITOR)
        name = dataset(
            "Lugares",
            personal_columns={"nombre": ""},
            report={
                "personal": {"nombre": "Por su nombre parece tener datos de personas."},
                "remarks": ["Se quitó la altura (Z) de 3 geometrías: aquí son planas."],
                "notices": [[2, "geometría", "", "Se reparó.", True]],
                "number_of_notices": 1,
            },
        ).name
        connection.close()
    yield name
    with django_db_blocker.unblock():
        DatasetUpload.objects.all().delete()
        for each in Dataset.objects.all():
            drop_table(each.table)
            each.delete()
        Job.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
        User.objects.filter(username="edita").delete()
        connection.close()


@pytest.fixture(scope="module")
def editing_browser(live_url: str, made: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


def signed_in(browser: Browser, live_url: str, width: dict[str, int]) -> Page:
    page = new_context(browser, live_url, viewport=width).new_page()
    sign_in(page, "edita")
    return page


@pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_no_violation_and_nothing_is_too_wide(
    editing_browser: Browser, live_url: str, made: str, width: dict[str, int]
) -> None:
    page = signed_in(editing_browser, live_url, width)
    own = ("", "archivo/", "elementos/", "elementos/nuevo/", "elementos/1/")
    for address in (ROOT, f"{ROOT}nueva/", *(f"{ROOT}{made}/{part}" for part in own)):
        page.goto(address)
        wait_until_still(page)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width["width"], address
    page.context.close()


def test_a_file_is_sent_looked_at_and_made_a_layer(
    editing_browser: Browser,
    live_url: str,
    made: str,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    path = written(tmp_path, frame(SQUARES), "verdes.gpkg")
    page = signed_in(editing_browser, live_url, DESKTOP)
    page.goto(f"{ROOT}nueva/")
    page.get_by_label("Título de la capa").fill("Áreas verdes")
    page.get_by_label("Archivo", exact=True).set_input_files(path)
    page.get_by_role("button", name="Subir y mirar").click()
    page.wait_for_url("**/trabajos/**")
    work(django_db_blocker)
    page.reload()
    page.get_by_role("link", name="Ver el resultado").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("verdes.gpkg (GeoPackage)")
    assert violations(page) == []
    page.get_by_role("button", name="Hacer la capa").click()
    page.wait_for_url("**/trabajos/**")
    work(django_db_blocker)
    page.reload()
    page.get_by_role("link", name="Ver el resultado").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Áreas verdes")
    expect(page.get_by_text("3 elementos (geometría: multipolígono)")).to_be_visible()
    picture = page.locator("img.layer-picture")
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth }")
    page.get_by_role("link", name="Ver en el mapa").click()
    expect(page.get_by_text("Áreas verdes").first).to_be_visible()
    page.context.close()


def work(django_db_blocker: DjangoDbBlocker) -> None:
    """What a worker does; in a thread of its own, since Playwright's loop runs in this one."""

    def do() -> None:
        with django_db_blocker.unblock():
            for job in Job.objects.filter(state=Job.State.QUEUED):
                assert done_here(job).state == Job.State.SUCCEEDED, job.message
            connection.close()

    thread = threading.Thread(target=do)
    thread.start()
    thread.join()
