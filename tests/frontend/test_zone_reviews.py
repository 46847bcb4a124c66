"""The review on a zone's page: its form, its remarks on top and in lists, its feeds."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import etree

from territory.models import InterventionZone, ZoneDecision
from tests.frontend.test_zone_pages import words
from tests.zones import client_of, planner, reviewer, stored

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def author() -> User:
    return planner("ana")


@pytest.fixture
def boss() -> User:
    return reviewer("rosa")


def decide(browser: Client, zone: InterventionZone, decision: str, **typed: str) -> Any:
    zone.refresh_from_db()
    form = {"decision": decision, "version": zone.version} | typed
    return browser.post(f"/zonas/{zone.pk}/revision/", form)


def test_a_returned_zone_shows_its_remark_on_top_and_in_the_list(author: User, boss: User) -> None:
    zone = stored(author, "submitted", title="La zona de ana")
    typed = {"remark": "Falta el <b>puente</b>", "place": "-13,55; -71,95"}
    assert decide(client_of(boss), zone, "return", **typed).status_code == 302
    page: Any = client_of(author).get(f"/zonas/{zone.pk}/")
    html = page.content.decode()
    top, rest = html.split('<div class="sheet">')
    for part in (top, rest):
        assert "Falta el &lt;b&gt;puente&lt;/b&gt;" in part
    assert "devuelta a borrador en su versión 1 por rosa" in words(page)
    assert "m=-71.95000,-13.55000" in top
    assert html.count('class="zone-place"') == 1
    listed = client_of(author).get("/zonas/").content.decode()
    assert "Falta el &lt;b&gt;puente&lt;/b&gt;" in listed


def test_the_place_is_where_it_is_on_the_picture(author: User, boss: User) -> None:
    """The square is centred on its picture; a place at its middle is at the picture's."""
    zone = stored(author, "submitted")
    center = zone.geom.centroid
    decide(client_of(boss), zone, "return", remark="Aquí", place=f"{center.y}, {center.x}")
    html = client_of(author).get(f"/zonas/{zone.pk}/").content.decode()
    found = re.search(r'cx="([\d.]+)" cy="([\d.]+)"', html)
    assert found is not None
    assert float(found[1]) == pytest.approx(360, abs=1)
    assert float(found[2]) == pytest.approx(248, abs=2)


def test_what_was_answered_is_not_on_top_any_more(author: User, boss: User) -> None:
    zone = stored(author, "submitted")
    decide(client_of(boss), zone, "return", remark="Falta el puente")
    decide(client_of(author), zone, "submit")
    html = client_of(author).get(f"/zonas/{zone.pk}/").content.decode()
    top, rest = html.split('<div class="sheet">')
    assert "Falta el puente" not in top
    assert "Falta el puente" in rest
    # It is taken back unreviewed: what was asked for is still to be done.
    decide(client_of(author), zone, "return")
    top = client_of(author).get(f"/zonas/{zone.pk}/").content.decode().split('class="sheet"')[0]
    assert "Falta el puente" in top


@pytest.mark.parametrize(
    ("typed", "field", "word"),
    [
        ({}, "remark", "hace falta una observación"),
        ({"remark": "Allá", "place": "por el puente"}, "place", "no se entiende"),
        ({"remark": "Allá", "place": "48.85, 2.35"}, "place", "fuera del Perú"),
        ({"place": "-13.5, -71.9"}, "remark", "lugar sin observación"),
    ],
)
def test_a_remark_that_is_refused_stays_typed_and_changes_nothing(
    author: User, boss: User, typed: dict[str, str], field: str, word: str
) -> None:
    zone = stored(author, "submitted")
    page = decide(client_of(boss), zone, "return", **typed)
    assert page.status_code == 400
    assert word in words(page)
    root: Any = etree.HTML(page.content)
    [wrong] = root.xpath("//*[@aria-invalid='true']")
    assert wrong.get("name") == field
    [message] = root.xpath(f"//*[@id='{wrong.get('aria-describedby').split()[-1]}']")
    assert word in " ".join(message.itertext())
    assert (root.findtext(".//textarea") or "") == typed.get("remark", "")
    assert root.xpath("//input[@name='place']/@value") == [typed.get("place", "")]
    zone.refresh_from_db()
    assert zone.version == 1


def test_only_who_must_say_why_reads_so(author: User, boss: User) -> None:
    zone = stored(author, "submitted")
    assert "obligatoria para devolver" in words(client_of(boss).get(f"/zonas/{zone.pk}/"))
    assert "obligatoria" not in words(client_of(author).get(f"/zonas/{zone.pk}/"))


