"""Keys of what not everybody sees: nobody counts by them what is hidden."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from territory.models import Contribution, InterventionZone
from territory.models.contribution_decisions import ContributionDecision
from territory.models.random_keys import RandomKey
from territory.models.reviewed import ReviewedRecord
from tests.contributions import items, moderator, published, sent
from tests.zones import client_of, planner, stored

pytestmark = pytest.mark.django_db


def test_keys_of_zones_follow_no_order_and_are_numbers_of_json() -> None:
    """RFC 8259 §6: integers below 2^53 are read alike by all."""
    author = planner("ana")
    keys = [stored(author).pk for _ in range(20)]
    assert len(set(keys)) == len(keys)
    assert all(0 <= key < 2**53 for key in keys)
    ordered = sorted(keys)
    assert keys != ordered
    assert all(later - former > 1 for former, later in pairwise(ordered))


def with_hidden_rows() -> list[type[Any]]:
    """The models of which some rows are in addresses and others are nobody's yet."""
    reviewed = [model for model in apps.get_models() if issubclass(model, ReviewedRecord)]
    # A decision has the key of its contribution.
    reviewed.remove(ContributionDecision)
    assert len(reviewed) > 9
    return [InterventionZone, Contribution, *reviewed]


@pytest.mark.parametrize("model", with_hidden_rows(), ids=lambda model: model.__name__)
def test_nothing_counts_the_rows_that_are_hidden(model: type[Any]) -> None:
    with connection.cursor() as cursor:
        table, key = model._meta.db_table, model._meta.pk
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, key.column])
        assert cursor.fetchone() == (None,)
    assert isinstance(key.db_default, RandomKey)


def test_who_polls_what_is_published_cannot_count_what_is_not(client: Client) -> None:
    """Of consecutive keys the second published one told how many waited or were refused."""
    someone = moderator()
    seen: list[list[int]] = []
    for hidden in (0, 3):
        published(someone, sent())
        for _ in range(hidden):
            sent()
        published(someone, sent())
        seen.append([int(feature["id"]) for feature in items(client)])
    assert [len(keys) for keys in seen] == [2, 4]
    known = set(Contribution.objects.values_list("pk", flat=True))
    assert len(known) == 7
    for key in seen[-1]:
        # Whoever knows an address knows no other.
        assert known.isdisjoint({key - 2, key - 1, key + 1, key + 2})
        assert client.get(f"/participar/aportes/{key}/").status_code == 200
        assert client.get(f"/participar/aportes/{key + 1}/").status_code == 404


def test_they_are_listed_as_they_came_not_by_their_keys(client: Client) -> None:
    someone = moderator()
    made = [sent(text=f"Aporte número {word} de la plaza.") for word in ("uno", "dos", "tres")]
    page = client_of(someone).get("/participar/moderacion/").content.decode()
    places = [page.index(f"/moderacion/{received.contribution.pk}/") for received in made]
    assert places == sorted(places)
    assert [row.pk for row in Contribution.objects.all()] == [
        received.contribution.pk for received in reversed(made)
    ]


def test_a_zone_of_an_older_key_keeps_its_address() -> None:
    author = planner("ana")
    stored(author, "approved", id=7)
    assert client_of(author).get("/api/v1/zones/7/").json()["id"] == 7
    assert Client().get("/zonas/7/").status_code == 200
