"""How the tests look at pages that tell what rasters say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

from layers.models import Coverage, CoverageState
from layers.rasters.registering import set_state
from tests.clients.map_page import PHONE, settle, violations, wait_until_still
from tests.clients.zone_editor import CORNERS, draw_part


def looked_at(page: Page, width: dict[str, int], name: str) -> None:
    """Nothing that axe finds, and nothing too wide; pictures where KEEP_PICTURES names a folder."""
    wait_until_still(page)
    if folder := os.environ.get("KEEP_PICTURES"):
        page.screenshot(path=f"{folder}/{name}-{width['width']}.png", full_page=True)
    assert violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width["width"], page.url


@contextmanager
def until_then(*coverages: Coverage) -> Iterator[None]:
    """Committed rasters; after the block they are gone, and so are their files."""
    try:
        yield
    finally:
        for coverage in coverages:
            set_state(coverage, CoverageState.DELETED)
        Coverage.objects.filter(pk__in=[coverage.pk for coverage in coverages]).delete()


def measured(page: Page, width: dict[str, int]) -> tuple[Any, Any]:
    """Draws the square of the tests: the shape that was sent, and what was answered.

    On a phone what it measures lies in the sheet's folded part, which is unfolded.
    """
    with page.expect_response(
        lambda answer: "/zones/measure/" in answer.url and answer.ok
    ) as asked:
        draw_part(page, CORNERS)
    settle(page)
    if width is PHONE:
        page.get_by_role("button", name="Datos").click()
    sent: Any = asked.value.request.post_data_json
    return sent["geometry"], asked.value.json()
