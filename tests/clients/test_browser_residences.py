"""A residence's bed in Chromium: lacking, offered, moderated, agreed, delivered, counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from layers import versions
from layers.participation.receiving import withdraw
from territory.models import (
    Alliance,
    Contribution,
    Delivery,
    DeliveryEvidence,
    ResidenceNeed,
    RuralSchool,
)
from territory.residences.derived import refresh_residences
from tests.clients.map_page import DESKTOP, PHONE, new_context, violations
from tests.clients.zone_editor import sign_in
from tests.contributions import moderator
from tests.processes import member
from tests.residences import need, residence

NUMBER = 777
SHEET = f"/residencias/{NUMBER:07d}-0/"
# What each journey is about, so that neither finds what the other did.
ITEMS = {PHONE["width"]: ("bed", "cama"), DESKTOP["width"]: ("stove", "cocina")}
GIVERS = {PHONE["width"]: "Asociación Kallpa", DESKTOP["width"]: "Fundación Runa"}


@pytest.fixture(scope="module")
def offices(
    nothing_left: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A residence that lacks two items, and who decides on it; committed, for the server."""
    with django_db_blocker.unblock():
        users = [
            moderator("modera"),
            member("prepara", "editor", 8),
            member("aprueba", "approver", 8),
        ]
        made = residence(NUMBER, geom=Point(-71.9, -13.5, srid=4326))
        for item, _title in ITEMS.values():
            need(made, item, 10)
        versions.bump("rural_residences", "rural_schools")
        connection.close()
    yield
    with django_db_blocker.unblock():
        for contribution in Contribution.objects.all():
            withdraw(contribution)
        Contribution.objects.all().delete()
        for model in (DeliveryEvidence, Delivery, Alliance, ResidenceNeed):
            model._default_manager.filter(is_sample=False).delete()
        RuralSchool.objects.filter(is_sample=False).delete()
        refresh_residences()
        for user in users:
            user.agency_roles.all().delete()
            user.delete()
        versions.bump("rural_residences", "rural_schools", "contributions")
        connection.close()


def seen(page: Page, width: int) -> None:
    """Nothing that axe finds, and nothing too wide."""
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def offers(citizen: Page, width: int, item: str) -> None:
    """A firm without an account offers what is lacking."""
    citizen.goto("/residencias/")
    seen(citizen, width)
    citizen.goto(SHEET)
    seen(citizen, width)
    citizen.get_by_role("link", name="Ofrecer lo que falta").click()
    seen(citizen, width)
    citizen.locator("#id_item").select_option(item)
    citizen.locator("#id_quantity").fill("6")
    citizen.locator("#id_organisation").fill("Juan Pérez Quispe")
    citizen.get_by_role("button", name="Enviar la oferta").click()
    expect(citizen.get_by_role("alert")).to_contain_text("Todavía no se envió")
    seen(citizen, width)
    citizen.locator("#id_organisation").fill(GIVERS[width])
    citizen.get_by_role("button", name="Enviar la oferta").click()
    expect(citizen.locator("h1")).to_have_text("Su aporte")
    citizen.goto(SHEET)
    expect(citizen.locator("main")).not_to_contain_text(GIVERS[width])


def moderates(page: Page) -> None:
    page.goto("/participar/moderacion/")
    page.get_by_role("link", name="Aporte").first.click()
    page.get_by_role("button", name="Publicar", exact=True).click()
    page.wait_for_load_state("networkidle")


def publishes(page: Page, address: str) -> None:
    page.goto(address)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Publicar", exact=True).click()
    page.wait_for_load_state("networkidle")


def agrees(editor: Page, width: int, title: str) -> str:
    """The agency writes down what was agreed; gives the alliance's address."""
    editor.goto("/participar/procesos/")
    editor.get_by_role("link", name=f"{title}: 10").first.click()
    editor.get_by_role("link", name="Agregar: alianza por una residencia").click()
    seen(editor, width)
    editor.locator("#id_organisation").fill(GIVERS[width])
    editor.locator("#id_stage").select_option("agreed")
    editor.locator("#id_quantity").fill("6")
    editor.locator("#id_offered_on").fill("2019-03-01")
    editor.locator("#id_agreed_quantity").fill("6")
    editor.locator("#id_agreed_on").fill("2019-03-10")
    editor.locator("#id_document").fill("Convenio 1")
    editor.locator("#id_source_url").fill("https://example.org/convenio")
    editor.locator("#id_cutoff_date").fill("2019-03-10")
    editor.get_by_role("button", name="Guardar el borrador").click()
    editor.get_by_role("button", name="Presentar").click()
    expect(editor.locator("main")).to_contain_text("Presentado")
    seen(editor, width)
    return editor.url


def delivers(editor: Page, width: int, alliance: str) -> tuple[str, str]:
    """What was handed over, and what shows it; gives their addresses."""
    editor.goto(alliance)
    editor.get_by_role("link", name="Agregar: entrega").click()
    editor.locator("#id_quantity").fill("4")
    editor.locator("#id_delivered_on").fill("2019-04-01")
    editor.locator("#id_document").fill("Acta 1")
    editor.get_by_role("button", name="Guardar el borrador").click()
    editor.get_by_role("button", name="Presentar").click()
    delivery = editor.url
    editor.get_by_role("link", name="Agregar: evidencia de una entrega").click()
    seen(editor, width)
    editor.locator("#id_title").fill("Guía de remisión")
    editor.locator("#id_address").fill("https://example.org/guia")
    editor.get_by_role("button", name="Guardar el borrador").click()
    editor.get_by_role("button", name="Presentar").click()
    expect(editor.locator("main")).to_contain_text("Presentado")
    seen(editor, width)
    return delivery, editor.url


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1440"])
def test_from_what_is_lacking_to_what_is_covered(
    offices: None, browser: Browser, live_url: str, size: dict[str, int]
) -> None:
    width = size["width"]
    item, title = ITEMS[width]
    citizen, moderator_page, editor, approver = (
        new_context(browser, live_url, viewport=size).new_page() for _ in range(4)
    )
    sign_in(moderator_page, "modera")
    sign_in(editor, "prepara")
    sign_in(approver, "aprueba")
    offers(citizen, width, item)
    moderates(moderator_page)
    citizen.goto(SHEET)
    expect(citizen.locator("main")).to_contain_text(f"6 unidades · {title}")
    expect(citizen.locator("main")).to_contain_text(GIVERS[width])
    alliance = agrees(editor, width, title)
    publishes(approver, alliance)
    delivery, evidence = delivers(editor, width, alliance)
    publishes(approver, evidence)
    publishes(approver, delivery)
    citizen.goto(SHEET)
    row = citizen.get_by_role("row").filter(has=citizen.get_by_role("rowheader", name=title))
    # Needed, agreed, delivered, still lacking.
    expect(row.first).to_contain_text("10 unidades")
    cells = [text.strip() for text in row.first.get_by_role("cell").all_inner_texts()]
    assert cells[1:4] == ["6", "4", "6"]
    seen(citizen, width)
    citizen.goto("/residencias/?estado=partly")
    expect(citizen.locator("main")).to_contain_text(f"{NUMBER:07d}-0")
    seen(citizen, width)
