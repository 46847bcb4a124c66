"""Pages of the site in Chromium, and accounts for the tests of the zone editor."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from territory.models import InterventionZone
from tests.clients.map_page import DESKTOP, PHONE, launched, new_context, watch
from tests.clients.zone_editor import Opener, remove_zones, sign_in
from tests.left_behind import Found
from tests.zones import CUSCO, LA_LIBERTAD, planner, reviewer

AUTHORS = ("dibuja", "otra")
ACCOUNTS = (*AUTHORS, "revisa")
# Refusals that a test is about: the browser itself tells of them on the console.
REFUSED = re.compile(r"status of (400|401|403|404|412|503)")


@pytest.fixture(scope="module", autouse=True)
def nothing_left(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A module has the server write what its accounts do: sessions, jobs, files, diaries."""
    with django_db_blocker.unblock():
        found = Found.now()
        connection.close()
    yield
    with django_db_blocker.unblock():
        found.restore()
        connection.close()


@pytest.fixture(scope="module")
def browser(live_url: str) -> Iterator[Browser]:
    # For the module only: while Playwright's loop runs, Django refuses to query from this thread.
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture
def problems() -> list[str]:
    """Errors of the console, failed requests and requests to other hosts."""
    return []


@pytest.fixture
def desktop(browser: Browser, live_url: str, problems: list[str]) -> Iterator[Page]:
    context = new_context(browser, live_url, viewport=DESKTOP)
    page = context.new_page()
    watch(page, live_url, problems)
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def phone(browser: Browser, live_url: str, problems: list[str]) -> Iterator[Page]:
    context = new_context(browser, live_url, viewport=PHONE, is_mobile=True, has_touch=True)
    page = context.new_page()
    watch(page, live_url, problems)
    yield page
    context.close()
    assert problems == []


@pytest.fixture(scope="module")
def zone_accounts(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Two planners, of Cusco and of La Libertad, and a reviewer; committed, for the server."""
    with django_db_blocker.unblock():
        planner("dibuja", CUSCO)
        planner("otra", LA_LIBERTAD)
        reviewer("revisa")
        connection.close()
    yield
    with django_db_blocker.unblock():
        InterventionZone.objects.filter(author__username__in=AUTHORS).delete()
        User.objects.filter(username__in=ACCOUNTS).delete()
        connection.close()


@pytest.fixture(scope="module")
def zone_browser(live_url: str, zone_accounts: None) -> Iterator[Browser]:
    # For the module only: while Playwright's loop runs, Django refuses to query from this thread.
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture
def zone_problems() -> list[str]:
    """Errors of the console, failed requests and requests to other hosts."""
    return []


@pytest.fixture
def opened(zone_browser: Browser, live_url: str, zone_problems: list[str]) -> Iterator[Opener]:
    """``opened("dibuja", phone=True)`` gives a page where that account has signed in."""
    contexts = []

    def open_page(account: str | None, *, phone: bool = False) -> Page:
        touch = {"is_mobile": True, "has_touch": True} if phone else {}
        context = new_context(zone_browser, live_url, viewport=PHONE if phone else DESKTOP, **touch)
        contexts.append(context)
        page = context.new_page()
        watch(page, live_url, zone_problems)
        if account:
            sign_in(page, account)
        return page

    yield open_page
    for context in contexts:
        remove_zones(context)
        context.close()
    assert [text for text in zone_problems if not REFUSED.search(text)] == []


@pytest.fixture
def planner_page(opened: Opener) -> Page:
    return opened("dibuja")
