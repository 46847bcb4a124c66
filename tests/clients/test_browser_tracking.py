"""A milestone reported late, in Chromium: prepared, published, told everywhere, imported again."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from lxml import etree
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from layers.models import StoredFile
from territory.models import AgencyRole, Evidence, Milestone, ProgressReport
from tests.clients.map_page import DESKTOP, PHONE, new_context, violations, wait_until_still
from tests.clients.zone_editor import sign_in
from tests.publishers import APPROVER, EDITOR, MINAM, publisher

SHEET = "/compromisos/3/seguimiento/"
PLANNED, DONE = dt.date(2018, 6, 30), dt.date(2018, 9, 28)
LATE = f"concluido {(DONE - PLANNED).days} días después de lo previsto"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
EVIDENCE = "sector;asistentes\nsociedad civil;12\nacademia;5\n"


@pytest.fixture(scope="module")
def offices(
    nothing_left: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Who prepares and who publishes; committed, for the server."""
    with django_db_blocker.unblock():
        users = [publisher("prepara", MINAM, EDITOR), publisher("publica", MINAM, APPROVER)]
        connection.close()
    yield
    with django_db_blocker.unblock():
        facts = Evidence.objects.filter(is_sample=False)
        StoredFile.objects.filter(pk__in=list(facts.values_list("file", flat=True))).delete()
        for model in (Evidence, ProgressReport, Milestone):
            model.objects.filter(is_sample=False).delete()
        AgencyRole.objects.filter(user__in=users).delete()
        for user in users:
            user.delete()
        connection.close()


def seen(page: Page, width: int) -> None:
    """Nothing that axe finds, and nothing too wide."""
    wait_until_still(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def of_milestone(page: Page, code: str) -> Locator:
    page.goto(SHEET)
    return page.locator("section.meaning").filter(has=page.get_by_role("heading", name=f"{code}. "))


def makes_a_milestone(page: Page, code: str, width: int) -> None:
    page.goto(SHEET)
    seen(page, width)
    page.get_by_role("link", name="Hito nuevo").click()
    seen(page, width)
    page.get_by_label("Código").fill(code)
    page.get_by_label("Hito", exact=True).fill("Lineamientos aprobados y publicados")
    page.get_by_label("Entidad responsable").select_option(MINAM)
    page.get_by_label("Fin previsto").fill(PLANNED.isoformat())
    page.get_by_label("Dirección de la fuente").fill("https://example.org/plan")
    page.get_by_label("Fecha", exact=True).fill("2018-03-31")
    page.get_by_role("button", name="Guardar").click()
    of_milestone(page, code).get_by_role("button", name=f"Presentar {code}").click()


def reports_it(page: Page, code: str, file: Path, width: int) -> None:
    of_milestone(page, code).get_by_role("link", name=f"Informar del hito {code}").click()
    seen(page, width)
    page.get_by_label("Qué se hizo").fill("Se aprobaron los lineamientos, con retraso.")
    page.get_by_label("Estado").select_option("concluido")
    page.get_by_label("Avance (%)").fill("100")
    page.get_by_label("Fin real").fill(DONE.isoformat())
    page.get_by_label("Fecha", exact=True).fill("2018-10-05")
    page.get_by_role("button", name="Guardar").click()
    of_milestone(page, code).get_by_role("link", name="Agregar evidencia").click()
    seen(page, width)
    expect(page.get_by_role("button", name="Cancelar el envío")).to_be_hidden()
    page.get_by_label("Qué es").fill("Asistencia por sector")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Guardar").click()
    # The first file of a server waits for its reading process to start.
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Seguimiento", timeout=30_000)
    for what in ("Asistencia por sector", "Informe 1"):
        of_milestone(page, code).get_by_role("button", name=f"Presentar {what}").click()
    seen(page, width)


def publishes_it(page: Page, code: str, about: str) -> None:
    section = of_milestone(page, code)
    if about == "Asistencia por sector":
        section.get_by_label("Confirmo que no hay asistentes").check()
    section.get_by_role("button", name=f"Publicar {about}").click()
    wait_until_still(page)


def is_told_everywhere(page: Page, code: str, width: int) -> bytes:
    """To a visitor: board, sheet, feeds, CSV and JSON; gives the CSV."""
    page.goto("/seguimiento/")
    seen(page, width)
    line = page.get_by_role("row").filter(has=page.locator("a[href$='/compromisos/3/']")).first
    expect(line).to_contain_text(f"{code}: {LATE}")
    section = of_milestone(page, code)
    expect(section).to_contain_text(LATE, ignore_case=True)
    expect(section.get_by_role("link", name="Asistencia por sector")).to_be_visible()
    seen(page, width)
    section.get_by_role("link", name=f"Historia del hito {code}").click()
    expect(page.locator("main")).to_contain_text("Se publicó")
    seen(page, width)
    for feed in ("/seguimiento.atom", "/compromisos/3.atom"):
        titles = _titles(page.request.get(feed).body())
        assert any(f"hito {code}: informe 1" in title for title in titles), feed
    found: Any = page.request.get("/api/v1/tracking/milestones/?commitment=3").json()
    told = next(row for row in found["results"] if row["code"] == code)
    assert (told["delay"], told["delay_days"], told["percent"]) == ("late", 90, 100)
    assert told["reports"][0]["evidence"][0]["kind"] == "table"
    return page.request.get("/compromisos/3/seguimiento.csv").body()


def _titles(feed: bytes) -> list[str]:
    return [str(t.text) for t in etree.fromstring(feed).findall("a:entry/a:title", ATOM)]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1440"])
def test_a_late_milestone_is_told_everywhere_and_its_csv_changes_nothing(
    offices: None, browser: Browser, live_url: str, size: dict[str, int], tmp_path: Path
) -> None:
    width, code = size["width"], f"J{size['width']}"
    editor, boss, visitor = (
        new_context(browser, live_url, viewport=size).new_page() for _ in range(3)
    )
    sign_in(editor, "prepara")
    sign_in(boss, "publica")
    file = tmp_path / "asistencia.csv"
    file.write_text(EVIDENCE)
    makes_a_milestone(editor, code, width)
    publishes_it(boss, code, code)
    reports_it(editor, code, file, width)
    for about in ("Informe 1", "Asistencia por sector"):
        publishes_it(boss, code, about)
    seen(boss, width)
    content = is_told_everywhere(visitor, code, width)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    (late,) = (row["retraso"] for row in rows if row["hito"] == code and row["tipo"] == "hito")
    assert late == LATE
    path = tmp_path / "seguimiento.csv"
    path.write_bytes(content)
    editor.goto(f"{SHEET}importar/")
    seen(editor, width)
    editor.locator("input[type=file]").set_input_files(path)
    editor.get_by_role("button", name="Ver qué cambiaría").click()
    said = f"Nuevas: 0 · cambiadas: 0 · sin cambios: {len(rows)} · celdas que no sirven: 0"
    expect(editor.get_by_role("status")).to_contain_text(said)
    seen(editor, width)
    for page in (editor, boss, visitor):
        page.context.close()
