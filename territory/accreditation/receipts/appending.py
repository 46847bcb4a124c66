"""Taking a transaction: its signatures held against the parties' keys, and the chain made longer.

One at a time, under a lock that ends with the transaction of the database. What was taken already
is answered with its receipt.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from territory.accreditation.receipts.canonical import (
    NOTHING_BEFORE,
    canonical,
    digest,
    encoded,
)
from territory.accreditation.receipts.keys import has_signed, raw_key
from territory.accreditation.receipts.links import leaf_of, link_bytes, link_hash
from territory.accreditation.receipts.statements import (
    Refused,
    Transaction,
    written_instant,
)
from territory.models import AccreditationKey, AccreditationReceipt
from territory.models.accreditation import MOST_MS
from territory.models.accreditation_receipts import PartyKind
from territory.sql import read_statements
from territory.titles import signing

# Whoever makes the chain longer holds it until the transaction of the database ends.
LOCK = read_statements(Path(__file__).with_suffix(".sql"))["lock"]
# By how much the clocks of two parties, or of one and this site, may differ.
SKEW = dt.timedelta(minutes=2)
# A transaction is handed in while it can still be looked into.
LATEST = dt.timedelta(hours=24)
# A query without an answer is one that was waited for.
WAITED = dt.timedelta(seconds=60)

_MISSING = "Esa clave no es de {who}, o no está registrada."
_NOT_GOOD = "Esa clave de {who} no vale en este momento: venció, fue revocada o aún no vale."
_NOT_SIGNED = "La firma de {who} no es de lo que dice haber firmado."


def append(given: Transaction) -> tuple[AccreditationReceipt, bool]:
    """The receipt, and whether it is a new one; raises Refused."""
    name = digest(given.members)
    keys = _signers(given)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
        known = AccreditationReceipt.objects.filter(transaction=name).first()
        if known is not None:
            return known, False
        if AccreditationReceipt.objects.filter(nonce=given.query["nonce"]).exists():
            raise Refused(
                "nonce_reused",
                "Ese nonce ya está en otra transacción: cada consulta tiene el suyo.",
                "query.nonce",
            )
        last = AccreditationReceipt.objects.order_by("-number").first()
        now = cut(timezone.now())
        at = max(now, last.received_at) if last else now
        for key, who, member in keys:
            if not key.is_good_at(at):
                raise Refused("key_not_valid", _NOT_GOOD.format(who=who), member)
        _check_clocks(given, at)
        return _stored(given, name, at, last), True


def _signers(given: Transaction) -> list[tuple[AccreditationKey, str, str]]:
    """The parties' keys, by which the statements are signed."""
    found = [
        _signer(given.query, given.query_signature, PartyKind.FACILITY, given.facility, "query")
    ]
    if given.answer is None:
        return found
    assert given.answer_signature is not None
    about = {
        "query": digest(given.query),
        "facility": given.facility,
        "insurer": given.insurer,
    }
    for member, value in about.items():
        if given.answer[member] != value:
            raise Refused("other_query", "La respuesta es de otra consulta.", f"answer.{member}")
    return [
        *found,
        _signer(given.answer, given.answer_signature, PartyKind.INSURER, given.insurer, "answer"),
    ]


def _signer(
    statement: dict[str, str], signature: str, kind: PartyKind, code: str, name: str
) -> tuple[AccreditationKey, str, str]:
    who = "la IPRESS" if kind is PartyKind.FACILITY else "la IAFAS"
    key = AccreditationKey.objects.filter(kind=kind, code=code, key_id=statement["key"]).first()
    if key is None:
        raise Refused("unknown_key", _MISSING.format(who=who), f"{name}.key")
    if not has_signed(raw_key(key.public_key), signature, canonical(statement)):
        raise Refused("bad_signature", _NOT_SIGNED.format(who=who), f"{name}_signature")
    return key, who, f"{name}.key"


def _check_clocks(given: Transaction, at: dt.datetime) -> None:
    """The instants of the parties are near each other's, and near this site's."""
    asked, answered = given.asked_at, given.answered_at
    if asked > at + SKEW:
        raise Refused("clock", "La consulta es de después de ahora.", "query.asked_at")
    if asked < at - LATEST:
        raise Refused("clock", "La consulta es de hace más de un día.", "query.asked_at")
    if answered is None:
        if at - asked < WAITED:
            raise Refused("clock", "Aún no pasó un minuto sin respuesta.", "answer")
        return
    if answered > at + SKEW:
        raise Refused("clock", "La respuesta es de después de ahora.", "answer.answered_at")
    if answered < asked - SKEW:
        raise Refused("clock", "La respuesta es anterior a la consulta.", "answer.answered_at")
    if answered - asked > dt.timedelta(milliseconds=MOST_MS):
        raise Refused(
            "clock", "La respuesta tardó más de una hora: no es una.", "answer.answered_at"
        )


def _stored(
    given: Transaction, name: str, at: dt.datetime, last: AccreditationReceipt | None
) -> AccreditationReceipt:
    answered = given.answered_at
    wait = None if answered is None else max(answered - given.asked_at, dt.timedelta(0))
    return AccreditationReceipt.objects.create(
        transaction=name,
        facility_code=given.facility,
        insurer_code=given.insurer,
        outcome=given.outcome or None,
        received_at=at,
        wait_ms=None if wait is None else round(wait / dt.timedelta(milliseconds=1)),
        nonce=given.query["nonce"],
        query=canonical(given.query).decode(),
        query_signature=given.query_signature,
        answer=canonical(given.answer).decode() if given.answer else None,
        answer_signature=given.answer_signature,
        **link_after(last, leaf_of(given, written_instant(at))),
    )


def link_after(last: AccreditationReceipt | None, leaf: str) -> dict[str, Any]:
    """The columns of the link that follows, signed by this site."""
    number = last.number + 1 if last else 1
    previous = last.link if last else NOTHING_BEFORE
    key = signing.key_id(signing.public_key())
    content = link_bytes(number, previous, leaf, key)
    return {
        "number": number,
        "leaf": leaf,
        "previous": previous,
        "link": link_hash(content),
        "site_key": key,
        "site_signature": encoded(signing.sign(content)),
    }


def cut(at: dt.datetime) -> dt.datetime:
    """To the millisecond, as it is written and signed."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
