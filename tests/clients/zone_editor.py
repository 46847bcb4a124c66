"""The zone editor in Chromium, as the tests of it use it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
from pyproj import Geod

from tests.clients.map_page import (
    address_state,
    click_on,
    open_map,
    picture_of,
    pixel_of,
    settle,
)
from tests.zones import PASSWORD, SIDE, SOUTH, WEST, square

Opener = Callable[..., Page]
Place = tuple[float, float]

# Some 90 by 55 km in the middle of Cusco; the square lies where no panel covers the map.
CENTER: Place = (WEST - 0.05, SOUTH + SIDE / 2)
SIGN_IN = "/cuenta/ingresar/?next=/ayuda/"
VIEW = f"?v=1&l=departments&c={CENTER[0]:.2f},{CENTER[1]:.2f}&z=10"
CORNERS: list[Place] = [
    (WEST, SOUTH),
    (WEST + SIDE, SOUTH),
    (WEST + SIDE, SOUTH + SIDE),
    (WEST, SOUTH + SIDE),
]
# A pixel at zoom 10 is 150 m: corners set with the mouse are that exact.
PIXEL_DEG = 0.0014


def sign_in(page: Page, account: str) -> None:
    """The page's context signed in, by the form's own request; no page is drawn for it."""
    request = page.context.request
    request.get(SIGN_IN)
    token = next(each["value"] for each in page.context.cookies() if each["name"] == "csrftoken")
    answer = request.post(
        SIGN_IN,
        form={"username": account, "password": PASSWORD, "csrfmiddlewaretoken": token},
        max_redirects=0,
    )
    assert answer.status == 302, answer.text()


def remove_zones(context: BrowserContext) -> None:
    """Deletes what the account of a context has stored."""
    session = context.request.get("/api/v1/session/").json()
    if not session["authenticated"]:
        return
    headers = {"X-CSRFToken": session["csrf_token"]}
    for zone in context.request.get("/api/v1/zones/?mine=1&limit=100").json()["features"]:
        version = f'"{zone["properties"]["version"]}"'
        done = context.request.delete(
            f"/api/v1/zones/{zone['id']}/", headers=headers | {"If-Match": version}
        )
        assert done.ok, done.text()


def start_zone(page: Page, query: str = VIEW) -> None:
    """Opens the map and, in it, the editor with a new zone whose corners nothing holds."""
    open_map(page, query)
    page.get_by_role("button", name="Dibujar zona").click()
    wait_for_editor(page)
    leave_loose(page)


def leave_loose(page: Page) -> None:
    """Turns snapping off; on a phone the box lies in the sheet's folded part."""
    snapping = page.get_by_label("Ajustar a límites y capas")
    if snapping.is_visible():
        snapping.uncheck()
        return
    page.get_by_role("button", name="Datos").click()
    snapping.uncheck()
    page.get_by_role("button", name="Datos").click()


def wait_for_editor(page: Page) -> None:
    """Waits for the editor and for the boundaries that hold its corners."""
    expect(page.get_by_text("Ajusta a:")).to_have_count(1, timeout=15_000)
    settle(page)


def draw_part(page: Page, corners: list[Place]) -> None:
    for corner in corners:
        click_on(page, corner)
        page.wait_for_timeout(60)
    page.get_by_role("button", name="Terminar parte").click()


def save_zone(page: Page, title: str | None = None) -> None:
    if title is not None:
        page.get_by_label("Título", exact=True).fill(title)
    page.get_by_role("button", name="Guardar", exact=True).click()


def saved_zone(page: Page) -> int:
    """Waits until it is stored; the zone's id, as the address has it from then on."""
    expect(page.locator("#zone-message")).to_contain_text("Zona guardada.")
    page.wait_for_url(re.compile(r"zona=\d+$"))
    return int(address_state(page)["zona"])


def zone_of(page: Page, pk: int) -> dict[str, Any]:
    """A zone as the API gives it to the account of this page."""
    response = page.request.get(f"/api/v1/zones/{pk}/")
    assert response.ok, response.text()
    zone: dict[str, Any] = response.json()
    return zone


def store_zone(page: Page, title: str, geometry: dict[str, Any] | None = None) -> int:
    """A zone that this page's account stored earlier, through the API."""
    token = page.request.get("/api/v1/session/").json()["csrf_token"]
    response = page.request.post(
        "/api/v1/zones/",
        data={
            "type": "Feature",
            "geometry": geometry or square(),
            "properties": {"title": title, "commitments": [3]},
        },
        headers={"X-CSRFToken": token},
    )
    assert response.status == 201, response.text()
    return int(response.json()["id"])


def ring_of(zone: dict[str, Any], part: int = 0) -> list[list[float]]:
    ring: list[list[float]] = zone["geometry"]["coordinates"][part][0]
    return ring


def area_ha(ring: list[list[float]]) -> float:
    longitudes, latitudes = [lon for lon, _ in ring], [lat for _, lat in ring]
    area, _ = Geod(ellps="WGS84").polygon_area_perimeter(longitudes, latitudes)
    return abs(area) / 10_000


def number_in(text: str) -> float:
    return float(re.sub(r"[^\d.]", "", text))


def color_at(page: Page, place: Place) -> Any:
    x, y = pixel_of(page, place)
    return picture_of(page).getpixel((round(x), round(y)))
