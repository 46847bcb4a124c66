"""Who lives in a zone that is drawn, by a grid of population, in Chromium at both widths."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import shapely.geometry
from django.db import connection
from playwright.sync_api import expect
from pytest_django.plugin import DjangoDbBlocker

from tests.clients.map_page import DESKTOP, PHONE
from tests.clients.raster_looks import looked_at, measured, until_then
from tests.clients.zone_editor import Opener, start_zone
from tests.ows.rest.rasters.test_people import by_hand, published

SAMPLE = "EJEMPLO de población"
WIDTHS = pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture(scope="module", autouse=True)
def population(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """A grid around Cusco; committed, for the server, before a browser's loop runs."""
    with django_db_blocker.unblock():
        coverage = published(tmp_path_factory.mktemp("people") / "people.tif", SAMPLE)
        connection.close()
    yield
    with django_db_blocker.unblock():
        with until_then(coverage):
            pass
        connection.close()


@WIDTHS
def test_a_zone_s_panel_tells_who_lives_in_it(opened: Opener, width: dict[str, int]) -> None:
    page = opened("dibuja", phone=width is PHONE)
    start_zone(page)
    shape, answer = measured(page, width)
    expected, _covered = by_hand(shapely.geometry.shape(shape))
    assert answer["people"]["people"] == pytest.approx(expected, abs=1)
    panel = page.locator("ta-zone-panel")
    people = panel.locator(".zone-people")
    people.scroll_into_view_if_needed()
    shown = people.locator("p").first.inner_text()
    assert int(re.sub(r"\D", "", shown)) == answer["people"]["people"]
    expect(people).to_contain_text(SAMPLE)
    expect(people).to_contain_text("corte 1 de enero de 2020")
    looked_at(page, width, "zone-people")
