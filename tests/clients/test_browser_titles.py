"""A title checked from its commitment's page, and many by file, at both widths."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from playwright.sync_api import Page, expect
from pytest_django.plugin import DjangoDbBlocker

from tests.clients.map_page import DESKTOP, PHONE, violations
from tests.clients.zone_editor import sign_in
from tests.zones import account

ACCOUNT = "empleadora-navegador"
FILE = "institucion;programa;anio;numero\n9200001;PROGRAMA DE EJEMPLO A;2016;EJ-0001\n1;x;2016;9\n"


def _make() -> None:
    account(ACCOUNT)
    connection.close()


def _remove() -> None:
    User.objects.filter(username=ACCOUNT).delete()
    connection.close()


@pytest.fixture(scope="module")
def employer(live_url: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Committed by another thread: while Playwright's loop runs, this one may not query."""
    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as thread:
        thread.submit(_make).result()
        yield ACCOUNT
        thread.submit(_remove).result()


def seen(page: Page, width: int) -> None:
    """Nothing that axe finds, and nothing too wide."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_title_and_then_a_file_of_titles(
    request: pytest.FixtureRequest, width: str, employer: str, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(width)
    size = (PHONE if width == "phone" else DESKTOP)["width"]
    page.goto("/compromisos/7/")
    page.get_by_role("link", name="Consultar un título de instituto").click()
    page.goto("/titulos/?institucion=9200001")
    expect(page.get_by_role("table")).to_contain_text("PROGRAMA DE EJEMPLO A")
    seen(page, size)
    page.get_by_label("Programa de estudios").fill("programa de ejemplo a")
    page.get_by_label("Año en que").fill("2016")
    page.get_by_label("Número del título").fill("ej 0001")
    page.get_by_role("button", name="Consultar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Consta en el registro")
    expect(page.locator("main")).to_contain_text("no es un certificado")
    expect(page.locator("main")).to_contain_text("EJEMPLO")
    seen(page, size)
    page.get_by_role("link", name="Consultar otro título").click()
    sign_in(page, employer)
    page.get_by_role("link", name="Consultar por archivo").click()
    seen(page, size)
    page.get_by_label("¿Para qué los consulta?").select_option("hiring")
    (tmp_path / "t.csv").write_text(FILE)
    page.get_by_label("Archivo CSV").set_input_files(tmp_path / "t.csv")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Consultar", exact=True).click()
    path = tmp_path / "respuesta.zip"
    waiting.value.save_as(path)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        names = archive.namelist()
        (name,) = (one for one in names if one.endswith(".csv"))
        text = archive.read(name).decode("utf-8-sig")
    assert name.startswith("EJEMPLO_")
    assert not any(one.endswith(".sig") for one in names)
    assert ";consta;" in text
    assert ";no consta;" in text
