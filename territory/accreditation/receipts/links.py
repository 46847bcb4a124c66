"""How a transaction becomes a link of the chain, and a receipt that both parties keep."""

from __future__ import annotations

import hashlib
from typing import Any

from territory.accreditation.receipts.canonical import canonical, digest
from territory.accreditation.receipts.statements import LINK, TRANSACTION, Transaction


def leaf_of(transaction: Transaction, received_at: str) -> str:
    """What a link says of its transaction: nothing, to who hasn't got all of it."""
    return digest({"type": TRANSACTION, **transaction.members, "received_at": received_at})


def link_document(number: int, previous: str, leaf: str, key: str) -> dict[str, Any]:
    """What the site signs; its hash is what the next one follows."""
    return {"type": LINK, "number": number, "previous": previous, "leaf": leaf, "key": key}


def link_bytes(number: int, previous: str, leaf: str, key: str) -> bytes:
    return canonical(link_document(number, previous, leaf, key))


def link_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
