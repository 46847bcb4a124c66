"""How the tests look at pages that tell what rasters say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from layers.models import Coverage, CoverageState
from layers.rasters import storage
from layers.rasters.registering import set_state
from tests.clients.map_page import violations, wait_until_still


def looked_at(page: Page, width: dict[str, int], name: str) -> None:
    """Nothing that axe finds, and nothing too wide; pictures where KEEP_PICTURES names a folder."""
    wait_until_still(page)
    if folder := os.environ.get("KEEP_PICTURES"):
        page.screenshot(path=f"{folder}/{name}-{width['width']}.png", full_page=True)
    assert violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width["width"], page.url


@contextmanager
def until_then(*coverages: Coverage) -> Iterator[None]:
    """Committed rasters, gone with their files after the block."""
    try:
        yield
    finally:
        for coverage in coverages:
            set_state(coverage, CoverageState.DELETED)
            storage.remove(coverage.file_key)
        Coverage.objects.filter(pk__in=[coverage.pk for coverage in coverages]).delete()
