"""Receipts as parties that know nothing of the site's code ask for them, and hostile ones."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError

from territory.accreditation.receipts.appending import append
from territory.accreditation.receipts.canonical import canonical
from territory.accreditation.receipts.checking import check, written
from territory.accreditation.receipts.statements import Refused, parse_transaction
from territory.models import AccreditationReceipt
from tests.accreditation import (
    Exchange,
    Json,
    b64,
    instant,
    jcs,
    now,
    sha256,
    verify,
)
from tests.territory.accreditation.receipts.taking import refused, site_keys, take

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).parents[4] / "docs/recibos-acreditacion.md"


def test_a_receipt_is_verified_by_cryptography_alone(exchange: Exchange) -> None:
    receipt = json.loads(json.dumps(take(exchange.sent)))
    parties = (exchange.facility, exchange.insurer)
    keys = site_keys() | {party.key_id: party.raw for party in parties}
    assert verify(receipt, keys) == []
    assert check(receipt).is_good
    # Who has the message and the nonce can show what was asked.
    assert exchange.content(exchange.message) == receipt["query"]["content"]


def test_the_code_of_the_guide_verifies_a_receipt(exchange: Exchange) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    scope: dict[str, Any] = {}
    exec(code, scope)
    receipt = take(exchange.sent)
    keys = site_keys() | {p.key_id: p.raw for p in (exchange.facility, exchange.insurer)}
    texts = {name: b64(raw) for name, raw in keys.items()}
    scope["verify"](receipt, texts)
    for change in ({"number": 2}, {"received_at": instant(now())}, {"query_signature": "A" * 86}):
        with pytest.raises((AssertionError, InvalidSignature)):
            scope["verify"](receipt | change, texts)


def test_receipts_are_chained(exchange: Exchange) -> None:
    first = take(exchange.sent)
    second = take(Exchange(exchange.facility, exchange.insurer, outcome="rejected").sent)
    assert (first["number"], first["previous"]) == (1, "0" * 64)
    assert (second["number"], second["previous"]) == (2, first["link"])


def test_the_same_transaction_has_one_receipt(exchange: Exchange) -> None:
    first, again = (append(parse_transaction(exchange.sent)) for _time in range(2))
    assert (first[1], again[1]) == (True, False)
    assert written(first[0]) == written(again[0])
    assert AccreditationReceipt.objects.count() == 1


def test_a_query_without_an_answer(exchange: Exchange) -> None:
    assert refused(exchange.unanswered).code == "clock"
    old = replace(exchange, asked=now(-90))
    receipt = take(old.unanswered)
    assert receipt["answer"] is None
    checked = check(receipt)
    assert checked.is_good
    assert any("no hubo respuesta" in remark for remark in checked.remarks)
    # The answer that comes later is no second transaction.
    with pytest.raises(Refused) as again:
        append(parse_transaction(old.sent))
    assert again.value.code == "nonce_reused"


@pytest.mark.parametrize(
    ("statement", "member", "value"),
    [
        ("query", "asked_at", -30),
        ("query", "content", "0" * 64),
        ("query", "nonce", "0" * 64),
        ("answer", "outcome", "rejected"),
        ("answer", "content", "0" * 64),
        ("answer", "answered_at", -1.5),
    ],
)
def test_what_was_changed_after_signing(
    exchange: Exchange, statement: str, member: str, value: str | float
) -> None:
    """A number is an instant, so many seconds from now."""
    given = value if isinstance(value, str) else instant(now(value))
    sent = exchange.sent
    sent[statement] = sent[statement] | {member: given}
    assert refused(sent).code in ("bad_signature", "other_query")


def test_swapped_parties_and_another_query(exchange: Exchange) -> None:
    sent = exchange.sent
    swapped = sent | {
        "query_signature": sent["answer_signature"],
        "answer_signature": sent["query_signature"],
    }
    assert refused(swapped).code == "bad_signature"
    other = replace(exchange, message=b"otra", nonce=bytes(16))
    mixed = sent | {"answer": other.answer, "answer_signature": other.sent["answer_signature"]}
    assert refused(mixed).code == "other_query"


def test_a_nonce_is_used_once(exchange: Exchange) -> None:
    take(exchange.sent)
    again = replace(exchange, message=b"de otro asegurado")
    with pytest.raises(Refused) as found:
        append(parse_transaction(again.sent))
    assert (found.value.code, found.value.member) == ("nonce_reused", "query.nonce")


@pytest.mark.parametrize(
    ("asked", "answered", "member"),
    [
        (200, 201, "query.asked_at"),
        (-90_000, -89_999, "query.asked_at"),
        (-10, 200, "answer.answered_at"),
        (-10, -200, "answer.answered_at"),
        (-8_000, -10, "answer.answered_at"),
        (60, 60, ""),
        (-1, -60, ""),
    ],
)
def test_clocks(exchange: Exchange, asked: int, answered: int, member: str) -> None:
    sent = replace(exchange, asked=now(asked), answered=now(answered)).sent
    if member:
        assert refused(sent).member == member
    else:
        # Clocks that differ by a minute make no wait of less than nothing.
        append(parse_transaction(sent))
        assert AccreditationReceipt.objects.get().wait_ms == 0


@pytest.mark.parametrize(
    "change",
    [
        {"paciente": "45678912"},
        {"query": None},
        {"query": []},
        {"query_signature": "x" * 86},
        {"query_signature": None},
        {"query_signature": "A" * 85 + "="},
        {"answer": None},
        {"answer_signature": None},
    ],
    ids=str,
)
def test_what_is_no_transaction(exchange: Exchange, change: Json) -> None:
    with pytest.raises(Refused) as found:
        append(parse_transaction(exchange.sent | change))
    assert "4567" not in found.value.message + found.value.member


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("nuDocumento", "45678912"),
        ("facility", "2941"),
        ("facility", "٠٠٠٠٢٩٤١"),
        ("insurer", "10001\n"),
        ("asked_at", "2026-02-30T00:00:00.000Z"),
        ("asked_at", "2026-01-01T00:00:00Z"),
        ("nonce", "A" * 64),
        ("content", 5),
        ("type", "acreditacion.respuesta.1"),
        ("key", "\0" * 16),
    ],
)
def test_what_is_no_query(exchange: Exchange, member: str, value: Any) -> None:
    query = exchange.query | {member: value}
    sent = exchange.sent | {"query": query, "query_signature": exchange.facility.sign(query)}
    with pytest.raises(Refused) as found:
        append(parse_transaction(sent))
    assert found.value.code == "form"
    assert str(value) not in found.value.message


def test_a_hash_is_not_confirmed_without_its_nonce(exchange: Exchange) -> None:
    """Trying documents finds who a plain hash is of; who lacks the nonce finds nobody."""
    document = "45678912"
    near = [f"{number:08}" for number in range(45_678_000, 45_680_000)]

    def tried(hashed: Any, wanted: str) -> list[str]:
        return [one for one in near if hashed(f"270 DNI {one}".encode()) == wanted]

    message = f"270 DNI {document}".encode()
    assert tried(sha256, sha256(message)) == [document]
    own = replace(exchange, message=message)
    receipt = take(own.sent)
    everything = json.dumps(receipt)
    assert own.nonce.hex() not in everything
    prefix = b"acreditacion.contenido.1\n"
    for guess in (b"", bytes(16), bytes.fromhex(receipt["query"]["nonce"])[:16]):
        found = tried(
            lambda text, guess=guess: hashlib.sha256(prefix + guess + text).hexdigest(),
            receipt["query"]["content"],
        )
        assert found == []
    assert tried(own.content, receipt["query"]["content"]) == [document]


def test_nobody_changes_or_deletes_a_receipt(exchange: Exchange) -> None:
    take(exchange.sent)
    for statement in (
        "UPDATE territory_accreditationreceipt SET outcome = 'rejected'",
        "DELETE FROM territory_accreditationreceipt",
    ):
        with (
            pytest.raises((InternalError, ProgrammingError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_canonical_form_is_sorted_and_bare() -> None:
    document = {"b": 1, "a": None, "c": {"z": "x", "y": 2}}
    assert jcs(document) == canonical(document) == b'{"a":null,"b":1,"c":{"y":2,"z":"x"}}'


def test_received_instants_never_go_back(exchange: Exchange) -> None:
    first = take(exchange.sent)
    AccreditationReceipt.objects.create(
        number=2,
        transaction="t",
        facility_code="00002941",
        insurer_code="10001",
        received_at=now(50),
        nonce="n",
        query="{}",
        query_signature="s",
        leaf="l",
        previous=first["link"],
        link="k" * 64,
        site_key="s",
        site_signature="s",
    )
    third = take(Exchange(exchange.facility, exchange.insurer).sent)
    assert third["received_at"] >= instant(now(45))
    assert dt.datetime.fromisoformat(third["received_at"]) > now(20)
