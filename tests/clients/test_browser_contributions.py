"""A contribution in Chromium: marked on the map, moderated, answered, followed, withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection
from playwright.sync_api import Browser, Page, Request, expect
from pytest_django.plugin import DjangoDbBlocker

from layers import versions
from layers.participation.receiving import withdraw
from territory.models import AgencyRole, Consultation, Contribution
from tests.clients.map_page import DESKTOP, PHONE, new_context, violations, wait_until_still
from tests.clients.zone_editor import sign_in
from tests.consultations import decided, deciders, opened, revised, shown_at
from tests.contributions import editor, moderator

TEXT = "El paradero no tiene techo y la vereda está rota."
ANSWER = "Se incluye en el mantenimiento de este trimestre."


@pytest.fixture(scope="module")
def offices(
    nothing_left: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A moderator and somebody who answers; committed, for the server."""
    with django_db_blocker.unblock():
        users = [moderator("modera"), editor("contesta")]
        connection.close()
    yield
    with django_db_blocker.unblock():
        AgencyRole.objects.filter(user__in=users).delete()
        for contribution in Contribution.objects.all():
            withdraw(contribution)
        Contribution.objects.all().delete()
        for user in users:
            user.delete()
        versions.bump("contributions")
        connection.close()


def seen(page: Page, width: int) -> None:
    """Nothing that axe finds, and nothing too wide."""
    wait_until_still(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def contributes(citizen: Page, width: int) -> str:
    """Marks a pin on the map and sends; gives the address of the code's page."""
    citizen.goto("/participar/")
    seen(citizen, width)
    citizen.get_by_role("link", name="Hacer un aporte").click()
    expect(citizen.locator(".place-map-frame canvas").first).to_be_visible()
    seen(citizen, width)
    citizen.locator("#id_commitment").select_option("9")
    citizen.locator(".place-map-frame").click()
    expect(citizen.locator("#geometry")).to_have_value(re.compile(r"^{.type.:.Point."))
    citizen.locator("#id_text").fill(TEXT)
    citizen.get_by_role("button", name="Enviar").click()
    expect(citizen.locator("h1")).to_have_text("Su aporte")
    seen(citizen, width)
    return citizen.url


def moderates_it(page: Page, width: int) -> None:
    page.goto("/participar/moderacion/")
    seen(page, width)
    page.get_by_role("link", name="Aporte").first.click()
    seen(page, width)
    page.get_by_role("button", name="Publicar", exact=True).click()
    wait_until_still(page)


def answers_it(page: Page, width: int) -> None:
    page.goto("/participar/respuestas/")
    seen(page, width)
    page.get_by_role("link", name="Aporte").first.click()
    seen(page, width)
    page.locator("#outcome").select_option("accepted")
    page.locator("#answer").fill(ANSWER)
    page.get_by_role("button", name="Responder").click()
    wait_until_still(page)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1440"])
def test_from_a_pin_to_its_withdrawal(
    offices: None, browser: Browser, live_url: str, size: dict[str, int]
) -> None:
    width = size["width"]
    citizen, moderates, answers = (
        new_context(browser, live_url, viewport=size).new_page() for _ in range(3)
    )
    sign_in(moderates, "modera")
    sign_in(answers, "contesta")
    followed = contributes(citizen, width)
    moderates_it(moderates, width)
    answers_it(answers, width)
    citizen.goto(followed)
    expect(citizen.locator("main")).to_contain_text(ANSWER)
    citizen.get_by_role("link", name="Su página pública").click()
    expect(citizen.locator("main")).to_contain_text(TEXT)
    seen(citizen, width)
    public = citizen.url
    citizen.goto(followed)
    citizen.get_by_label("Quiero que se borre todo").check()
    citizen.get_by_role("button", name="Retirar mi aporte").click()
    expect(citizen.locator("main")).to_contain_text("Este aporte se retiró")
    seen(citizen, width)
    gone = citizen.goto(public)
    assert gone is not None
    assert gone.status == 404
    for page in (citizen, moderates, answers):
        page.context.close()


def test_what_is_pressed_twice_is_sent_once(offices: None, browser: Browser, live_url: str) -> None:
    """Of two the person would see the second's code alone, and couldn't withdraw the first."""
    page = new_context(browser, live_url, viewport=PHONE).new_page()
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if _is_sent(request) else None)
    page.goto("/participar/aporte/?compromiso=9&lugar=080101")
    page.locator("#id_text").fill(TEXT)
    page.evaluate(
        """() => {
            const button = document.querySelector("form[data-contribution] button[type=submit]");
            button.click();
            button.click();
        }"""
    )
    expect(page.locator("h1")).to_have_text("Su aporte")
    assert len(posts) == 1
    page.context.close()


def _is_sent(request: Request) -> bool:
    return request.method == "POST"


def _consult() -> tuple[int, int]:
    of = opened()
    found = shown_at(of, name="modera")
    revised(of)
    decided(deciders(), found, version=2, paragraph=1)
    connection.close()
    return of.pk, found.pk


def _end(of: int) -> None:
    for contribution in Contribution.objects.all():
        withdraw(contribution)
    Contribution.objects.all().delete()
    consultation = Consultation.objects.get(pk=of)
    consultation.versions.all().delete()
    consultation.delete()
    people = User.objects.filter(username__in=("quien-prepara", "quien-publica"))
    AgencyRole.objects.filter(user__in=people).delete()
    people.delete()
    connection.close()


@pytest.fixture
def consulted(offices: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """A contribution, published and decided on, to an open consultation; gives its number.

    In a thread of its own: Playwright's loop may run in this one, where Django refuses to query.
    """
    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as thread:
        of, found = thread.submit(_consult).result()
        yield found
        thread.submit(_end, of).result()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1440"])
def test_a_consultation_is_contributed_to_and_decided_on(
    consulted: int, browser: Browser, live_url: str, size: dict[str, int]
) -> None:
    width = size["width"]
    citizen, prepares = (new_context(browser, live_url, viewport=size).new_page() for _ in range(2))
    citizen.goto("/participar/consultas/consulta/")
    expect(citizen.locator("main")).to_contain_text("Cambió la versión 2, párrafo 1")
    seen(citizen, width)
    citizen.get_by_role("link", name="Aportar al párrafo 2").click()
    seen(citizen, width)
    citizen.locator("#id_text").fill(TEXT)
    citizen.get_by_role("button", name="Enviar").click()
    expect(citizen.locator("h1")).to_have_text("Su aporte")
    expect(citizen.locator("main")).to_contain_text("Párrafo 2 de")
    seen(citizen, width)
    sign_in(prepares, "quien-prepara")
    prepares.goto("/participar/decisiones/")
    seen(prepares, width)
    prepares.goto(f"/participar/decisiones/{consulted}/")
    seen(prepares, width)
    prepares.locator("#outcome").select_option("partly")
    prepares.locator("#reason").fill("Se acoge la frecuencia, y no lo demás.")
    prepares.get_by_role("button", name="Guardar").click()
    expect(prepares.locator("main")).to_contain_text("Se propone en su lugar")
    seen(prepares, width)
    for page in (citizen, prepares):
        page.context.close()
