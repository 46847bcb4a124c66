"""A file sent in pieces from Chromium, through nginx: lost lines and a reload cost a piece."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.clients.map_page import DESKTOP, new_context, wait_until_still
from tests.clients.zone_editor import sign_in

PIECE = 8 * 1024 * 1024
CONTENT = random.Random(5).randbytes(2 * PIECE + 1_000)
# A page's form as pages have it, and the script that they load for it.
FORM = """async (script) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  document.querySelector("main").innerHTML = `<form method="post" action="/zonas/avisos/">
    <input type="hidden" name="csrfmiddlewaretoken" value="${token}">
    <label>Archivo <input type="file" name="file" data-upload></label></form>`;
  await import(script);
}"""
STORED = """async () => {
  const key = document.querySelector("[name=upload]").value;
  const answer = await fetch(`/api/v1/uploads/${key}/`);
  return answer.json();
}"""


def offset_of(request: Request) -> int:
    """Where in the file a piece begins; below zero for another request."""
    return int(request.headers.get("upload-offset", -1))


def with_form(page: Page) -> Page:
    manifest = json.loads(
        (Path(settings.BASE_DIR) / "frontend/dist/.vite/manifest.json").read_text()
    )
    page.goto("/zonas/")
    wait_until_still(page)
    page.evaluate(FORM, f"/static/{manifest['src/uploads/main.ts']['file']}")
    return page


def test_a_lost_line_and_a_reload_cost_a_piece(
    zone_browser: Browser, live_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "capa.gpkg"
    file.write_bytes(CONTENT)
    context = new_context(zone_browser, live_url, viewport=DESKTOP)
    page = context.new_page()
    sign_in(page, "dibuja")
    offsets: list[int] = []
    lost = {"all": False, "once": True}

    def piece(route: Route) -> None:
        request = route.request
        if request.method != "PATCH":
            route.continue_()
            return
        offset = offset_of(request)
        offsets.append(offset)
        assert request.headers["upload-checksum"].startswith("sha256 ")
        if (lost["all"] and offset) or lost["once"]:
            lost["once"] = False
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/uploads/**", piece)
    lost["all"] = True
    with_form(page)
    # The second piece is sent once the server has the first.
    with page.expect_request(lambda request: offset_of(request) == PIECE):
        page.locator("[data-upload]").set_input_files(file)
    expect(page.locator(".upload [role=status]")).to_contain_text(
        "Se perdió la conexión", timeout=30_000
    )
    page.wait_for_function("() => document.querySelector('.upload progress').value > 0.4")
    # The page that goes may try again until it is gone.
    with_form(page)
    lost["all"] = False
    offsets.clear()
    page.locator("[data-upload]").set_input_files(file)
    status = page.locator(".upload [role=status]")
    expect(status).to_have_text("«capa.gpkg» está en el servidor.", timeout=60_000)
    assert offsets == [PIECE, 2 * PIECE]
    stored: dict[str, Any] = page.evaluate(STORED)
    assert stored["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert (stored["name"], stored["is_complete"]) == ("capa.gpkg", True)
    context.close()
