"""A test that fails while an answer is being sent leaves no query open."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from psycopg.pq import TransactionStatus

from layers.stream import RowStream
from tests.streams import close_streams

pytestmark = pytest.mark.django_db
ITEMS = "/ogc/collections/districts/items"


def status() -> TransactionStatus:
    assert connection.connection is not None
    found: TransactionStatus = connection.connection.info.transaction_status
    return found


@pytest.mark.parametrize(
    "address",
    [
        f"{ITEMS}?f=json&limit=1000",
        f"{ITEMS}?f=csv",
        "/ows/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=districts",
    ],
)
def test_an_unread_answer_ends_with_its_test(client: Client, address: str) -> None:
    """Before the fixtures do: the rollback would wait for its query."""
    unread: Any = client.get(address)
    assert status() is TransactionStatus.ACTIVE
    close_streams()
    assert status() is TransactionStatus.INERROR  # cancelled: what remains is to roll back
    assert unread.status_code == 200


def test_what_was_read_is_not_minded(client: Client) -> None:
    read: Any = client.get(ITEMS, {"f": "csv"})
    assert len(read.getvalue().splitlines()) > 1000
    with RowStream("SELECT 1") as rows:
        assert len(list(rows)) == 1
    close_streams()
    assert status() is TransactionStatus.INTRANS
