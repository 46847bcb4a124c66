"""``/cuenta/claves/`` and the administration's keys: shown once, ended at once, nobody else's."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from territory import api_tokens
from territory.models import ApiToken, FacilityAccount, TokenScope
from tests.facilities import CODE, facility, key, reporter
from tests.frontend.reading import text_of
from tests.zones import account, client_of

pytestmark = pytest.mark.django_db
PATH = "/cuenta/claves/"
_KEY = re.compile(r"ta_[0-9a-f]{16}_[0-9a-f]{64}")


def form(client: Client, **values: object) -> dict[str, object]:
    held = FacilityAccount.objects.get(user__username="reporta")
    given = {"facility": held.pk, "scope": TokenScope.REPORT_BEDS, "name": "triaje", "days": 30}
    return given | values


def test_who_is_nobody_is_led_to_sign_in() -> None:
    answer = Client().get(PATH)
    assert (answer.status_code, answer["Location"]) == (302, f"/cuenta/ingresar/?next={PATH}")


def test_a_key_is_shown_once() -> None:
    client = client_of(reporter("reporta"))
    assert f'href="{PATH}"' in client.get("/cuenta/").content.decode()
    answer = client.post(PATH, form(client))
    assert "no-store" in answer["Cache-Control"]
    (text,) = set(_KEY.findall(answer.content.decode()))
    token = api_tokens.find(text)
    assert token is not None
    assert (token.facility_code, token.name) == (CODE, "triaje")
    again = client.get(PATH).content.decode()
    assert token.key_id in again
    assert not _KEY.findall(again)


def test_it_is_revoked_by_its_account_alone() -> None:
    client, made = client_of(reporter("reporta")), None
    made = key(FacilityAccount.objects.get().user)
    path = f"{PATH}{made.token.key_id}/revocar/"
    assert client_of(reporter("otra")).post(path).status_code == 404
    assert Client().post(path).status_code == 302
    assert client.get(path).status_code == 405
    assert api_tokens.find(made.text) is not None
    assert client.post(path).status_code == 302
    assert api_tokens.find(made.text) is None
    assert "revocada el" in text_of(client, PATH)


def test_without_the_forms_own_key_nothing_is_made_or_ended() -> None:
    user = reporter("reporta")
    made = key(user)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.post(PATH, form(client)).status_code == 403
    assert client.post(f"{PATH}{made.token.key_id}/revocar/").status_code == 403
    assert ApiToken.objects.get().is_valid


@pytest.mark.parametrize(
    "values",
    [
        {"facility": 10**9},
        {"facility": "x"},
        {"scope": "all"},
        {"days": 36500},
        {"name": ""},
        {"name": "<script>alert(1)</script>\u202e"},
        {"name": "a\x00b"},
    ],
)
def test_bad_input_is_refused(values: dict[str, object]) -> None:
    client = client_of(reporter("reporta"))
    answer = client.post(PATH, form(client, **values))
    assert answer.status_code == 400
    assert "<script>alert" not in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_foreign_facility_is_no_choice() -> None:
    client = client_of(reporter("reporta"))
    reporter("otra", "00000007")
    foreign = FacilityAccount.objects.get(user__username="otra")
    assert client.post(PATH, form(client, facility=foreign.pk)).status_code == 400


def test_queries_do_not_grow_with_keys(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = reporter("reporta")
    key(user)
    client = client_of(user)
    client.get(PATH)
    with django_assert_num_queries(8) as few:
        client.get(PATH)
    for _ in range(15):
        key(user)
    with django_assert_num_queries(len(few)):
        client.get(PATH)


def test_who_acts_for_no_facility_is_told_so() -> None:
    client = client_of(account("nadie"))
    assert "no actúa por ningún establecimiento" in text_of(client, PATH)


ADMIN = "/admin/territory/apitoken/"


def test_administration_makes_and_ends_keys_of_others() -> None:
    client = client_of(account("jefa", is_staff=True, is_superuser=True))
    held = FacilityAccount.objects.get(user=reporter("reporta"))
    data = {"facility": held.pk, "scope": "report_beds", "name": "triaje", "days": 90}
    answer = client.post(f"{ADMIN}add/", data)
    (text,) = set(_KEY.findall(answer.content.decode()))
    token = api_tokens.find(text)
    assert token is not None
    assert (token.user.username, token.created_by and token.created_by.username) == (
        "reporta",
        "jefa",
    )
    for path in (ADMIN, f"{ADMIN}{token.pk}/change/"):
        shown = client.get(path)
        assert shown.status_code == 200
        assert token.key_id in shown.content.decode()
        assert token.digest not in shown.content.decode()
    client.post(ADMIN, {"action": "end", "_selected_action": [token.pk]})
    assert api_tokens.find(text) is None
    assert client.post(f"{ADMIN}{token.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{ADMIN}add/", data | {"name": "\u202e"}).status_code == 200
    assert ApiToken.objects.count() == 1


def test_staff_without_the_permission_make_none() -> None:
    client = client_of(account("personal", is_staff=True))
    assert client.get(f"{ADMIN}add/").status_code == 403
    assert client.get(ADMIN).status_code == 403


def test_an_account_acts_for_a_facility_of_the_register() -> None:
    client = client_of(account("jefa", is_staff=True, is_superuser=True))
    facility(CODE)
    user = account("nueva")
    path = "/admin/territory/facilityaccount/add/"
    wrong = client.post(path, {"user": user.pk, "facility_code": "00000007"})
    assert "Ningún establecimiento del registro" in wrong.content.decode()
    wrong = client.post(path, {"user": user.pk, "facility_code": CODE, "is_demonstration": "on"})
    assert wrong.status_code == 200
    assert client.post(path, {"user": user.pk, "facility_code": CODE}).status_code == 302
    assert FacilityAccount.objects.get().facility_code == CODE