def test_the_pages_take_the_same_queries_however_many_remarks(
    author: User, boss: User, django_assert_max_num_queries: Any
) -> None:
    zone = stored(author)
    browser = client_of(author)
    counts = []
    for remarks in (1, 15):
        ZoneDecision.objects.bulk_create(
            ZoneDecision(
                zone=zone, version=1, decision="return", remark=f"n.º {n}", by=boss, by_name="r"
            )
            for n in range(remarks)
        )
        for path in ("/zonas/", f"/zonas/{zone.pk}/"):
            with django_assert_max_num_queries(40) as found:
                browser.get(path)
            counts.append(len(found))
    assert counts[:2] == counts[2:]


# Feeds


def feed(client: Client, path: str) -> Any:
    response: Any = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def titles(root: Any) -> list[str]:
    found: list[str] = root.xpath("a:entry/a:title/text()", namespaces=ATOM)
    return found


def own_address(browser: Client) -> str:
    browser.post("/zonas/avisos/", {"change": "renew"})
    found = re.search(r'href="http://testserver(/zonas/avisos/[^"]+)"', words_of(browser))
    assert found is not None
    return found[1]


def words_of(browser: Client) -> str:
    return browser.get("/zonas/").content.decode()


def test_everybody_reads_of_approvals_and_of_nothing_else(author: User, boss: User) -> None:
    """Elements that RFC 4287 (4.1.1, 4.1.2) requires of a feed and of an entry are there."""
    kept, taken_back = stored(author, title="Queda"), stored(author, title="No queda")
    for zone in (kept, taken_back):
        decide(client_of(author), zone, "submit", remark="Entre nosotros")
        decide(client_of(boss), zone, "approve", remark="Entre nosotros")
    root = feed(Client(), "/zonas/aprobadas.xml")
    assert titles(root) == ["Aprobada: No queda", "Aprobada: Queda"]
    for path in ("a:id", "a:title", "a:updated", "a:author/a:name"):
        assert root.findtext(path, namespaces=ATOM)
    for entry in root.findall("a:entry", ATOM):
        for name in ("a:id", "a:title", "a:updated"):
            assert entry.findtext(name, namespaces=ATOM)
        link = entry.find("a:link", ATOM).get("href")
        assert link.startswith("http://testserver/zonas/")
    ids = root.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(set(ids)) == 2
    assert "Entre nosotros" not in etree.tostring(root, encoding="unicode")
    decide(client_of(boss), taken_back, "return", remark="Se equivocaron")
    assert titles(feed(Client(), "/zonas/aprobadas.xml")) == ["Aprobada: Queda"]


def test_each_reads_of_their_own_zones_by_an_address_of_their_own(author: User, boss: User) -> None:
    mate = planner("beto")
    zone = stored(author, "submitted", title="La de ana")
    decide(client_of(boss), zone, "return", remark="Falta el puente")
    decide(client_of(mate), stored(mate, title="La de beto"), "submit")
    addresses = {user: own_address(client_of(user)) for user in (author, mate, boss)}
    anybody = Client()  # a feed reader doesn't sign in
    own = feed(anybody, addresses[author])
    assert titles(own) == ["Devuelta a borrador: La de ana"]
    assert "Falta el puente" in etree.tostring(own, encoding="unicode")
    assert titles(feed(anybody, addresses[mate])) == ["Presentada: La de beto"]
    assert len(titles(feed(anybody, addresses[boss]))) == 2
    assert "private" in anybody.get(addresses[author])["Cache-Control"]


def test_a_renewed_address_ends_the_one_before(author: User) -> None:
    browser = client_of(author)
    first = own_address(browser)
    second = own_address(browser)
    assert first != second
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    browser.post("/zonas/avisos/", {"change": "remove"})
    assert Client().get(second).status_code == 404
    assert "/zonas/avisos/1" not in words_of(browser)


@pytest.mark.parametrize("token", ["x", "1-" + "0" * 64, "0-" + "a" * 64, "9" * 30, "1-é"])
def test_a_wrong_token_is_nobodys(author: User, token: str) -> None:
    own_address(client_of(author))
    assert Client().get(f"/zonas/avisos/{token}.xml").status_code == 404


def test_a_token_is_of_one_account_and_dies_with_it(author: User, boss: User) -> None:
    address, other = own_address(client_of(author)), own_address(client_of(boss))
    swapped = re.sub(r"avisos/\d+-", f"avisos/{boss.pk}-", address)
    assert swapped != other
    assert Client().get(swapped).status_code == 404
    User.objects.filter(pk=author.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_a_feed_that_did_not_change_is_not_sent_again(author: User, boss: User) -> None:
    """RFC 9110, 13.1.2."""
    zone = stored(author, "submitted")
    decide(client_of(boss), zone, "return", remark="Falta el puente")
    address = own_address(client_of(author))
    tag = Client().get(address)["ETag"]
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304
    decide(client_of(author), zone, "submit")
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200


def test_who_has_not_signed_in_gets_no_address() -> None:
    assert Client().post("/zonas/avisos/", {"change": "renew"}).status_code == 401
    assert Client().get("/zonas/avisos/").status_code == 405
