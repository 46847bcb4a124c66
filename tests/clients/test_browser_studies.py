"""The repository of studies in Chromium: an editor uploads, a second person publishes, all cite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from layers.sanitation_studies import samples
from territory.models import SanitationStudy, StudyVersion
from tests.clients.map_page import DESKTOP, new_context
from tests.clients.zone_editor import sign_in
from tests.processes import member
from tests.studies import pdf

NAMES = ("estudia", "aprueba-estudios")


@pytest.fixture(scope="module", autouse=True)
def accounts(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Committed, for the server; and nothing of what the journey writes stays."""
    with django_db_blocker.unblock():
        made = [member(NAMES[0], "editor", 15), member(NAMES[1], "approver", 15)]
        connection.close()
    yield
    with django_db_blocker.unblock():
        StudyVersion.objects.filter(is_sample=False).delete()
        SanitationStudy.objects.filter(is_sample=False).delete()
        samples.load()
        for account in made:
            account.delete()
        connection.close()


def page_for(browser: Browser, live_url: str, name: str) -> Page:
    page = new_context(browser, live_url, viewport=DESKTOP).new_page()
    sign_in(page, name)
    return page


def decide(page: Page, name: str) -> None:
    confirm = page.locator('input[name="cleared"]')
    if confirm.count():
        confirm.first.check()
    page.get_by_role("button", name=name).first.click()


def describe(editor: Page) -> None:
    editor.goto("/estudios/")
    editor.get_by_role("link", name="Agregar un estudio").click()
    editor.get_by_label("Título").fill("Cloración del agua en los valles")
    editor.get_by_label("Resumen").fill("Mide el cloro residual.")
    editor.get_by_label("Institución autora").fill("Universidad que lo hizo")
    editor.get_by_label("Año").fill("2018")
    editor.get_by_label("Tipo").select_option("diagnosis")
    editor.get_by_label("Licencia").select_option("CC-BY-4.0")
    editor.get_by_label("Ámbito").fill("08")
    editor.get_by_label("Dirección de la fuente").fill("https://example.org/estudio")
    editor.get_by_label("Fecha de corte").fill("2019-01-31")
    editor.locator("main form button[type=submit]").first.click()
    expect(editor.locator("main")).to_contain_text("Cloración del agua")


def upload(editor: Page) -> None:
    editor.get_by_role("link", name="versión de un estudio").first.click()
    editor.get_by_label("Qué es, o qué cambia").fill("Primera edición")
    editor.locator('input[type="file"]').set_input_files(
        {
            "name": "estudio.pdf",
            "mimeType": "application/pdf",
            "buffer": pdf("Portada", "El hipoclorito se agota en las comunidades"),
        }
    )
    editor.locator("main form button[type=submit]").first.click()
    # The first file of a server waits for its reading process to start.
    heading = editor.get_by_role("heading", level=1)
    expect(heading).to_have_text("Versión 1: Primera edición", timeout=30_000)


def test_a_study_is_uploaded_published_found_cited_taken_home_and_withdrawn(
    browser: Browser, live_url: str
) -> None:
    editor = page_for(browser, live_url, NAMES[0])
    describe(editor)
    decide(editor, "Presentar")
    address = editor.url

    second = page_for(browser, live_url, NAMES[1])
    second.goto(address)
    decide(second, "Publicar")

    editor.goto(address)
    upload(editor)
    decide(editor, "Presentar")
    of_version = editor.url
    second.goto(of_version)
    decide(second, "Publicar")

    anybody = new_context(browser, live_url, viewport={"width": 360, "height": 740}).new_page()
    anybody.goto("/estudios/")
    anybody.get_by_label("Buscar en títulos").fill("hipocloritos comunidad")
    anybody.get_by_role("button", name="Buscar").last.click()
    expect(anybody.locator("main")).to_contain_text("página 2")
    anybody.get_by_role("link", name="Cloración del agua en los valles").click()
    with anybody.expect_download() as cited:
        anybody.get_by_role("link", name="BibTeX").click()
    assert cited.value.suggested_filename.endswith(".bib")
    with anybody.expect_download() as taken:
        anybody.get_by_role("link", name="estudio.pdf").click()
    assert taken.value.suggested_filename == "estudio.pdf"

    second.goto(of_version)
    decide(second, "Retirar")
    anybody.goto(anybody.url.rstrip("/") + "/v1/")
    expect(anybody.locator("main")).to_contain_text("La versión 1 se retiró")
