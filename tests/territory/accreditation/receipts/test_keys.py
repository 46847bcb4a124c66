"""Keys that sign, and those that are no more, not yet or never good for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.exceptions import ValidationError

from territory.accreditation.receipts.checking import check
from territory.models import AccreditationKey
from tests.accreditation import (
    Exchange,
    Party,
    b64,
    now,
)
from tests.registered_parties import register
from tests.territory.accreditation.receipts.taking import refused, take

pytestmark = pytest.mark.django_db


def test_a_key_of_somebody_else(exchange: Exchange) -> None:
    stranger = Party(exchange.facility.code)
    assert refused(replace(exchange, facility=stranger).sent).code == "unknown_key"
    other = Party("00002942")
    register(other)
    query = exchange.query | {"key": other.key_id}
    sent = exchange.sent | {"query": query, "query_signature": other.sign(query)}
    assert refused(sent).member == "query.key"
    # An insurer's key signs no query.
    query = exchange.query | {"key": exchange.insurer.key_id}
    sent = exchange.sent | {"query": query, "query_signature": exchange.insurer.sign(query)}
    assert refused(sent).code == "unknown_key"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"revoked_at": -1}, "key_not_valid"),
        ({"valid_until": -1}, "key_not_valid"),
        ({"valid_from": 86_400}, "key_not_valid"),
        ({"revoked_at": 86_400, "valid_until": 90_000}, ""),
    ],
    ids=["revoked", "ended", "not yet", "good"],
)
def test_when_a_key_is_good(exchange: Exchange, values: dict[str, float], code: str) -> None:
    at = {name: now(seconds) for name, seconds in values.items()}
    AccreditationKey.objects.filter(code=exchange.insurer.code).update(**at)
    if code:
        assert refused(exchange.sent).code == code
    else:
        assert take(exchange.sent)["number"] == 1


def test_what_was_received_before_a_revocation_stays_good(exchange: Exchange) -> None:
    receipt = take(exchange.sent)
    key = AccreditationKey.objects.filter(code=exchange.facility.code)
    key.update(revoked_at=now(5))
    checked = check(receipt)
    assert checked.is_good
    assert "revocada después" in checked.remarks[0]
    key.update(revoked_at=now(-60))
    assert [fault.code for fault in check(receipt).faults] == ["key_not_valid"]


def test_a_new_key_beside_the_old_one(exchange: Exchange) -> None:
    old = take(exchange.sent)
    AccreditationKey.objects.filter(code=exchange.facility.code).update(valid_until=now(0.001))
    successor = Party(exchange.facility.code)
    register(successor)
    assert take(Exchange(successor, exchange.insurer).sent)["number"] == 2
    assert check(old).is_good


SMALL = ["00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f", "01" + "00" * 30 + "80"]


@pytest.mark.parametrize("text", SMALL)
def test_a_key_by_which_anybody_signs_is_no_key(text: str, db: None) -> None:
    party = Party("00002941")
    key = AccreditationKey(
        kind="facility",
        code=party.code,
        name="x",
        public_key=b64(bytes.fromhex(text)),
    )
    with pytest.raises(ValidationError) as found:
        key.full_clean(exclude=["key_id"])
    assert "public_key" in found.value.message_dict


def test_why_it_is_none() -> None:
    """By the neutral point the same signature is of every message."""
    neutral = Ed25519PublicKey.from_public_bytes(bytes.fromhex("01" + "00" * 31))
    forged = bytes.fromhex("01" + "00" * 31) + bytes(32)
    for message in (b"acepto", b"rechazo"):
        neutral.verify(forged, message)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "2941"}, "code"),
        ({"code": "99000001"}, "code"),
        ({"kind": "insurer"}, "code"),
        ({"public_key": "corta"}, "public_key"),
        ({"kind": "otra"}, "kind"),
    ],
)
def test_a_key_that_is_not_registered(values: dict[str, str], field: str) -> None:
    good = {
        "kind": "facility",
        "code": "00002941",
        "name": "HOSPITAL",
        "public_key": b64(Party("00002941").raw),
    }
    with pytest.raises(ValidationError) as found:
        AccreditationKey(**good | values).full_clean(exclude=["key_id"])
    assert field in found.value.message_dict
