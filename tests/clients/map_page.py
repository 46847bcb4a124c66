"""The map page in Chromium, as the tests of it use it."""

from __future__ import annotations

import io
import math
import time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from weakref import WeakKeyDictionary

from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, Request

# Without windows: one for each page takes longer than the page.
CHROMIUM = "/usr/bin/chromium-headless-shell"
# Nothing here is drawn by a graphics card, and its emulation takes a processor.
CHROMIUM_ARGS = ["--disable-gpu"]
AXE = Path(settings.BASE_DIR) / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}

MAX_COLORS = 2_000_000

DRAWN_TWICE = 2
STILL_TIMEOUT_S = 30
# A page draws what changed in the next frame, and has drawn it by the one after.
_DRAW = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


class Requests(set[Request]):
    """A page's requests that are under way."""

    def begin(self, request: Request) -> None:
        self.add(request)

    def end(self, request: Request) -> None:
        self.discard(request)


_UNDER_WAY: WeakKeyDictionary[Page, Requests] = WeakKeyDictionary()

# Longitude, latitude.
CUSCO = (-71.98, -13.52)
LORETO = (-74.5, -4.5)


def launched(playwright: Playwright) -> Browser:
    """Chromium as all tests of the browser use it."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)


def new_context(browser: Browser, live_url: str, **options: Any) -> BrowserContext:
    context = browser.new_context(
        base_url=live_url, locale="es-PE", reduced_motion="reduce", **options
    )
    context.on("page", _count_requests)
    return context


def _count_requests(page: Page) -> None:
    under_way = _UNDER_WAY.setdefault(page, Requests())
    page.on("request", under_way.begin)
    page.on("requestfinished", under_way.end)
    page.on("requestfailed", under_way.end)


def wait_until_still(page: Page) -> None:
    """Waits until the page has all it asked for and has drawn it.

    As the load state ``networkidle``, without its half second of silence: what an answer leads to
    is done before the page draws again, and so is seen here.
    """
    under_way = _UNDER_WAY[page]
    deadline = time.monotonic() + STILL_TIMEOUT_S
    drawn = 0
    while drawn < DRAWN_TWICE:
        assert time.monotonic() < deadline, [request.url for request in under_way]
        page.wait_for_load_state("load")
        drawn = drawn + 1 if _has_drawn(page) and not under_way else 0


def _has_drawn(page: Page) -> bool:
    """False where the page was left for another meanwhile."""
    try:
        page.evaluate(_DRAW)
    except Error as error:
        if "context was destroyed" not in error.message:
            raise
        return False
    return True


def watch(page: Page, live_url: str, problems: list[str]) -> None:
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on(
        "console",
        lambda message: problems.append(message.text) if message.type == "error" else None,
    )
    page.on(
        "request",
        lambda request: (
            problems.append(f"outside: {request.url}")
            if not request.url.startswith((live_url, "data:", "blob:"))
            else None
        ),
    )


def open_map(page: Page, query: str = "") -> None:
    page.goto(f"/mapa/{query}")
    page.wait_for_selector("#layers input[type=checkbox]", state="attached")
    settle(page)


def settle(page: Page) -> None:
    """Waits until the map has drawn all it asked for."""
    page.wait_for_timeout(150)
    page.wait_for_selector("#map[aria-busy=false]", timeout=20_000)
    page.wait_for_timeout(150)


def address_state(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def view_of(page: Page) -> tuple[float, float, float]:
    """Longitude and latitude of the centre, and the zoom, as the address tells them."""
    state = address_state(page)
    longitude, latitude = (float(part) for part in state["c"].split(","))
    return longitude, latitude, float(state["z"])


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """The unit square's coordinates (x east, y south) of Web Mercator."""
    y = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return longitude / 360 + 0.5, 0.5 - y / (2 * math.pi)


def pixel_of(page: Page, place: tuple[float, float]) -> tuple[float, float]:
    """Where on the map a place is drawn, in pixels from the map's upper left."""
    longitude, latitude, zoom = view_of(page)
    side = 256 * 2**zoom
    x, y = mercator(*place)
    center_x, center_y = mercator(longitude, latitude)
    box = page.locator("#map").bounding_box()
    assert box
    return box["width"] / 2 + (x - center_x) * side, box["height"] / 2 + (y - center_y) * side


def picture_of(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.locator("#map").screenshot())).convert("RGB")


def colors_around(
    page: Page, picture: Image.Image, place: tuple[float, float], radius_px: int
) -> list[tuple[int, Any]]:
    """The colours around a place, each with its number of pixels, the commonest first."""
    x, y = (round(side) for side in pixel_of(page, place))
    around = picture.crop((x - radius_px, y - radius_px, x + radius_px, y + radius_px))
    return sorted(around.getcolors(MAX_COLORS) or [], reverse=True)


def click_on(page: Page, place: tuple[float, float]) -> None:
    x, y = pixel_of(page, place)
    page.locator("#map").click(position={"x": x, "y": y})


# Of what passes one element a rule says that it was looked at.
_RUN_AXE = """async (tags) => {
  const run = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
  const { violations, passes } = await axe.run(run);
  return { violations, passes: passes.length };
}"""


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    # By the debugging protocol, which the page's content security policy doesn't hold back.
    page.evaluate(_axe())
    result = page.evaluate(_RUN_AXE, WCAG)
    assert result["passes"], "axe looked at something"
    return [
        f"{found['id']}: {node['html'][:160]} {node['failureSummary']}"
        for found in result["violations"]
        for node in found["nodes"]
    ]
