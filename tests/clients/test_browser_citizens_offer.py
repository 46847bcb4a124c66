"""A citizen's offer to a residence in Chromium: no name, moderated, answered, taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.clients.map_page import DESKTOP, PHONE, new_context
from tests.clients.test_browser_residences import ITEMS, SHEET, moderates, offices, seen
from tests.clients.zone_editor import sign_in

__all__ = ["offices"]

ANSWER = "La residencia puede recibirlo desde el primer día de clases."


def refused(citizen: Page, width: int, reason: str) -> None:
    """What is sent isn't taken, and the page says why."""
    citizen.get_by_role("button", name="Enviar la oferta").click()
    expect(citizen.get_by_role("alert")).to_contain_text("Todavía no se envió")
    expect(citizen.locator("main")).to_contain_text(reason)
    seen(citizen, width)


def offers(citizen: Page, width: int, item: str) -> str:
    """Without a name; gives the address of the code's page."""
    citizen.goto(SHEET)
    citizen.get_by_role("link", name="Ofrecer lo que falta").click()
    citizen.locator("#id_item").select_option(item)
    citizen.locator("#id_by").select_option("citizen")
    citizen.locator("#id_quantity").fill("2")
    citizen.locator("#id_organisation").fill("Rosa Huamán Quispe")
    refused(citizen, width, "Una ciudadana o un ciudadano ofrece sin dar nombre")
    citizen.locator("#id_organisation").fill("")
    citizen.locator("#id_quantity").fill("11")  # one more than it lacks
    refused(citizen, width, "Se pueden ofrecer de 1 a 10")
    citizen.locator("#id_quantity").fill("2")
    citizen.get_by_role("button", name="Enviar la oferta").click()
    expect(citizen.locator("h1")).to_have_text("Su aporte")
    seen(citizen, width)
    return citizen.url


def answers(agency: Page, width: int) -> None:
    agency.goto("/participar/respuestas/")
    agency.get_by_role("link", name="Aporte").first.click()
    seen(agency, width)
    agency.locator("#outcome").select_option("accepted")
    agency.locator("#answer").fill(ANSWER)
    agency.get_by_role("button", name="Responder").click()
    agency.wait_for_load_state("networkidle")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1440"])
def test_from_what_is_unmet_to_a_citizens_offer_and_its_withdrawal(
    offices: None, browser: Browser, live_url: str, size: dict[str, int]
) -> None:
    width = size["width"]
    item, title = ITEMS[width]
    shown = f"2 unidades · {title}"
    citizen, moderator, agency = (
        new_context(browser, live_url, viewport=size).new_page() for _ in range(3)
    )
    sign_in(moderator, "modera")
    sign_in(agency, "prepara")
    followed = offers(citizen, width, item)
    citizen.goto(SHEET)
    offered = citizen.locator("section", has=citizen.locator("#ofertas"))
    expect(offered).not_to_contain_text(shown)
    moderates(moderator)
    citizen.reload()
    expect(offered).to_contain_text(shown)
    expect(offered).to_contain_text("la ciudadanía")
    expect(citizen.locator("main")).not_to_contain_text("Huamán")
    seen(citizen, width)
    answers(agency, width)
    citizen.goto(followed)
    expect(citizen.locator("main")).to_contain_text(ANSWER)
    citizen.get_by_label("Quiero que se borre todo").check()
    citizen.get_by_role("button", name="Retirar mi aporte").click()
    expect(citizen.locator("main")).to_contain_text("Este aporte se retiró")
    citizen.goto(SHEET)
    expect(offered).not_to_contain_text(shown)
    # An offer is no agreement: what the residence lacks is what it was.
    row = citizen.get_by_role("row").filter(has=citizen.get_by_role("rowheader", name=title))
    expect(row.first).to_contain_text("10 unidades")
    for page in (citizen, moderator, agency):
        page.context.close()
