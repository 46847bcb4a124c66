"""Which keys open something, and when one stops."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from territory import api_tokens
from territory.models import ApiToken, FacilityAccount
from tests.facilities import CODE, OTHER_CODE, key, reporter
from tests.zones import account

pytestmark = pytest.mark.django_db


def test_a_key_opens_by_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    made = key(reporter("reporta"))
    with django_assert_num_queries(1):
        found = api_tokens.find(made.text)
        assert found is not None
        assert found.user.username == "reporta"


@pytest.mark.parametrize(
    "text",
    ["", "x", "ta_", "ta_0_0", "ta_" + "0" * 16 + "_" + "g" * 64, "\x00" * 85, "٣" * 85, "a" * 200],
)
def test_what_can_be_no_key_asks_nothing(
    text: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert api_tokens.find(text) is None


def test_guessed_and_mixed_keys_open_nothing() -> None:
    user = reporter("reporta")
    one, other = key(user), key(user)
    _ta, key_id, secret = one.text.split("_")
    flipped = f"{int(secret[0], 16) ^ 1:x}{secret[1:]}"
    assert api_tokens.find(f"ta_{key_id}_{flipped}") is None
    assert api_tokens.find(f"ta_{key_id}_{other.text.split('_')[2]}") is None
    assert api_tokens.find(f"ta_{'0' * 16}_{secret}") is None
    # What the database holds is no key either.
    assert api_tokens.find(f"ta_{key_id}_{one.token.digest}") is None


def _expired(token: ApiToken) -> None:
    now = timezone.now()
    token.created_at, token.expires_at = now - dt.timedelta(days=2), now - dt.timedelta(seconds=1)
    token.save()


def _closed(token: ApiToken) -> None:
    token.user.is_active = False
    token.user.save()


def _revoked(token: ApiToken) -> None:
    api_tokens.revoke(token, token.user)


def _dismissed(token: ApiToken) -> None:
    FacilityAccount.objects.filter(user=token.user).delete()
    FacilityAccount.objects.create(user=token.user, facility_code=OTHER_CODE)


def _demonstration(token: ApiToken) -> None:
    FacilityAccount.objects.filter(user=token.user).update(is_demonstration=True)


@pytest.mark.parametrize("ended", [_expired, _closed, _revoked, _dismissed, _demonstration])
def test_it_ends(ended: Callable[[ApiToken], None]) -> None:
    made = key(reporter("reporta"))
    assert api_tokens.find(made.text) is not None
    ended(made.token)
    assert api_tokens.find(made.text) is None


def test_who_ended_it_first_stays_written() -> None:
    made, other = key(reporter("reporta")), account("otra")
    api_tokens.revoke(made.token, made.token.user)
    first = made.token.revoked_at
    api_tokens.revoke(made.token, other)
    made.token.refresh_from_db()
    assert (made.token.revoked_at, made.token.revoked_by) == (first, made.token.user)


def test_its_use_is_written_once_a_minute(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    made = key(reporter("reporta"))
    with django_assert_num_queries(1):
        api_tokens.note_use(made.token)
        api_tokens.note_use(made.token)
    made.token.refresh_from_db()
    assert made.token.last_used_at is not None


def test_a_key_to_report_is_of_a_facility() -> None:
    user = reporter("reporta", CODE)
    with pytest.raises(IntegrityError), transaction.atomic():
        key(user, facility_code=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        key(user, expires_at=timezone.now() - dt.timedelta(days=1))
