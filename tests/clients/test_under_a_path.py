"""The whole site published under ``/mapas/`` of another host, behind a proxy (PUBLIC_URL)."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from django.contrib.auth.models import User
from django.db import connection
from owslib.ogcapi.features import Features
from owslib.wfs import WebFeatureService
from owslib.wms import WebMapService
from playwright.sync_api import sync_playwright
from pytest_django import DjangoDbBlocker

from tests.clients.map_page import DESKTOP, launched, new_context, picture_of, settle, watch
from tests.clients.path_proxy import PREFIX, PathProxy, path_proxy
from tests.server import live_server_process
from tests.zones import PASSWORD, planner

PAGES = ["/", "/mapa/", "/t/15/", "/compromisos/3/", "/catalogo/districts/", "/buscar/?q=lima"]
PAGES += ["/ayuda/qgis/", "/zonas/", "/cuenta/ingresar/", "/compromisos/14/", "/admin/login/"]
PAGES += ["/ogc/?f=html", "/ogc/collections/departments/items?f=html", "/ogc/api?f=html"]
DOCUMENTS = ["/ogc/?f=json", "/ogc/collections?f=json", "/ogc/collections/districts/items?f=json"]
DOCUMENTS += ["/api/v1/", "/api/v1/layers/", "/api/v1/search/?q=lima", "/api/v1/session/"]
DOCUMENTS += ["/api/v1/units/", "/api/v1/commitments/", "/api/v1/series/", "/ogc/conformance"]
DOCUMENTS += ["/ows/wms?service=WMS&request=GetCapabilities", "/ayuda/qgis/conexiones-wms.xml"]
DOCUMENTS += ["/ows/wfs?service=WFS&request=GetCapabilities", "/ayuda/qgis/conexiones-wfs.xml"]
# An address of the site: a path of it in quotes, or the host's own.
_PATHS = re.compile(
    r"""["'(]((?:https?://[^"'\s/<>]+)?/(?:mapa|t|ogc|ows|api|static|zonas|catalogo|compromisos"""
    r"""|cuenta|ayuda|buscar|admin)/[^"'\s<>)]*)["')]"""
)


@pytest.fixture(scope="module", params=[True, False], ids=["stripped", "kept"])
def proxy(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[PathProxy]:
    """Whether the proxy takes the path off or leaves it, the site answers alike."""
    with django_db_blocker.unblock():
        database = str(connection.settings_dict["NAME"])
        planner("bajo-ruta")
        connection.close()
    with (
        path_proxy(strips=request.param) as found,
        live_server_process(database, "path", PUBLIC_URL=f"{found.url}/") as url,
    ):
        found.target = url
        yield found
    with django_db_blocker.unblock():
        User.objects.filter(username="bajo-ruta").delete()
        connection.close()


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize("path", PAGES + DOCUMENTS)
def test_every_address_is_under_the_path(proxy: PathProxy, path: str) -> None:
    text = read(proxy.url + path)
    host = proxy.url.removesuffix(PREFIX)
    addresses = [urljoin(f"{host}/", found) for found in _PATHS.findall(text)]
    of_ours = [a for a in addresses if a.startswith(host)]
    assert [a for a in of_ours if not a.startswith(f"{proxy.url}/")] == []
    # Nothing of the server that the proxy asks.
    assert proxy.target not in text


def test_owslib(proxy: PathProxy) -> None:
    wms: Any = WebMapService(f"{proxy.url}/ows/wms", version="1.3.0")
    assert wms.getOperationByName("GetMap").methods[0]["url"].startswith(proxy.url)
    picture = wms.getmap(
        layers=["departments"],
        srs="EPSG:4326",
        bbox=(-81.5, -18.5, -68.5, 0.1),
        size=(100, 140),
        format="image/png",
    )
    assert picture.read().startswith(b"\x89PNG")
    wfs: Any = WebFeatureService(f"{proxy.url}/ows/wfs", version="2.0.0")
    assert b"departments.15" in wfs.getfeature(typename=["ta:departments"]).read()
    ogc = Features(f"{proxy.url}/ogc/")
    found = ogc.collection_items("departments", limit=2)
    assert len(found["features"]) == 2
    following = next(link["href"] for link in found["links"] if link["rel"] == "next")
    assert json.loads(read(following))["numberReturned"] == 2


def test_redirects(proxy: PathProxy) -> None:
    """Django's own, of an address without its closing slash."""
    with urllib.request.urlopen(f"{proxy.url}/t/15", timeout=60) as answer:
        assert answer.url == f"{proxy.url}/t/15/"
    with pytest.raises(urllib.error.HTTPError) as error:
        read(f"{proxy.url}/no-existe/")
    assert error.value.code == 404
    error.value.close()


def test_the_browser(proxy: PathProxy) -> None:
    """Map, search, sign-in and editor; no request leaves the path, no cookie does."""
    problems: list[str] = []
    proxy.missed.clear()
    with sync_playwright() as playwright:
        browser = launched(playwright)
        page = new_context(browser, proxy.url, viewport=DESKTOP).new_page()
        watch(page, proxy.url, problems)
        page.goto(f"{proxy.url}/mapa/")
        page.wait_for_selector("#layers input[type=checkbox]", state="attached")
        settle(page)
        assert len(picture_of(page).resize((60, 60)).getcolors(3600) or ()) > 5
        page.goto(f"{proxy.url}/cuenta/ingresar/?next={PREFIX}/mapa/")
        page.locator("input[name=username]").fill("bajo-ruta")
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url(f"{proxy.url}/mapa/**")
        page.wait_for_selector("#layers input[type=checkbox]", state="attached")
        settle(page)
        assert {cookie["path"] for cookie in page.context.cookies()} == {f"{PREFIX}/"}
        page.goto(f"{proxy.url}/")
        page.locator("input[type=search]").first.fill("Trujillo")
        page.wait_for_selector("[role=option]")
        browser.close()
    assert problems == []
    assert proxy.missed == []


def test_the_server_itself_still_answers(proxy: PathProxy) -> None:
    """``make serve`` asks it for its health by its own address."""
    assert read(f"{proxy.target}/healthz")
    assert read(f"{proxy.target}{PREFIX}/healthz")
