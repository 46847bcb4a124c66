"""``/api/v1/session/`` and HTTP Basic at the services."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from territory import attempts
from tests.zones import (
    CUSCO,
    PASSWORD,
    client_of,
    feature,
    planner,
    reviewer,
    stored,
)

pytestmark = pytest.mark.django_db

SESSION = "/api/v1/session/"


def basic(name: str, password: str = PASSWORD) -> dict[str, str]:
    credentials = base64.b64encode(f"{name}:{password}".encode()).decode()
    return {"Authorization": f"Basic {credentials}"}


def test_anonymous() -> None:
    response: Any = Client().get(SESSION, {"next": "/zonas/7/"})
    session = response.json()
    assert response["Cache-Control"] == "no-store"
    assert session.pop("csrf_token")
    assert session == {
        "authenticated": False,
        "username": "",
        "name": "",
        "role": "anonymous",
        "department": None,
        "can_draw": False,
        "login_url": "/cuenta/ingresar/?next=%2Fzonas%2F7%2F",
        "logout_url": "/cuenta/salir/",
    }


@pytest.mark.parametrize("target", ["//example.org/", "https://example.org/", "javascript:x"])
def test_nobody_is_sent_elsewhere(target: str) -> None:
    session = Client().get(SESSION, {"next": target}).json()
    assert session["login_url"] == "/cuenta/ingresar/?next=%2Fmapa%2F"


def test_a_planner() -> None:
    session = client_of(planner("ana")).get(SESSION).json()
    assert (session["username"], session["name"]) == ("ana", "Nombre de ana")
    assert (session["role"], session["can_draw"]) == ("planner", True)
    assert (session["department"]["ubigeo"], session["department"]["name"]) == (CUSCO, "Cusco")
    west, south, east, north = session["department"]["extent"]
    assert west < -72 < east
    assert south < -13.5 < north


def test_a_reviewer_does_not_draw() -> None:
    session = client_of(reviewer("rosa")).get(SESSION).json()
    assert (session["role"], session["can_draw"], session["department"]) == (
        "reviewer",
        False,
        None,
    )


def test_basic_names_whom_a_program_acts_for() -> None:
    zone = stored(planner("ana"))
    path = f"/api/v1/zones/{zone.pk}/"
    client = Client(enforce_csrf_checks=True)
    assert client.get(SESSION, headers=basic("ana")).json()["username"] == "ana"
    assert client.get(path, headers=basic("ana")).status_code == 200
    assert client.get(path).status_code == 404
    written: Any = client.post(
        "/api/v1/zones/", feature(), content_type="application/json", headers=basic("ana")
    )
    assert written.status_code == 201


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/api/v1/zones/", "application/problem+json"),
        ("/ogc/collections", "application/problem+json"),
        ("/ows/wfs?service=WFS&request=GetCapabilities", "application/xml"),
    ],
)
@pytest.mark.parametrize("header", [basic("ana", "otra"), {"Authorization": "Basic ###"}])
def test_wrong_credentials_are_refused(path: str, form: str, header: dict[str, str]) -> None:
    planner("ana")
    response: Any = Client().get(path, headers=header)
    assert response.status_code == 401
    assert response["Content-Type"].startswith(form)
    assert response["WWW-Authenticate"].startswith('Basic realm="Territorio Abierto"')


def test_the_pages_know_no_basic() -> None:
    planner("ana")
    assert Client().get("/", headers=basic("ana", "otra")).status_code == 200


def test_a_verified_header_is_remembered_until_the_account_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user = planner("ana")
    client = Client()
    assert client.get(SESSION, headers=basic("ana")).json()["username"] == "ana"

    def hashed_again(*_: object, **__: object) -> None:
        raise AssertionError("the password was hashed again")

    with monkeypatch.context() as patched:
        patched.setattr("config.accounts_backend.LimitedBackend.authenticate", hashed_again)
        assert client.get(SESSION, headers=basic("ana")).json()["username"] == "ana"
    user.is_active = False
    user.save()
    assert client.get(SESSION, headers=basic("ana")).status_code == 401
    user.is_active = True
    user.set_password("una clave nueva")
    user.save()
    assert client.get(SESSION, headers=basic("ana")).status_code == 401
    assert client.get(SESSION, headers=basic("ana", "una clave nueva")).status_code == 200


@pytest.mark.usefixtures("one_window")
def test_guessing_ends_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "MAX_OF_ACCOUNT", 3)
    planner("ana")
    client = Client()
    for number in range(3):
        assert client.get(SESSION, headers=basic("ana", f"{number}")).status_code == 401
    waiting: Any = client.get(SESSION, headers=basic("ana"))
    assert waiting.status_code == 429
    assert waiting["Retry-After"] == str(attempts.WINDOW_S)
    assert waiting.json()["code"] == "TooManyAttempts"
    form: Any = client.post("/cuenta/ingresar/", {"username": "ana", "password": PASSWORD})
    assert "Demasiados intentos" in form.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.get(SESSION, headers=basic("ana")).status_code == 200


@pytest.mark.usefixtures("one_window")
def test_an_address_that_tries_many_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "MAX_OF_ADDRESS", 3)
    planner("ana")
    client = Client()
    for number in range(3):
        client.get(SESSION, headers=basic(f"quien-{number}", "x"))
    assert client.get(SESSION, headers=basic("ana")).status_code == 429


@pytest.mark.usefixtures("one_window")
def test_failures_outlast_whatever_else_is_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "MAX_OF_ACCOUNT", 3)
    planner("ana")
    client = Client()
    for number in range(3):
        client.get(SESSION, headers=basic("ana", f"{number}"))
    caching: Any = settings.CACHES
    for number in range(caching["default"]["OPTIONS"]["MAX_ENTRIES"] * 2):
        cache.set(f"other:{number}", number)
    assert client.get(SESSION, headers=basic("ana")).status_code == 429


def test_signing_in_and_out() -> None:
    planner("ana")
    client = Client()
    form = {"username": "ana", "password": "otra", "next": "/zonas/"}
    wrong: Any = client.post("/cuenta/ingresar/", form)
    assert "no son correctos" in wrong.content.decode()
    right: Any = client.post("/cuenta/ingresar/", form | {"password": PASSWORD})
    assert (right.status_code, right["Location"]) == (302, "/zonas/")
    assert client.get(SESSION).json()["authenticated"]
    assert client.get("/cuenta/salir/").status_code == 405
    client.post("/cuenta/salir/")
    assert not client.get(SESSION).json()["authenticated"]


def test_signing_in_leads_nowhere_else() -> None:
    planner("ana")
    form = {"username": "ana", "password": PASSWORD, "next": "https://example.org/"}
    response: Any = Client().post("/cuenta/ingresar/", form)
    assert response["Location"] == "/cuenta/"
