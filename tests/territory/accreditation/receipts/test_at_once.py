"""Transactions handed in by several at once make one chain."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pgtrigger
import pytest
from django.db import connection

from territory.accreditation.receipts.appending import append
from territory.accreditation.receipts.statements import parse_transaction
from territory.models import AccreditationKey, AccreditationReceipt
from tests.accreditation import Exchange, Json
from tests.registered_parties import registered


@pytest.fixture
def parties(committed_db: None) -> Iterator[Exchange]:
    yield registered()
    with pgtrigger.ignore("territory.AccreditationReceipt:accreditation_receipt_kept"):
        AccreditationReceipt.objects.all().delete()
    AccreditationKey.objects.all().delete()


def hand_in(own: list[Json]) -> None:
    try:
        for one in own:
            append(parse_transaction(one))
    finally:
        connection.close()


def test_many_at_once_make_one_chain(parties: Exchange) -> None:
    sent = [Exchange(parties.facility, parties.insurer).sent for _at in range(12)]
    # Each is handed in twice, by two of four threads.
    parts = [sent[:6], sent[6:], sent[3:9], sent[9:] + sent[:3]]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(hand_in, parts))
    rows = list(AccreditationReceipt.objects.order_by("number"))
    assert [row.number for row in rows] == list(range(1, 13))
    for before, after in itertools.pairwise(rows):
        assert after.previous == before.link
        assert after.received_at >= before.received_at
