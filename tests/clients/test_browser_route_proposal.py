"""A proposal on a route in Chromium: sent from its page, moderated, answered, seen, withdrawn."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from territory.models import TransitRoute
from tests.clients.map_page import DESKTOP, PHONE, new_context
from tests.clients.test_browser_contributions import (
    ANSWER,
    answers_it,
    moderates_it,
    offices,
    seen,
)
from tests.clients.zone_editor import sign_in

__all__ = ["offices"]

TEXT = "Que la ruta pase por la posta los domingos."


@pytest.fixture(scope="module")
def route(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The address of a sample's page."""
    with django_db_blocker.unblock():
        found = TransitRoute.objects.published().filter(commitments=[9]).first()
        assert found is not None
        return f"/transporte/rutas/{found.pk}/"


def proposes(citizen: Page, route: str, width: int) -> str:
    """From the route's page to the code's; gives its address."""
    citizen.goto(route)
    seen(citizen, width)
    citizen.get_by_role("link", name="Proponer algo").click()
    expect(citizen.locator("main")).to_contain_text("Sobre: EJEMPLO")
    seen(citizen, width)
    citizen.locator("#id_text").fill(TEXT)
    citizen.locator("#id_kind").select_option("proposal")
    citizen.locator("#id_sector").select_option("academia")
    citizen.get_by_role("button", name="Enviar").click()
    expect(citizen.locator("h1")).to_have_text("Su aporte")
    seen(citizen, width)
    return citizen.url


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1440"])
def test_from_a_route_to_its_count_by_sector(
    offices: None, route: str, browser: Browser, live_url: str, size: dict[str, int]
) -> None:
    width = size["width"]
    citizen, moderates, answers = (
        new_context(browser, live_url, viewport=size).new_page() for _ in range(3)
    )
    sign_in(moderates, "modera")
    sign_in(answers, "contesta")
    followed = proposes(citizen, route, width)
    moderates_it(moderates, width)
    answers_it(answers, width)
    citizen.goto(route)
    expect(citizen.locator("main")).to_contain_text(TEXT)
    expect(citizen.locator("main")).to_contain_text(ANSWER)
    seen(citizen, width)
    citizen.goto("/compromisos/9/")
    counted = citizen.get_by_role("region", name="Aportes por sector")
    expect(counted.get_by_role("row", name="Academia")).to_contain_text("1")
    seen(citizen, width)
    citizen.goto(followed)
    citizen.get_by_label("Quiero que se borre todo").check()
    citizen.get_by_role("button", name="Retirar mi aporte").click()
    expect(citizen.locator("main")).to_contain_text("Este aporte se retiró")
    citizen.goto(route)
    expect(citizen.locator("main")).not_to_contain_text(TEXT)
    expect(citizen.locator("main")).not_to_contain_text(ANSWER)
    citizen.goto("/compromisos/9/")
    expect(citizen.locator("main")).to_contain_text("Todavía no hay aportes publicados")
    for page in (citizen, moderates, answers):
        page.context.close()
