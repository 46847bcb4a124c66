"""What an account finds on its own page: the rooms that it works in, and no other's."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from territory.models import Agency, AgencyRole
from tests.frontend.reading import text_of
from tests.processes import agency_of

pytestmark = pytest.mark.django_db

ROOMS = {
    "/participar/procesos/",
    "/participar/moderacion/",
    "/participar/respuestas/",
    "/participar/decisiones/",
    "/publicar/",
    "/trabajos/",
}


def _rooms(client: Client) -> set[str]:
    page = client.get("/cuenta/").content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    return {room for room in ROOMS if f'href="{room}"' in main}


def _signed_in(client: Client, name: str) -> User:
    user = User.objects.create_user(name, password="Una-clave-larga-9")
    client.force_login(user)
    return user


def test_nobody_is_led_to_sign_in_and_back(client: Client) -> None:
    answer = client.get("/cuenta/")
    assert (answer.status_code, answer["Location"]) == (302, "/cuenta/ingresar/?next=/cuenta/")


def test_account_without_a_part_is_told_of_none(client: Client) -> None:
    _signed_in(client, "nadie")
    assert _rooms(client) == {"/trabajos/"}
    assert "En nombre de quién" not in text_of(client, "/cuenta/")


def test_editor_finds_every_room_of_their_agency_and_each_opens(client: Client) -> None:
    user = _signed_in(client, "editora")
    agency = Agency.objects.get(acronym="SGP-PCM")
    AgencyRole.objects.create(user=user, agency=agency, role=AgencyRole.Role.EDITOR)
    rooms = _rooms(client)
    assert rooms == ROOMS - {"/participar/moderacion/"}
    assert {client.get(room).status_code for room in rooms} == {200}
    text = text_of(client, "/cuenta/")
    assert "1. Foros multiactor" in text
    assert "(SGP-PCM): prepara y publica" in text
    assert "ejemplo" not in text.partition("En nombre de quién")[2].partition("Cambiar")[0]


def test_demonstration_is_told_that_its_work_is_a_sample(client: Client) -> None:
    user = _signed_in(client, "muestra")
    agency = Agency.objects.get(acronym="SGP-PCM")
    role = AgencyRole.Role.EDITOR
    AgencyRole.objects.create(user=user, agency=agency, role=role, is_demonstration=True)
    assert _rooms(client) == {"/participar/procesos/", "/trabajos/"}
    assert "lo que hace es un ejemplo" in text_of(client, "/cuenta/")


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ([], ""),
        (["14"], "nada fuera de Lambayeque (14)"),
        (["14", "0801"], "nada fuera de Lambayeque (14), Cusco (0801)"),
        # A unit that the directory has no longer.
        (["99"], "nada fuera de 99"),
    ],
)
def test_a_role_says_for_which_units_it_is(client: Client, units: list[str], said: str) -> None:
    user = _signed_in(client, "regional")
    agency = Agency.objects.get(acronym="SGP-PCM")
    role = AgencyRole.Role.EDITOR
    AgencyRole.objects.create(user=user, agency=agency, role=role, units=units)
    text = text_of(client, "/cuenta/")
    assert ("nada fuera de" in text) == bool(said)
    assert said in text
    assert ("/participar/procesos/" in _rooms(client)) == (not units)


def test_moderator_finds_the_queue(client: Client) -> None:
    user = _signed_in(client, "moderadora")
    user.user_permissions.add(Permission.objects.get(codename="moderate_contribution"))
    assert _rooms(client) == {"/participar/moderacion/", "/trabajos/"}
    assert client.get("/participar/moderacion/").status_code == 200


def test_password_is_changed_by_the_old_one_only(client: Client) -> None:
    user = _signed_in(client, "persona")
    new = {"new_password1": "Otra-clave-larga-7", "new_password2": "Otra-clave-larga-7"}
    answer = client.post("/cuenta/clave/", {"old_password": "no-es", **new})
    assert answer.status_code == 200
    user.refresh_from_db()
    assert user.check_password("Una-clave-larga-9")
    answer = client.post("/cuenta/clave/", {"old_password": "Una-clave-larga-9", **new})
    assert (answer.status_code, answer["Location"]) == (302, "/cuenta/")
    user.refresh_from_db()
    assert user.check_password("Otra-clave-larga-7")


def test_who_looks_after_the_guidelines_is_led_to_them(client: Client) -> None:
    user = _signed_in(client, "ambiente")
    AgencyRole.objects.create(user=user, agency=agency_of(3), role=AgencyRole.Role.EDITOR)
    assert 'href="/comisiones/lineamientos/"' in client.get("/cuenta/").content.decode()
    _signed_in(other := Client(), "transporte")
    assert 'href="/comisiones/lineamientos/"' not in other.get("/cuenta/").content.decode()
