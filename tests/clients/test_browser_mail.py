"""Notices by e-mail in Chromium: asked for, confirmed by the link that came by SMTP, left again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.clients.map_page import (
    CHROMIUM,
    CHROMIUM_ARGS,
    DESKTOP,
    PHONE,
    new_context,
    violations,
)
from tests.config.processes import free_port
from tests.jobs import wait_until, working
from tests.server import live_server_process
from tests.smtp_server import HOST, Mailbox, serving

SITE = "http://geo.ejemplo.pe"


@dataclass(frozen=True)
class Sending:
    """A site that sends mail: its own address, and what its server of mail took."""

    url: str
    box: Mailbox


@pytest.fixture(scope="module")
def sending(nothing_left: None) -> Iterator[Sending]:
    """Server and worker with a server of mail on this machine."""
    box, port = Mailbox(), free_port()
    variables = {"EMAIL_HOST": HOST, "EMAIL_PORT": str(port), "PUBLIC_URL": f"{SITE}/"}
    name = str(connection.settings_dict["NAME"])
    with (
        serving(box, port=port),
        working(**variables),
        live_server_process(name, "mail", **variables) as url,
    ):
        yield Sending(url, box)


@pytest.fixture(scope="module")
def browser(sending: Sending) -> Iterator[Browser]:
    # For the module only: while Playwright's loop runs, Django refuses to query from this thread.
    # The links of a mail have the site's public address, which is the only one that forms are
    # taken from; the browser finds the server behind it.
    behind = f"MAP {SITE.removeprefix('http://')}:80 {sending.url.removeprefix('http://')}"
    arguments = [*CHROMIUM_ARGS, f"--host-resolver-rules={behind}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def seen(page: Page, width: int) -> None:
    """Nothing that axe finds, and nothing too wide."""
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def link_of(box: Mailbox, address: str, *, leaving: bool) -> str:
    """The path that the last message to the address leads to."""
    text = next(m.get_content() for to, m in reversed(box.taken) if to == address)
    paths: list[str] = re.findall(rf"{SITE}(/participar/avisos/\S+)", text)
    return next(path for path in paths if path.endswith("/baja/") == leaving)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1440"])
def test_notices_of_an_area_from_the_form_to_their_end(
    sending: Sending, browser: Browser, size: dict[str, int]
) -> None:
    width, address = size["width"], f"vecina{size['width']}@ejemplo.pe"
    page = new_context(browser, SITE, viewport=size).new_page()
    page.goto("/participar/")
    page.get_by_label("Departamento, provincia o distrito").fill("Lima")
    page.get_by_label("Su correo").fill(address)
    page.get_by_label("Acepto que se guarde para enviarme los avisos").check()
    page.get_by_role("button", name="Pedir los avisos").click()
    # Of several places that are called so one has to be chosen; nothing typed is lost.
    expect(page.get_by_role("group", name="¿Cuál de estos?")).to_be_visible()
    seen(page, width)
    page.get_by_label("150101").check()
    page.get_by_label("Su correo").fill(address)
    page.get_by_label("Acepto que se guarde para enviarme los avisos").check()
    page.get_by_role("button", name="Pedir los avisos").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Revise su correo")
    seen(page, width)

    assert wait_until(lambda: any(to == address for to, _message in sending.box.taken))
    page.goto(link_of(sending.box, address, leaving=False))
    expect(page.locator("main")).to_contain_text("150101")
    seen(page, width)
    page.get_by_role("button", name="Confirmar que quiero recibirlos").click()
    expect(page.locator("main")).to_contain_text("Confirmado")
    seen(page, width)

    page.goto(link_of(sending.box, address, leaving=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Dejar de recibir avisos")
    seen(page, width)
    page.get_by_role("button", name="Borrar mi dirección").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Su dirección se borró")
    seen(page, width)
    # The link leads nowhere any more, and says so on a page.
    gone = page.goto(link_of(sending.box, address, leaving=False))
    assert gone is not None
    assert gone.status == 404
    seen(page, width)
    page.context.close()
