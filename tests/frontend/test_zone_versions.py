"""``/zonas/<n>/comparar/`` and restoring by its button."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import etree

from territory.models import InterventionZone
from tests.frontend.test_zone_pages import words
from tests.zones import SIDE, WEST, client_of, planner, reviewer, square, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    return planner("ana")


@pytest.fixture
def zone(author: User) -> InterventionZone:
    zone = stored(author, title="El <primero>", commitments=[3])
    zone.title = "El segundo"
    zone.save()
    moved = stored(author, geometry=square(WEST + SIDE / 2))
    zone.geom = moved.geom
    zone.save()
    moved.delete()
    zone.refresh_from_db()
    return zone


def test_both_versions_are_shown(author: User, zone: InterventionZone) -> None:
    page: Any = client_of(author).get(f"/zonas/{zone.pk}/comparar/?de=1&a=3")
    text = words(page)
    assert "Versiones 1 y 3" in text
    assert "El &lt;primero&gt;" in text
    assert "El segundo" in text
    assert text.count("(cambia)") == 1
    root: Any = etree.HTML(page.content)
    figures = [" ".join(item.itertext()).split() for item in root.xpath("//dd")]
    # Half of 11.06 by 10.83 km each.
    assert [item[0] for item in figures[2:]] == [figures[2][0]] * 2
    frame = root.xpath("//*[contains(@class, 'locator-frame')]")[0]
    drawn = {path.get("class"): path.get("d") for path in frame.iter("path")}
    assert set(drawn) == {"version-earlier", "version-later"}
    assert drawn["version-earlier"] != drawn["version-later"]


def test_without_numbers_the_last_two_are_compared(author: User, zone: InterventionZone) -> None:
    browser = client_of(author)
    assert "Versiones 2 y 3" in words(browser.get(f"/zonas/{zone.pk}/comparar/"))
    first = stored(author)
    page = words(browser.get(f"/zonas/{first.pk}/comparar/"))
    assert "Versiones 1 y 1" in page
    assert "La forma es la misma" in page


@pytest.mark.parametrize("query", ["?de=1&a=9", "?de=x&a=1", "?de=1", "?de=0&a=1", "?de=1&a=٣"])
def test_what_is_no_version_is_not_found(author: User, zone: InterventionZone, query: str) -> None:
    assert client_of(author).get(f"/zonas/{zone.pk}/comparar/{query}").status_code == 404


def test_nobody_else_compares_drafts(author: User, zone: InterventionZone) -> None:
    assert Client().get(f"/zonas/{zone.pk}/comparar/").status_code == 404
    page = client_of(reviewer("rosa")).get(f"/zonas/{zone.pk}/comparar/")
    assert "Restaurar" not in words(page)


def test_a_version_is_restored_by_its_button(author: User, zone: InterventionZone) -> None:
    browser = client_of(author)
    page = words(browser.get(f"/zonas/{zone.pk}/comparar/?de=1&a=3"))
    assert "Restaurar la versión 1" in page
    assert "Restaurar la versión 3" not in page
    form = {"version": 3, "restored": 1}
    answer: Any = browser.post(f"/zonas/{zone.pk}/restaurar/", form)
    assert (answer.status_code, answer["Location"]) == (302, f"/zonas/{zone.pk}/")
    zone.refresh_from_db()
    assert (zone.title, zone.version) == ("El <primero>", 4)
    stale = browser.post(f"/zonas/{zone.pk}/restaurar/", form)
    assert stale.status_code == 412
    assert "La versión 3 ya no es la actual" in words(stale)


def test_a_submitted_zone_is_not_restored(author: User) -> None:
    zone = stored(author, "submitted")
    zone.save()
    form = {"version": 2, "restored": 1}
    answer = client_of(author).post(f"/zonas/{zone.pk}/restaurar/", form)
    assert answer.status_code == 409
    assert "solo se cambia un borrador" in words(answer)
