"""Links of no transaction, so that the length of the public chain says nothing of few queries.

Who subtracts the queries that are published from the links that a day added would learn those that
are withheld. So a day adds as many as what is published of it says (``summaries.public_links``),
and where there were fewer receipts the chain is made longer by links that nobody tells from others.
"""

from __future__ import annotations

import secrets

from django.db import connection, transaction
from django.utils import timezone

from territory.accreditation.receipts.appending import LOCK, cut, link_after
from territory.accreditation.receipts.canonical import digest
from territory.accreditation.receipts.statements import BLANK
from territory.models import AccreditationReceipt

# Under one lock: who hands in a receipt waits for so many at most.
AT_ONCE = 500


def lengthen(length: int) -> int:
    """Add blank links until the chain has so many; how many were added."""
    added = 0
    while some := _add(length):
        added += some
    return added


@transaction.atomic
def _add(length: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    last = AccreditationReceipt.objects.order_by("-number").first()
    missing = length - (last.number if last else 0)
    now = cut(timezone.now())
    made: list[AccreditationReceipt] = []
    for _at in range(min(missing, AT_ONCE)):
        nonce = secrets.token_hex(32)
        received_at = max(now, last.received_at) if last else now
        leaf = digest({"type": BLANK, "nonce": nonce})
        last = AccreditationReceipt(received_at=received_at, nonce=nonce, **link_after(last, leaf))
        made.append(last)
    AccreditationReceipt.objects.bulk_create(made)
    return len(made)
