"""A job followed and cancelled in Chromium, at 360 and 1440 px, and without scripts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from layers import jobs
from layers.jobs import kinds
from layers.models import Job
from tests.clients.map_page import DESKTOP, PHONE, launched, new_context, violations
from tests.clients.zone_editor import sign_in
from tests.jobs import KINDS, start_worker
from tests.zones import account

ACCOUNT = "encarga"
VIEWPORTS = {"phone": PHONE, "desktop": DESKTOP}


@pytest.fixture(scope="module")
def long_jobs(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, str]]:
    """By width, and one more for a browser without scripts; a real worker does them."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "KINDS", kinds.KINDS + KINDS)
        user = account(ACCOUNT)
        asked = {
            name: jobs.submit(
                "test_wait", by=user, title=f"Publicar colegios.csv ({name})", seconds=240
            )
            for name in (*VIEWPORTS, "plain")
        }
        worker = start_worker(JOBS_AT_ONCE="3")
        connection.close()
    yield {name: str(job.pk) for name, job in asked.items()}
    worker.kill()
    worker.communicate()
    with django_db_blocker.unblock():
        Job.objects.all().delete()
        User.objects.filter(username=ACCOUNT).delete()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
        connection.close()


@pytest.fixture(scope="module")
def job_browser(live_url: str, long_jobs: dict[str, str]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


def shown(browser: Browser, live_url: str, width: str, *, scripts: bool = True) -> Page:
    context = new_context(browser, live_url, viewport=VIEWPORTS[width], java_script_enabled=scripts)
    page = context.new_page()
    sign_in(page, ACCOUNT)
    return page


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", list(VIEWPORTS))
def test_progress_is_seen_and_the_job_cancelled(
    job_browser: Browser, live_url: str, long_jobs: dict[str, str], width: str
) -> None:
    page = shown(job_browser, live_url, width)
    page.goto("/trabajos/")
    assert violations(page) == []
    picture(page, f"jobs-{width}")
    page.get_by_role("link", name=f"Publicar colegios.csv ({width})").click()
    state = page.get_by_role("status")
    expect(state).to_contain_text("En marcha", timeout=30_000)
    rows = page.locator(".job-progress p")
    expect(rows).to_contain_text("por segundo", timeout=15_000)
    before = rows.inner_text()
    expect(rows).not_to_have_text(before, timeout=15_000)  # without anybody loading it again
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= VIEWPORTS[width]["width"]
    picture(page, f"job-{width}")
    page.get_by_role("button", name="Cancelar este trabajo").click()
    expect(state).to_contain_text("Cancelado", timeout=15_000)
    expect(page.get_by_role("button", name="Cancelar este trabajo")).to_have_count(0)
    assert violations(page) == []
    picture(page, f"job-cancelled-{width}")


def test_without_scripts_the_page_renews_itself(
    job_browser: Browser, live_url: str, long_jobs: dict[str, str]
) -> None:
    page = shown(job_browser, live_url, "desktop", scripts=False)
    page.goto(f"/trabajos/{long_jobs['plain']}/")
    expect(page.get_by_role("status")).to_contain_text("En marcha", timeout=30_000)
    rows = page.locator(".job-progress p")
    before = rows.inner_text()
    expect(rows).not_to_have_text(before, timeout=30_000)
    page.get_by_role("link", name="Dejar de actualizarla").click()
    expect(page.get_by_role("link", name="Actualizar la página")).to_be_visible()
    page.get_by_role("button", name="Cancelar este trabajo").click()
    expect(page.get_by_role("status")).to_contain_text("Cancel", timeout=15_000)
