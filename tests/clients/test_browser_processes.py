"""A forum's agreement in Chromium: prepared, published, and overdue once its day has passed."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from layers import versions
from layers.participation.processes.kinds import SESSIONS, SPACES
from territory.models import Agreement, Forum, ForumSession
from tests.clients.map_page import DESKTOP, PHONE, new_context, violations, wait_until_still
from tests.clients.zone_editor import sign_in
from tests.processes import forum, member, session

SLUG = "foro-de-la-jornada"
TEXT = "Entregar el balance del semestre"


@pytest.fixture(scope="module")
def offices(
    nothing_left: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """An editor and an approver of commitment 6, with a forum that met; for the server."""
    with django_db_blocker.unblock():
        users = [member("prepara", "editor", 6), member("aprueba", "approver", 6)]
        session(forum(SLUG, 6, units=["08"]), units=["0801"])
        versions.bump(SPACES, SESSIONS)
        connection.close()
    yield
    with django_db_blocker.unblock():
        for user in users:
            user.agency_roles.all().delete()
        for model, path in (
            (Agreement, "session__forum__slug"),
            (ForumSession, "forum__slug"),
            (Forum, "slug"),
        ):
            model._default_manager.filter(**{path: SLUG}).delete()
        for user in users:
            user.delete()
        versions.bump(SPACES, SESSIONS)
        connection.close()


def meanwhile(blocker: DjangoDbBlocker, change: Callable[[QuerySet[Agreement]], object]) -> None:
    """Change the forum's agreements; while Playwright's loop runs, in a thread of its own."""

    def work() -> None:
        change(Agreement.objects.filter(session__forum__slug=SLUG))
        connection.close()

    with blocker.unblock(), ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def a_day_passes(rows: QuerySet[Agreement]) -> None:
    """As the site sees it: what was due today was due yesterday."""
    rows.update(due_on=timezone.localdate() - dt.timedelta(days=1))


def seen(page: Page, width: int) -> None:
    """Nothing that axe finds, and nothing too wide."""
    wait_until_still(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def table(context: BrowserContext) -> list[dict[str, str]]:
    body = context.request.get(f"/participar/acuerdos.csv?foro={SLUG}").body()
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def prepares(page: Page, width: int, code: str) -> str:
    """An agreement that is due today, submitted; gives its address."""
    page.goto("/publicar/")
    page.get_by_role("link", name="Preparar espacios y consultas").click()
    seen(page, width)
    page.get_by_role("link", name=f"Foro {SLUG}").click()
    seen(page, width)
    page.get_by_role("link", name="Sesión 1").click()
    page.get_by_role("link", name="Agregar: acuerdo").click()
    seen(page, width)
    page.get_by_label("Código").fill(code)
    page.get_by_role("button", name="Guardar el borrador").click()
    # Nothing is lost, and each mistake is beside its field.
    expect(page.get_by_role("alert")).to_contain_text("No se guardó nada")
    expect(page.get_by_label("Código")).to_have_value(code)
    seen(page, width)
    page.get_by_label("Acuerdo", exact=True).fill(TEXT)
    page.get_by_label("Tema").fill("Seguimiento")
    page.get_by_label("Entidad responsable").select_option(index=1)
    page.get_by_label("Vence el").fill(timezone.localdate().isoformat())
    page.get_by_label("Dirección de la fuente").fill("https://example.org/acta")
    page.get_by_label("Fecha de corte").fill("2019-01-31")
    page.get_by_role("button", name="Guardar el borrador").click()
    page.get_by_role("button", name="Presentar").click()
    expect(page.locator("main")).to_contain_text("Presentado")
    seen(page, width)
    return page.url


def imports_unchanged(page: Page, width: int, folder: Path) -> None:
    """What the editor takes home comes back without a change."""
    path = folder / "acuerdos.csv"
    path.write_bytes(page.context.request.get("/participar/acuerdos.csv").body())
    page.goto("/participar/acuerdos/importar/")
    page.get_by_label("Archivo CSV").set_input_files(path)
    page.get_by_role("button", name="Ver qué cambiaría").click()
    expect(page.get_by_role("status")).to_contain_text("Nuevos: 0 · cambiados: 0 · sin cambios: 1")
    seen(page, width)


@pytest.mark.parametrize(("size", "code"), [(PHONE, "A360"), (DESKTOP, "A1440")])
def test_an_agreement_falls_overdue(
    offices: None,
    browser: Browser,
    live_url: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
    size: dict[str, int],
    code: str,
) -> None:
    width = size["width"]
    meanwhile(django_db_blocker, lambda rows: rows.delete())
    visitor, editor, boss = (
        new_context(browser, live_url, viewport=size).new_page() for _ in range(3)
    )
    sign_in(editor, "prepara")
    sign_in(boss, "aprueba")
    address = prepares(editor, width, code)
    boss.goto(address)
    boss.get_by_role("button", name="Publicar").click()
    expect(boss.locator("main")).to_contain_text("Publicado")
    seen(boss, width)

    public = f"/participar/espacios/{SLUG}/"
    visitor.goto(public)
    expect(visitor.locator("main")).to_contain_text(TEXT)
    # Its day isn't over.
    expect(visitor.locator("main")).not_to_contain_text("(vencido)")
    assert [row["overdue"] for row in table(visitor.context)] == ["false"]

    meanwhile(django_db_blocker, a_day_passes)
    for shown in (public, "/compromisos/6/"):
        visitor.goto(shown)
        expect(visitor.locator("main")).to_contain_text("(vencido)")
        seen(visitor, width)
    visitor.goto("/participar/acuerdos/?estado=overdue")
    expect(visitor.locator("main")).to_contain_text(TEXT)
    counted = visitor.get_by_role("row").filter(has=visitor.get_by_role("rowheader", name="Cusco"))
    expect(counted.get_by_role("cell")).to_have_text(["1", "1", "1"])
    seen(visitor, width)
    assert [row["overdue"] for row in table(visitor.context)] == ["true"]
    imports_unchanged(editor, width, tmp_path)
    for page in (visitor, editor, boss):
        page.context.close()
