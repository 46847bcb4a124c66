"""``/zonas/`` and its sheets: who sees what, and the review by buttons."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from territory.models import InterventionZone
from tests.zones import (
    CUSCO,
    SIDE,
    WEST,
    client_of,
    planner,
    reviewer,
    square,
    stored,
)

pytestmark = pytest.mark.django_db

ACTORS = ("anonymous", "author", "mate", "reviewer", "admin")
INSIDERS = {"author", "reviewer", "admin"}


@pytest.fixture
def users() -> dict[str, User]:
    admin = User.objects.create(username="jefa", is_superuser=True)
    return {
        "author": planner("ana"),
        "mate": planner("beto"),
        "reviewer": reviewer("rosa"),
        "admin": admin,
    }


def client(users: dict[str, User], actor: str) -> Client:
    return client_of(users[actor]) if actor in users else Client()


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def buttons(response: Any) -> set[str]:
    return set(re.findall(r'name="decision"\s+value="(\w+)"', response.content.decode()))


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("status", ["draft", "submitted", "approved"])
def test_who_sees_a_zone(users: dict[str, User], status: str, actor: str) -> None:
    zone = stored(users["author"], status, title="La zona de ana")
    browser = client(users, actor)
    seen = status == "approved" or actor in INSIDERS
    assert ("La zona de ana" in words(browser.get("/zonas/"))) is seen
    sheet: Any = browser.get(f"/zonas/{zone.pk}/")
    assert sheet.status_code == (200 if seen else 404)
    assert ("La zona de ana" in words(sheet)) is seen
    for page in (browser.get("/zonas/"), sheet):
        if page.status_code == 200:
            assert "private" in page["Cache-Control"]
            assert "Cookie" in page["Vary"]


@pytest.mark.parametrize(
    ("actor", "status", "expected", "can_edit"),
    [
        ("anonymous", "approved", set(), False),
        ("author", "draft", {"submit"}, True),
        ("author", "submitted", {"return"}, False),
        ("author", "approved", set(), False),
        ("mate", "approved", set(), False),
        ("reviewer", "draft", set(), False),
        ("reviewer", "submitted", {"approve", "return"}, False),
        ("reviewer", "approved", {"return"}, False),
        ("admin", "submitted", {"approve", "return"}, False),
    ],
)
def test_only_open_steps_have_buttons(
    users: dict[str, User], actor: str, status: str, expected: set[str], can_edit: bool
) -> None:
    zone = stored(users["author"], status)
    sheet = client(users, actor).get(f"/zonas/{zone.pk}/")
    assert buttons(sheet) == expected
    assert (f"zona={zone.pk}" in sheet.content.decode()) is can_edit


def test_the_sheet_says_what_is_known(users: dict[str, User]) -> None:
    zone = stored(users["author"], "approved", description="Para qué", commitments=[14])
    other = stored(users["author"], "approved", square(WEST + SIDE / 2), title="La vecina")
    hidden = stored(users["author"], "draft", square(WEST + SIDE / 2), title="La oculta")
    zone.title = "Título nuevo"
    zone.save()
    response: Any = Client().get(f"/zonas/{zone.pk}/")
    text, html = words(response), response.content.decode()
    assert "Título nuevo" in text
    assert "Para qué" in text
    assert "14." in text
    assert re.search(r"11 9\d\d,\d ha", text), "11.06 by 10.83 km"
    assert f'href="/t/{CUSCO}/"' in html
    assert "Solo se nombran departamentos" in text
    assert f'href="/zonas/{other.pk}/"' in html
    assert "50,0 %" in text
    assert f'href="/zonas/{hidden.pk}/"' not in html
    assert f"/api/v1/zones/{zone.pk}/versions/1/" in html
    assert "Zona de prueba" in text, "the first version's title"
    assert "fuera del sitio" in text, "no door wrote these versions"


def test_what_a_planner_types_is_text(users: dict[str, User]) -> None:
    title = "<script>alert(1)</script> & «comillas»"
    zone = stored(users["author"], "approved", title=title, description="<b>no</b>")
    for path in ("/zonas/", f"/zonas/{zone.pk}/"):
        html = Client().get(path).content.decode()
        assert "<script>alert" not in html
        assert "<b>no</b>" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; «comillas»" in html


def decide(browser: Client, zone: InterventionZone, decision: str, version: object) -> Any:
    return browser.post(f"/zonas/{zone.pk}/revision/", {"decision": decision, "version": version})


def test_the_review_by_buttons(users: dict[str, User]) -> None:
    zone = stored(users["author"])
    sent = decide(client(users, "author"), zone, "submit", 1)
    assert (sent.status_code, sent["Location"]) == (302, f"/zonas/{zone.pk}/")
    approved = decide(client(users, "reviewer"), zone, "approve", 2)
    assert approved.status_code == 302
    zone.refresh_from_db()
    assert zone.status == "approved"
    assert "rosa" in words(Client().get(f"/zonas/{zone.pk}/"))


@pytest.mark.parametrize(
    ("actor", "decision", "version", "expected"),
    [
        ("author", "approve", 1, 403),
        ("author", "return", 1, 409),
        ("reviewer", "approve", 1, 409),
        ("author", "submit", 7, 412),
        ("author", "burn", 1, 404),
        ("author", "submit", "x", 404),
        ("mate", "submit", 1, 404),
    ],
)
def test_a_step_that_is_refused_changes_nothing(
    users: dict[str, User], actor: str, decision: str, version: object, expected: int
) -> None:
    zone = stored(users["author"])
    response = decide(client(users, actor), zone, decision, version)
    assert response.status_code == expected
    if expected != 404:
        assert "No se cambió nada." in words(response)
    zone.refresh_from_db()
    assert (zone.status, zone.version) == ("draft", 1)


def test_a_step_outside_the_department_is_refused_on_the_page(users: dict[str, User]) -> None:
    zone = stored(users["author"], geometry=square(-77.0, -12.1))
    response = decide(client(users, "author"), zone, "submit", 1)
    assert response.status_code == 403
    assert "del departamento de Cusco" in words(response)


def test_who_has_not_signed_in_takes_no_step(users: dict[str, User]) -> None:
    zone = stored(users["author"], "approved")
    response = decide(Client(), zone, "return", 1)
    assert response.status_code == 401
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(users["author"])
    assert decide(strict, zone, "return", 1).status_code == 403


def test_the_list_turns_its_pages(users: dict[str, User]) -> None:
    for number in range(23):
        stored(users["author"], "approved", title=f"Zona número {number:02d}")
    first, second = Client().get("/zonas/"), Client().get("/zonas/?pagina=2")
    found = [re.findall(r"Zona número (\d\d)", words(page)) for page in (first, second)]
    assert [len(numbers) for numbers in found] == [20, 3]
    assert sorted(found[0] + found[1]) == [f"{number:02d}" for number in range(23)]
    assert "Página 1 de 2" in words(first)


def test_the_list_takes_the_same_queries_however_long(
    users: dict[str, User], django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        stored(users["author"], "approved")
    with django_assert_max_num_queries(4):
        Client().get("/zonas/")


def test_a_number_too_large_is_no_zone() -> None:
    assert Client().get(f"/zonas/{10**30}/").status_code == 404


def test_samples_say_so() -> None:
    demo = planner("demo", is_demonstration=True)
    zone = stored(demo, "approved", title="EJEMPLO · Z", is_sample=True)
    assert "es un ejemplo, no un hecho" in words(Client().get("/zonas/"))
    assert "no entra en ninguna cifra" in words(Client().get(f"/zonas/{zone.pk}/"))


def test_the_header_knows_the_visitor(users: dict[str, User]) -> None:
    assert "Ingresar" in words(Client().get("/compromisos/"))
    page = words(client(users, "author").get("/compromisos/"))
    assert "Salir" in page
    assert "Ingresar" not in page


def test_signing_in_again_leads_not_back_to_itself(users: dict[str, User]) -> None:
    response: Any = client(users, "author").get("/cuenta/ingresar/", {"next": "/cuenta/ingresar/"})
    assert (response.status_code, response["Location"]) == (302, "/cuenta/")
