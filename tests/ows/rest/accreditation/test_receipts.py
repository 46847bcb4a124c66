"""Receipts by the API: parties that sign, and hostile ones; nothing is told to strangers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from territory.models import AccreditationReceipt
from tests.accreditation import Exchange, Json, Party, unb64, verify
from tests.registered_parties import registered

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/accreditation/"


@pytest.fixture
def exchange(db: None) -> Exchange:
    return registered()


def post(client: Client, path: str, body: Any) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(f"{ROOT}{path}", text, content_type="application/json")


def keys(client: Client) -> dict[str, bytes]:
    """All keys, as an outsider finds them."""
    register = client.get(ROOT, {"code": "00002941,10001"}).json()
    assert client.get(ROOT).json()["party_keys"] == []
    every = [*register["site_keys"], *register["party_keys"]]
    return {key["key_id"]: unb64(key["public_key"]) for key in every}


def test_from_the_exchange_to_the_verdict(client: Client, exchange: Exchange) -> None:
    answer = post(client, "receipts/", exchange.sent)
    assert answer.status_code == 201
    receipt = answer.json()
    assert "no-store" in answer["Cache-Control"]
    assert verify(receipt, keys(client)) == []
    again = post(client, "receipts/", exchange.sent)
    assert (again.status_code, again.json()) == (200, receipt)
    verdict = post(client, "verify/", {"receipt": receipt}).json()
    assert (verdict["is_good"], verdict["faults"]) == (True, [])


def test_an_altered_receipt(client: Client, exchange: Exchange) -> None:
    receipt = post(client, "receipts/", exchange.sent).json()
    altered = receipt | {"answer": receipt["answer"] | {"outcome": "rejected"}}
    verdict = post(client, "verify/", {"receipt": altered}).json()
    assert not verdict["is_good"]
    assert {fault["code"] for fault in verdict["faults"]} == {"bad_signature", "leaf"}
    moved = receipt | {"number": 2}
    codes = [f["code"] for f in post(client, "verify/", {"receipt": moved}).json()["faults"]]
    assert codes == ["link", "site_signature", "not_in_chain"]


def test_a_chain_by_the_api(client: Client, exchange: Exchange) -> None:
    post(client, "receipts/", exchange.sent)
    # Of today: not public yet.
    assert client.get(f"{ROOT}chain/").content == b""
    assert client.get(ROOT).json()["last"] is None
    row = AccreditationReceipt.objects.get()
    link: Json = {
        "number": row.number,
        "previous": row.previous,
        "leaf": row.leaf,
        "link": row.link,
        "key": row.site_key,
        "signature": row.site_signature,
    }
    verdict = post(client, "verify/", {"chain": [link]}).json()
    assert (verdict["is_good"], verdict["links"]) == (True, 1)
    broken = post(client, "verify/", {"chain": [link | {"number": 2}]}).json()
    assert [(f["line"], f["code"]) for f in broken["faults"]] == [(1, "link")]


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({}, "query"),
        ([], "body"),
        ({"query": {"nuDocumento": "45678912"}}, "query_signature"),
    ],
)
def test_what_is_refused_names_the_member(client: Client, body: Any, parameter: str) -> None:
    answer = post(client, "receipts/", body)
    assert answer.status_code == 400
    assert answer.json()["parameter"] == parameter
    assert "4567" not in answer.content.decode()


def test_a_nonce_again_is_a_conflict(client: Client, exchange: Exchange) -> None:
    post(client, "receipts/", exchange.sent)
    other = Exchange(exchange.facility, exchange.insurer, nonce=exchange.nonce, message=b"otro")
    answer = post(client, "receipts/", other.sent)
    assert answer.status_code == 409


@pytest.mark.parametrize("path", ["receipts/", "verify/"])
@pytest.mark.parametrize(
    "body", [b"\0", b"[" * 60_000, b'{"receipt": "' + b"x" * 3_000_000 + b'"}', b"{" + b"\xff}"]
)
def test_hostile_bodies(client: Client, path: str, body: bytes) -> None:
    answer = post(client, path, body)
    assert 400 <= answer.status_code < 500
    assert len(answer.content) < 2_000


@pytest.mark.parametrize("after", ["-1", "x", "1" * 30, "٣", "1.5"])
def test_after_is_a_number(client: Client, after: str) -> None:
    assert client.get(f"{ROOT}chain/", {"after": after}).status_code == 400


@pytest.mark.parametrize("code", ["x", "1,2", "10001,٠٠٠٠١", ",".join(["10001"] * 51), "\0"])
def test_codes_are_codes(client: Client, code: str) -> None:
    assert client.get(ROOT, {"code": code}).status_code == 400


def test_too_long_a_chain(client: Client) -> None:
    assert post(client, "verify/", {"chain": [0] * 5_001}).status_code == 400
    assert post(client, "verify/", {"chain": [], "receipt": {}}).status_code == 400


def test_a_stranger_signs_nothing(client: Client, exchange: Exchange) -> None:
    stranger = Exchange(Party(exchange.facility.code), exchange.insurer)
    answer = post(client, "receipts/", stranger.sent)
    assert (answer.status_code, answer.json()["parameter"]) == (400, "query.key")
    assert not AccreditationReceipt.objects.exists()
