"""The administration's pages that agencies' roles and publications need, by axe (WCAG A and AA)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from layers.models import BoundaryImport, Job, SourceSetting
from territory.models import AgencyRole
from tests.clients.map_page import (
    DESKTOP,
    PHONE,
    launched,
    new_context,
    violations,
    wait_until_still,
)
from tests.clients.zone_editor import sign_in
from tests.publishers import EDITOR, MINAM, publisher
from tests.zones import account, planner

ACCOUNTS = ("administra", "edita-admin", "planifica-admin")
PAGES = (
    "/admin/",
    "/admin/territory/agencyrole/",
    "/admin/territory/agencyrole/add/",
    "/admin/territory/agency/",
    "/admin/layers/sourcesetting/",
    "/admin/layers/sourcesetting/add/",
    "/admin/layers/snapshot/",
    "/admin/layers/diaryentry/",
    "/admin/layers/submission/",
    "/admin/layers/job/",
    "/admin/layers/boundaryimport/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/territory/planner/",
    "/admin/territory/planner/add/",
)
# Of each list the page of its first row.
OPENED = (
    "/admin/auth/user/",
    "/admin/territory/agencyrole/",
    "/admin/territory/agency/",
    "/admin/territory/planner/",
    "/admin/layers/sourcesetting/",
    "/admin/layers/job/",
    "/admin/layers/boundaryimport/",
)
_FILE = "limites-de-la-prueba.gpkg"


@pytest.fixture(scope="module")
def admin_browser(
    live_url: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Browser]:
    with django_db_blocker.unblock():
        account("administra", is_staff=True, is_superuser=True)
        publisher("edita-admin", MINAM, EDITOR)
        planner("planifica-admin")
        SourceSetting.objects.create(source="transport")
        Job.objects.create(kind="sweep_datasets", title=_FILE, state=Job.State.SUCCEEDED)
        BoundaryImport.objects.create(
            action=BoundaryImport.Action.IMPORT, level="district", file_name=_FILE
        )
        connection.close()
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()
    with django_db_blocker.unblock():
        SourceSetting.objects.filter(source="transport").delete()
        Job.objects.filter(title=_FILE).delete()
        BoundaryImport.objects.filter(file_name=_FILE).delete()
        AgencyRole.objects.filter(user__username__in=ACCOUNTS).delete()
        User.objects.filter(username__in=ACCOUNTS).delete()
        connection.close()


@pytest.fixture(scope="module", params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def admin_page(
    request: pytest.FixtureRequest, admin_browser: Browser, live_url: str
) -> Iterator[Page]:
    context = new_context(admin_browser, live_url, viewport=request.param)
    page = context.new_page()
    sign_in(page, "administra")
    yield page
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_no_violation(admin_page: Page, address: str) -> None:
    admin_page.goto(address)
    wait_until_still(admin_page)
    found = violations(admin_page)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("address", OPENED)
def test_axe_finds_none_where_a_row_is_opened(admin_page: Page, address: str) -> None:
    admin_page.goto(address)
    row = admin_page.locator("#result_list tbody th a").first
    row.click()
    expect(admin_page).not_to_have_url(re.compile(f"{re.escape(address)}$"))
    wait_until_still(admin_page)
    found = violations(admin_page)
    assert found == [], "\n".join(found)
