"""How long the public chain is, which says nothing that isn't published otherwise."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.utils import timezone

from layers.themes.accreditation_activity.from_receipts import publish_receipts
from territory.accreditation.few import MOST_WITHHELD, publishable
from territory.accreditation.receipts import blanks
from territory.accreditation.receipts.appending import append
from territory.accreditation.receipts.chain import check_lines, written_links
from territory.accreditation.receipts.checking import check, written
from territory.accreditation.receipts.length import public, public_length
from territory.accreditation.receipts.statements import parse_transaction
from territory.models import AccreditationDay, AccreditationKey, AccreditationReceipt
from tests.accreditation import Exchange, Json, jcs, sha256
from tests.layers.themes.accreditation_activity.test_from_receipts import publish

pytestmark = pytest.mark.django_db
DAYS_AGO = dt.timedelta(days=3)


@contextmanager
def days_ago(monkeypatch: pytest.MonkeyPatch, days: dt.timedelta) -> Iterator[dt.datetime]:
    """The site's clock so far back."""
    then = timezone.now() - days
    AccreditationKey.objects.update(valid_from=then - dt.timedelta(hours=1))
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "now", lambda: then)
        yield then


def hand_in(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch, number: int, days: dt.timedelta = DAYS_AGO
) -> list[AccreditationReceipt]:
    with days_ago(monkeypatch, days) as then:
        asked = then - dt.timedelta(seconds=60)
        made = [
            Exchange(exchange.facility, exchange.insurer, asked=asked, answered=asked)
            for _at in range(number)
        ]
        return [append(parse_transaction(one.sent))[0] for one in made]


def test_no_day_whose_queries_are_withheld_has_more_than_is_taken_for_it() -> None:
    """Of all days of up to so many queries, by outcomes."""
    hidden = [
        sum(outcomes)
        for outcomes in itertools.product(range(12), repeat=3)
        if sum(outcomes) and publishable(sum(outcomes), outcomes, (None, None)).queries is None
    ]
    assert max(hidden) == MOST_WITHHELD


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_chain_is_as_long_whatever_is_withheld(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """By its length nobody learns how many queries the only facility of the day made."""
    hand_in(exchange, monkeypatch, number)
    publish_receipts()
    assert AccreditationDay.objects.get(feed="recibos").queries is None
    links = list(written_links(public()))
    assert len(links) == MOST_WITHHELD
    assert check_lines([jcs(link) for link in links]).is_whole
    # Nobody tells a blank link from another.
    assert {frozenset(link) for link in links} == {frozenset(links[0])}


def test_of_days_that_hide_nothing_no_link_is_blank(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(exchange, monkeypatch, 7)
    publish_receipts()
    assert (public().count(), AccreditationReceipt.objects.count()) == (7, 7)


def test_what_came_since_is_not_seen_by_the_length(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(exchange, monkeypatch, 7)
    hand_in(exchange, monkeypatch, 4, dt.timedelta(0))
    publish_receipts()
    assert public_length() == public().count() == 7


def test_a_blank_link_is_of_no_transaction_and_can_be_shown_to_be(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = hand_in(exchange, monkeypatch, 1)[0]
    publish_receipts()
    made = AccreditationReceipt.objects.filter(query=None)
    assert made.count() == MOST_WITHHELD - 1
    for blank in made:
        assert blank.leaf == sha256(jcs({"type": "acreditacion.blanco.1", "nonce": blank.nonce}))
        assert (blank.facility_code, blank.outcome, blank.transaction) == (None, None, None)
    assert check(written(receipt)).is_good
    # It isn't counted as a query of anybody.
    assert "0 nuevas, 0 cambiadas, 0 retiradas" in publish("--all")
    assert public().count() == MOST_WITHHELD


def test_blank_links_are_added_a_few_at_a_time(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blanks, "AT_ONCE", 3)
    hand_in(exchange, monkeypatch, 1)
    assert blanks.lengthen(9) == 8
    assert blanks.lengthen(9) == 0
    rows = list(AccreditationReceipt.objects.order_by("number"))
    assert [row.number for row in rows] == list(range(1, 10))
    assert all(b.previous == a.link for a, b in itertools.pairwise(rows))


def test_a_link_is_of_a_transaction_or_blank_and_nothing_between() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AccreditationReceipt.objects.create(
            number=1, received_at=timezone.now(), nonce="n", facility_code="00002941"
        )


def test_how_long_the_chain_is_at_the_moment_is_not_told_by_guesses(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks of made-up receipts each second would learn the instants of others' queries."""
    (receipt,) = hand_in(exchange, monkeypatch, 1, dt.timedelta(0))
    made_up: Json = written(receipt) | {"link": "0" * 64}
    told = [
        {fault.code for fault in check(made_up | {"number": number}).faults}
        & {"not_in_chain", "forked"}
        for number in (receipt.number, receipt.number + 1, 1_000)
    ]
    assert told == [{"not_in_chain"}] * 3
    assert check(written(receipt)).is_good


def test_the_chains_end_is_of_what_is_published(exchange: Exchange) -> None:
    append(parse_transaction(exchange.sent))
    publish_receipts()
    with pytest.raises(ObjectDoesNotExist):
        public().get()
