"""A round of answers in Chromium: a wrong file, a right one, published, compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from territory.models import EibInstrument, EibRound, EibSchool
from tests.clients.map_page import DESKTOP, PHONE, new_context, violations
from tests.clients.zone_editor import sign_in
from tests.eib_rounds import ITEMS, csv_of, schools
from tests.processes import member

SLUG = "jornada"
CODES = range(9_700_001, 9_700_025)


@pytest.fixture(scope="module")
def offices(
    nothing_left: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """An editor and an approver of commitment 5, and services that answer; for the server."""
    with django_db_blocker.unblock():
        users = [member("pregunta", "editor", 5), member("decide", "approver", 5)]
        schools([(str(code), f"08000{code % 2 + 1}", "Quechua") for code in CODES])
        connection.close()
    yield
    with django_db_blocker.unblock():
        EibRound.objects.filter(instrument__slug__startswith=SLUG).delete()
        EibInstrument.objects.filter(slug__startswith=SLUG).delete()
        EibSchool.objects.filter(modular_code__in=map(str, CODES)).delete()
        for user in users:
            user.agency_roles.all().delete()
            user.delete()
        connection.close()


def seen(page: Page, width: int) -> None:
    """Nothing that axe finds, and nothing too wide."""
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def published(editor: Page, boss: Page, width: int) -> None:
    """Submitted by one and published by the other; both see the same page."""
    editor.get_by_role("button", name="Presentar").click()
    expect(editor.locator("main")).to_contain_text("Presentado")
    boss.goto(editor.url)
    seen(boss, width)
    boss.get_by_role("button", name="Publicar").click()
    expect(boss.locator("main")).to_contain_text("Publicado")


def sourced(page: Page) -> None:
    page.get_by_label("Dirección de la fuente").fill("https://example.org/monitoreo")
    page.get_by_label("Fecha de corte").fill("2019-06-30")


def makes_an_instrument(editor: Page, slug: str, width: int) -> None:
    editor.goto("/participar/procesos/")
    editor.get_by_role("link", name="Agregar: instrumento EIB").click()
    seen(editor, width)
    editor.get_by_label("Compromiso").select_option(index=1)
    editor.get_by_label("Identificador").fill(slug)
    editor.get_by_label("Versión", exact=True).fill("1")
    editor.get_by_label("Título").fill("Monitoreo de la jornada")
    editor.get_by_label("Para qué se aplica").fill("Saber si los cuadernos llegan al aula.")
    editor.get_by_label("Fecha de esta versión").fill("2019-03-01")
    editor.get_by_label("Preguntas").fill(ITEMS.replace("materiales", "útiles"))
    sourced(editor)
    editor.get_by_role("button", name="Guardar el borrador").click()
    expect(editor.locator("main")).to_contain_text("se espera una de formacion, materiales")
    seen(editor, width)
    editor.get_by_label("Preguntas").fill(ITEMS)
    editor.get_by_role("button", name="Guardar el borrador").click()
    expect(editor.get_by_role("heading", level=1)).to_contain_text("Monitoreo de la jornada")


def makes_a_round(editor: Page, code: str, last: str) -> None:
    editor.get_by_role("link", name="Agregar: ronda de un instrumento EIB").click()
    editor.get_by_label("Código de la ronda").fill(code)
    editor.get_by_label("Título").fill(f"Ronda {code}")
    editor.get_by_label("Empieza el").fill("2019-04-01")
    editor.get_by_label("Termina el").fill(last)
    editor.get_by_label("A quiénes se preguntó").fill("Todos los servicios de dos UGEL.")
    editor.get_by_label("Fuente", exact=True).fill("MINEDU, DEIB")
    sourced(editor)
    editor.get_by_role("button", name="Guardar el borrador").click()


def brings_answers(editor: Page, folder: Path, favourable: int, width: int) -> None:
    """A file with somebody's name first, and then without."""
    editor.get_by_role("link", name="Respuestas de la ronda").click()
    seen(editor, width)
    rows = [
        (code, 0, f"R{code % 4}", "F1", answer, number)
        for code in CODES
        for answer, number in (("SI", favourable), ("NO", 10 - favourable))
    ]
    path = folder / "respuestas.csv"
    path.write_bytes(csv_of([*rows[:-1], (CODES[0], 0, "Rosa Mamani", "F1", "SI", 1)]))
    editor.get_by_label("Archivo de respuestas").set_input_files(path)
    editor.get_by_role("button", name="Entregar el archivo").click()
    cells = editor.get_by_role("region", name="Celdas que no sirven")
    expect(cells).to_contain_text("no un nombre")
    expect(editor.locator("main")).not_to_contain_text("Rosa")
    seen(editor, width)
    path.write_bytes(csv_of(rows))
    editor.get_by_label("Archivo de respuestas").set_input_files(path)
    editor.get_by_role("button", name="Entregar el archivo").click()
    expect(editor.locator("main")).to_contain_text("24 de los 24 servicios del registro EIB")
    expect(cells).to_have_count(0)
    seen(editor, width)
    editor.get_by_role("link", name="Datos y pasos de la ronda").click()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1440"])
def test_rounds_are_brought_in_published_and_compared(
    offices: None, browser: Browser, live_url: str, tmp_path: Path, size: dict[str, int]
) -> None:
    width = size["width"]
    slug = f"{SLUG}-{width}"
    visitor, editor, boss = (
        new_context(browser, live_url, viewport=size).new_page() for _ in range(3)
    )
    sign_in(editor, "pregunta")
    sign_in(boss, "decide")
    makes_an_instrument(editor, slug, width)
    published(editor, boss, width)
    instrument = editor.url
    for code, last, favourable in (("r1", "2019-05-31", 6), ("r2", "2019-10-31", 8)):
        editor.goto(instrument)
        makes_a_round(editor, code, last)
        brings_answers(editor, tmp_path, favourable, width)
        published(editor, boss, width)
    visitor.goto("/compromisos/5/")
    visitor.get_by_role("link", name="De la formación al aula: instrumentos y rondas").click()
    seen(visitor, width)
    visitor.locator(f"a[href$='/{slug}/']").click()
    table = visitor.locator("div[role=region][aria-label='Las rondas, lado a lado']")
    expect(table).to_contain_text("60 % 144 de 240")
    expect(table).to_contain_text("80 % 192 de 240")
    seen(visitor, width)
    visitor.get_by_label("UGEL").select_option("080001")
    visitor.get_by_role("button", name="Comparar").click()
    expect(table).to_contain_text("60 % 72 de 120")
    table.get_by_role("link", name="Ronda r2").click()
    expect(visitor.locator("main")).to_contain_text("24 de los 24 servicios del registro EIB")
    for name in ("Lengua originaria", "Red educativa", "UGEL y lengua originaria"):
        visitor.locator("#grupos ~ p").get_by_role("link", name=name, exact=True).click()
        seen(visitor, width)
