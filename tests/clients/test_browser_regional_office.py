"""A regional office of education in Chromium: its role is limited to its region.

The administrator makes the role; the office publishes its region's file, and nothing beyond it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from layers.loading import importing
from layers.loading.sources import find
from layers.models import Job, Snapshot, Submission
from territory.models import PublishedPart
from tests.clients.map_page import DESKTOP, PHONE, new_context, violations, wait_until_still
from tests.clients.zone_editor import sign_in
from tests.jobs import working
from tests.layers.themes.ugel_trainings.rows import GOOD
from tests.zones import account

SOURCE = "ugel_trainings"
ADDRESS = f"/publicar/fuentes/{SOURCE}/"
WORK_MS = 60_000
# The office's account at each width, so that neither journey finds what the other did.
OFFICES = {PHONE["width"]: "dre-360", DESKTOP["width"]: "dre-1440"}
ADMINISTRATOR = "administra-dre"
CUSCO = {
    "codigo_sesion": "S9",
    "tema": "Uso del padrón en Cusco",
    "ubigeo": "080101",
    "territorio": "Cusco",
    "codigo_oficina": "080001",
    "oficina": "UGEL Cusco",
}


def written(path: Path, *changes: dict[str, str]) -> Path:
    """A file of trainings, a good row with these changes each."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(GOOD), delimiter=";")
        writer.writeheader()
        writer.writerows(GOOD | change for change in changes)
    return path


@pytest.fixture(scope="module")
def offices(
    nothing_left: None,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Accounts without any role yet, and what is published of another region."""
    source = find(SOURCE)
    with django_db_blocker.unblock():
        users = [account(name) for name in OFFICES.values()]
        users.append(account(ADMINISTRATOR, is_staff=True, is_superuser=True))
        path = written(tmp_path_factory.mktemp("cusco") / "cusco.csv", CUSCO)
        call_command("import_source", SOURCE, str(path), verbosity=0)
        with working():
            connection.close()
            yield
        for part in PublishedPart.objects.filter(source=SOURCE):
            importing.withdraw(source, part.name, tuple(part.covers))
        Snapshot.objects.filter(source=SOURCE).delete()
        Submission.objects.all().delete()
        Job.objects.filter(by__in=users).delete()
        User.objects.filter(pk__in=[user.pk for user in users]).delete()
        connection.close()


def seen(page: Page, width: int) -> None:
    """Nothing that axe finds, and nothing too wide."""
    wait_until_still(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def gives_the_role(page: Page, office: str) -> None:
    """The administrator: a code that is no unit's is refused, the region's is taken."""
    page.goto("/admin/territory/agencyrole/add/")
    page.locator("#id_user").select_option(label=office)
    page.locator("#id_agency").select_option(label="MINEDU")
    page.locator("#id_role").select_option("editor")
    page.locator("#id_units").fill("14,99")
    page.locator("input[name=_save]").click()
    expect(page.locator(".errorlist").last).to_have_text("No son ubigeos de unidades: 99")
    page.locator("#id_units").fill("14")
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def hands_in(page: Page, path: Path) -> None:
    page.goto(ADDRESS)
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Entregar y revisar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(path.name)
    expect(page.locator(".submission-state")).to_have_text("Revisado", timeout=WORK_MS)


def reads_its_limits(page: Page, width: int) -> None:
    page.goto("/cuenta/")
    expect(page.locator("main")).to_contain_text("nada fuera de Lambayeque (14)")
    seen(page, width)
    for address in ("/participar/respuestas/", "/participar/procesos/"):
        answer = page.goto(address)
        assert answer
        assert answer.status == 403, address
    page.goto(ADDRESS)
    other = page.locator(".meaning").filter(has_text="(080101)")
    expect(other).to_contain_text("Cubre más que las unidades de su cuenta")
    expect(other.get_by_role("button")).to_have_count(0)
    seen(page, width)


def is_kept_from_more(page: Page, width: int, folder: Path) -> None:
    """Its own region and another's in one file: looked at, not published."""
    hands_in(page, written(folder / "de-mas.csv", {}, CUSCO))
    expect(page.locator("main")).to_contain_text("Cubre más que las unidades de su cuenta")
    expect(page.get_by_role("button", name="Publicar", exact=True)).to_have_count(0)
    seen(page, width)
    page.get_by_role("button", name="Descartar este archivo").click()
    row = page.get_by_role("listitem").filter(has_text="de-mas.csv")
    expect(row).to_contain_text("descartado")
    expect(page.get_by_role("row").filter(has_text="de-mas.csv").first).to_contain_text("descartó")


def publishes_its_own(page: Page, width: int, folder: Path) -> None:
    hands_in(page, written(folder / "lambayeque.csv", {}))
    expect(page.locator("main")).not_to_contain_text("Cubre más")
    seen(page, width)
    page.get_by_role("button", name="Publicar", exact=True).click()
    expect(page.locator(".submission-state")).to_have_text("Publicado", timeout=WORK_MS)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1440"])
def test_an_office_publishes_its_region_and_nothing_beyond(
    offices: None, browser: Browser, live_url: str, tmp_path: Path, size: dict[str, int]
) -> None:
    width = size["width"]
    administrator, office, visitor = (
        new_context(browser, live_url, viewport=size).new_page() for _ in range(3)
    )
    sign_in(administrator, ADMINISTRATOR)
    sign_in(office, OFFICES[width])
    refused = office.goto(ADDRESS)
    assert refused
    assert refused.status == 403  # before the role is given
    gives_the_role(administrator, OFFICES[width])
    reads_its_limits(office, width)
    is_kept_from_more(office, width, tmp_path)
    publishes_its_own(office, width, tmp_path)
    visitor.goto("/ugel/capacitaciones/")
    expect(visitor.locator("main")).to_contain_text("Uso del censo educativo")
    expect(visitor.locator("main")).to_contain_text("Uso del padrón en Cusco")
    seen(visitor, width)
    # What it published it takes back; the other region's stays.
    office.goto(ADDRESS)
    own = office.locator(".meaning").filter(has_text="(140101)")
    own.get_by_role("button", name="Retirar lo publicado").click()
    expect(own).to_have_count(0, timeout=WORK_MS)
    visitor.reload()
    expect(visitor.locator("main")).not_to_contain_text("Uso del censo educativo")
    expect(visitor.locator("main")).to_contain_text("Uso del padrón en Cusco")
    for page in (administrator, office, visitor):
        page.context.close()
