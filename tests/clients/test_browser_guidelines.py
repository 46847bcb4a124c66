"""A version of the guidelines in Chromium: written by an editor, published by another, read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from territory.models import WrittenGuideline
from tests.clients.map_page import DESKTOP, PHONE, new_context, violations
from tests.clients.zone_editor import sign_in
from tests.processes import member

PAGE = "/comisiones/lineamientos/"


@pytest.fixture(scope="module")
def offices(
    nothing_left: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """An editor and an approver of commitment 3; for the server."""
    with django_db_blocker.unblock():
        users = [member("redactora", "editor", 3), member("publica", "approver", 3)]
        connection.close()
    yield
    with django_db_blocker.unblock():
        WrittenGuideline.objects.filter(is_sample=False).delete()
        for user in users:
            user.agency_roles.all().delete()
            user.delete()
        connection.close()


def seen(page: Page, width: int) -> None:
    """Nothing that axe finds, and nothing too wide."""
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1440"])
def test_a_version_is_written_published_and_read(
    offices: None, browser: Browser, live_url: str, size: dict[str, int]
) -> None:
    width, label = size["width"], str(size["width"])
    visitor, editor, boss = (
        new_context(browser, live_url, viewport=size).new_page() for _ in range(3)
    )
    sign_in(editor, "redactora")
    sign_in(boss, "publica")
    editor.goto(PAGE)
    seen(editor, width)
    editor.get_by_role("link", name="Escribir una versión").click()
    seen(editor, width)
    editor.get_by_label("Documento", exact=True).fill("Lineamientos de las comisiones")
    editor.get_by_role("button", name="Guardar el borrador").click()
    # Nothing is lost, and each mistake is beside its field.
    expect(editor.get_by_role("alert")).to_contain_text("No se guardó nada")
    expect(editor.get_by_label("Documento", exact=True)).to_have_value(
        "Lineamientos de las comisiones"
    )
    seen(editor, width)
    for name, text in (
        ("Versión", label),
        ("Fecha", "2018-09-01"),
        ("Qué cambió", f"Cambió lo de {label}"),
        ("Dirección del documento", "https://example.org/lineamientos.pdf"),
        ("Fuente", "Ministerio de prueba"),
        ("Dirección de la fuente", "https://example.org/lineamientos"),
        ("Fecha de corte", "2018-09-30"),
    ):
        editor.get_by_label(name, exact=True).fill(text)
    editor.get_by_role("button", name="Guardar el borrador").click()
    editor.get_by_role("button", name="Presentar").click()
    expect(editor.locator("main")).to_contain_text("Presentado")
    seen(editor, width)
    visitor.goto(PAGE)
    expect(visitor.locator("main")).not_to_contain_text(f"Cambió lo de {label}")

    boss.goto(editor.url)
    boss.get_by_role("button", name="Publicar").click()
    expect(boss.locator("main")).to_contain_text("Publicado")
    seen(boss, width)
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text(f"Cambió lo de {label}")
    expect(visitor.get_by_role("link", name="Escribir una versión")).to_have_count(0)
    seen(visitor, width)
    visitor.get_by_role("link", name=f"Historia de la versión {label}").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Historia")
    expect(visitor.locator("main")).not_to_contain_text("redactora")
    seen(visitor, width)
    for page in (visitor, editor, boss):
        page.context.close()
