"""What comes in: codes that are kept nowhere, bad input, floods, proofs of work."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from layers.errors import InvalidGeometry, InvalidParameter, TooManyRequests
from layers.participation.admission import PLAIN, admit, by_code
from territory.models import Contribution, LimitMark
from territory.participation.codes import digest_of, new_code, read_code
from territory.participation.limits import Limit, forget_expired
from territory.participation.proofs import BITS, new_challenge, proves
from tests.contributions import moderator, point, published, sent

pytestmark = pytest.mark.django_db


def test_the_code_is_kept_nowhere() -> None:
    received = sent()
    assert received.contribution.code_hash == digest_of(received.code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM territory_contribution c")
        assert received.code not in str(cursor.fetchall())
    typed = "-".join((received.code[:5], received.code[5:])).upper()
    assert read_code(typed) == received.code
    assert by_code("192.0.2.1", typed) == received.contribution


def test_script_in_a_text_is_text(client: Client) -> None:
    hostile = "<script>alert(1)</script> y <img src=x onerror=alert(1)>"
    found = published(moderator(), sent(text=hostile))
    found.refresh_from_db()
    assert found.unit_id
    for path in ("/participar/", f"/participar/aportes/{found.pk}/"):
        assert "<script>alert" not in client.get(path).content.decode()
    # RFC 4287 §3.1.1.2: of type html the text is HTML once it was unescaped.
    feed = client.get(f"/participar/area/{found.unit_id}.atom").content.decode()
    assert "&amp;lt;script&amp;gt;" in feed


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"text": "corto"}, InvalidParameter),
        ({"text": "x" * 4_001}, InvalidParameter),
        ({"commitment": 19}, InvalidParameter),
        ({"geom": None}, InvalidParameter),
        ({"geom": None, "unit": "999999"}, InvalidParameter),
        ({"geom": point(-13.5, -71.9)}, InvalidGeometry),
    ],
)
def test_bad_input(values: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        sent(**values)
    assert not Contribution.objects.exists()


@pytest.mark.usefixtures("one_window")
def test_a_flood_has_to_wait_and_leaves_no_address() -> None:
    for _ in range(PLAIN.most):
        admit("203.0.113.7")
    with pytest.raises(TooManyRequests):
        admit("203.0.113.7")
    admit("203.0.113.8")
    assert "203.0.113" not in str(list(LimitMark.objects.values()))


@pytest.mark.usefixtures("one_window")
def test_an_ipv6_network_counts_as_one() -> None:
    limit = Limit("prueba", 1, 60)
    assert limit.note("2001:db8::1") == 0
    assert limit.note("2001:db8::2") > 0
    assert limit.note("2001:db8:0:1::1") == 0


def test_what_was_counted_is_forgotten_with_its_window() -> None:
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    Limit("prueba", 1, 60).note("192.0.2.1", now)
    assert forget_expired() == 1
    assert not LimitMark.objects.exists()


@pytest.mark.usefixtures("one_window")
def test_guessing_codes_has_to_wait(client: Client) -> None:
    for _ in range(20):
        assert client.get(f"/participar/aporte/{new_code()}/").status_code == 404
    waiting = client.get(f"/participar/aporte/{new_code()}/")
    assert waiting.status_code == 429
    assert int(waiting["Retry-After"]) > 0


def test_a_proof_is_taken_once_and_only_if_it_is_one() -> None:
    challenge = new_challenge()
    nonce = 0
    while int.from_bytes(hashlib.sha256(f"{challenge}:{nonce}".encode()).digest()[:2], "big"):
        nonce += 1
    assert BITS == 16
    assert not proves(challenge, str(nonce + 1))
    assert not proves(f"{challenge}x", str(nonce))
    assert proves(challenge, str(nonce))
    assert not proves(challenge, str(nonce))
