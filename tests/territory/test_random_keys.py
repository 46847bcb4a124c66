"""Keys of what not everybody sees: nobody counts by them what is hidden."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client

from territory.models import InterventionZone
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


def test_nothing_counts_the_zones_that_are_hidden() -> None:
    with connection.cursor() as cursor:
        table = InterventionZone._meta.db_table
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        assert cursor.fetchone() == (None,)


def test_a_zone_of_an_older_key_keeps_its_address() -> None:
    author = planner("ana")
    stored(author, "approved", id=7)
    assert client_of(author).get("/api/v1/zones/7/").json()["id"] == 7
    assert Client().get("/zonas/7/").status_code == 200
