"""The public chain: what it says, and where a copy of it breaks."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from layers.themes.accreditation_activity.from_receipts import publish_receipts
from territory.accreditation.receipts.appending import append
from territory.accreditation.receipts.chain import check_lines, written_links
from territory.accreditation.receipts.length import public
from territory.accreditation.receipts.statements import parse_transaction
from territory.models import AccreditationKey, AccreditationReceipt
from territory.titles import signing
from tests.accreditation import Exchange, Json, b64, jcs, sha256, unb64

pytestmark = pytest.mark.django_db
LENGTH = 8


@pytest.fixture
def links(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> list[Json]:
    """A chain of yesterday."""
    yesterday = timezone.now() - dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: yesterday)
    AccreditationKey.objects.update(valid_from=yesterday - dt.timedelta(hours=1))
    for at in range(LENGTH):
        asked = yesterday - dt.timedelta(seconds=60 - at)
        made = Exchange(exchange.facility, exchange.insurer, asked=asked, answered=asked)
        append(parse_transaction(made.sent))
    monkeypatch.undo()
    publish_receipts()
    return list(written_links(public()))


def lines(links: list[Json]) -> list[str]:
    return [json.dumps(link) for link in links]


def test_the_chain_says_neither_who_nor_when(links: list[Json], exchange: Exchange) -> None:
    assert len(links) == LENGTH
    said = "".join(lines(links))
    receipt = AccreditationReceipt.objects.first()
    assert receipt is not None
    secrets = (exchange.facility.code, exchange.insurer.code, exchange.facility.key_id)
    for secret in (*secrets, receipt.nonce, str(receipt.transaction), "accepted"):
        assert secret not in said
    assert {frozenset(link) for link in links} == {
        frozenset({"number", "previous", "leaf", "link", "key", "signature"})
    }
    verdict = check_lines(lines(links))
    assert verdict.is_whole
    assert (verdict.links, verdict.last) == (LENGTH, LENGTH)


def test_what_is_of_today_is_not_public_yet(exchange: Exchange) -> None:
    append(parse_transaction(exchange.sent))
    publish_receipts()
    assert not public().exists()


def test_an_outsider_verifies_it_by_cryptography_alone(links: list[Json]) -> None:
    before = "0" * 64
    for number, link in enumerate(links, start=1):
        document = {"type": "acreditacion.eslabon.1"} | {
            name: link[name] for name in ("number", "previous", "leaf", "key")
        }
        assert (link["number"], link["previous"]) == (number, before)
        assert link["link"] == sha256(jcs(document))
        before = link["link"]
        (key,) = signing.public_keys()
        assert b64(signing.sign(jcs(document))) == link["signature"]
        key.verify(unb64(link["signature"]), jcs(document))


def swapped(links: list[Json]) -> list[Json]:
    return [*links[:2], links[3], links[2], *links[4:]]


def without_one(links: list[Json]) -> list[Json]:
    return [*links[:3], *links[4:]]


def repeated(links: list[Json]) -> list[Json]:
    return [*links[:3], links[2], *links[3:]]


def changed(member: str, value: Any) -> Callable[[list[Json]], list[Json]]:
    def change(links: list[Json]) -> list[Json]:
        return [*links[:4], links[4] | {member: value}, *links[5:]]

    return change


@pytest.mark.parametrize(
    ("change", "line", "code"),
    [
        (swapped, 3, "order"),
        (without_one, 4, "order"),
        (repeated, 4, "order"),
        (changed("leaf", "0" * 64), 5, "link"),
        (changed("previous", "0" * 64), 5, "link"),
        (changed("number", 6), 5, "link"),
        (changed("link", "0" * 64), 5, "link"),
        (changed("signature", "A" * 86), 5, "signature"),
        (changed("key", "0" * 16), 5, "link"),
        (changed("number", True), 5, "form"),
        (changed("number", 2**70), 5, "form"),
        (changed("leaf", None), 5, "form"),
        (changed("dni", "45678912"), 5, "form"),
    ],
)
def test_where_a_chain_breaks(
    links: list[Json], change: Callable[[list[Json]], list[Json]], line: int, code: str
) -> None:
    verdict = check_lines(lines(change(links)))
    assert (verdict.breaks[0].line, verdict.breaks[0].code) == (line, code)
    assert not verdict.is_whole
    assert not any("4567" in one.message for one in verdict.breaks)


def test_a_chain_that_ends_before_the_sites(links: list[Json]) -> None:
    verdict = check_lines(lines(links[:5]))
    assert not verdict.breaks
    assert (verdict.last, verdict.missing) == (5, 3)
    assert not verdict.is_whole
    # From the middle on it holds too.
    assert not check_lines(lines(links[3:])).breaks


def test_a_fork_that_the_site_itself_signed(links: list[Json]) -> None:
    """Another fifth link with the site's own key: it holds by itself, and isn't in the chain."""
    document: Json = {
        "type": "acreditacion.eslabon.1",
        "number": 5,
        "previous": links[3]["link"],
        "leaf": "a" * 64,
        "key": links[0]["key"],
    }
    fork = {name: document[name] for name in ("number", "previous", "leaf", "key")} | {
        "link": sha256(jcs(document)),
        "signature": b64(signing.sign(jcs(document))),
    }
    verdict = check_lines(lines([*links[:4], fork]))
    assert [(one.line, one.number, one.code) for one in verdict.breaks] == [(5, 5, "forked")]
    # What follows the fork's brother doesn't follow it.
    after = check_lines(lines([*links[:4], fork, links[5]]))
    assert [one.code for one in after.breaks] == ["forked", "previous"]


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "null", "5", '"x"', "\0", '{"number": NaN}'])
def test_what_is_no_link(links: list[Json], text: str) -> None:
    verdict = check_lines([*lines(links[:2]), text])
    assert [(one.line, one.code) for one in verdict.breaks] == [(3, "form")]


def test_many_breaks_are_told_up_to_a_bound(links: list[Json]) -> None:
    verdict = check_lines(["{}"] * 5_000)
    assert (verdict.links, len(verdict.breaks)) == (5_000, 20)
