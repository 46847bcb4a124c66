"""Daily summaries of receipts, recomputed by pandas."""

from __future__ import annotations

import datetime as dt
import random
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from django.core.management import call_command

from layers.jobs.kinds import named
from layers.progress import Unwatched
from layers.themes.accreditation_activity import from_receipts
from territory.accreditation.receipts.length import public_length
from territory.accreditation.receipts.summaries import summaries
from territory.models import AccreditationActivity, AccreditationDay, AccreditationReceipt
from tests.registered_parties import registered

pytestmark = pytest.mark.django_db

LIMA = ZoneInfo("America/Lima")
MIDNIGHT = dt.datetime(2025, 5, 17, tzinfo=LIMA)
NUMBERS = ["queries", "accepted", "rejected", "unanswered"]


def receipts(number: int) -> pd.DataFrame:
    """Rows as they would be signed, over two facilities and the midnight of Lima."""
    chance = random.Random(7)
    rows: list[dict[str, Any]] = []
    for at in range(number):
        outcome = chance.choice(["accepted"] * 5 + ["rejected"] * 2 + [""])
        rows.append(
            {
                "number": at + 1,
                "facility_code": chance.choice(["00002941", "00002942"]),
                "insurer_code": "10001",
                "outcome": outcome,
                "received_at": MIDNIGHT + dt.timedelta(minutes=chance.randint(-600, 600)),
                "wait_ms": chance.randint(100, 9_000) if outcome else None,
            }
        )
    return pd.DataFrame(rows)


def store(frame: pd.DataFrame) -> None:
    AccreditationReceipt.objects.bulk_create(
        AccreditationReceipt(
            number=row["number"],
            facility_code=row["facility_code"],
            insurer_code=row["insurer_code"],
            received_at=row["received_at"],
            outcome=row["outcome"] or None,
            wait_ms=None if pd.isna(row["wait_ms"]) else int(row["wait_ms"]),
            transaction=f"t{row['number']}",
            nonce=f"n{row['number']}",
            previous=f"p{row['number']}",
            link=f"k{row['number']}",
            query="{}",
            query_signature="s",
            answer="{}" if row["outcome"] else None,
            answer_signature="s" if row["outcome"] else None,
        )
        for row in frame.to_dict("records")
    )


def publish(*options: str) -> str:
    out = StringIO()
    call_command("publish_receipts", *options, stdout=out)
    return out.getvalue()


def test_summaries_against_pandas() -> None:
    registered()
    frame = receipts(400)
    store(frame)
    assert "4 nuevas" in publish()
    frame["day"] = frame["received_at"].map(lambda at: at.astimezone(LIMA).date())
    for (facility, day), own in frame.groupby(["facility_code", "day"]):
        found = AccreditationDay.objects.get(facility_code=facility, day=day, feed="recibos")
        counts = own["outcome"].value_counts()
        expected = [len(own), counts["accepted"], counts["rejected"], counts[""]]
        assert [getattr(found, name) for name in NUMBERS] == expected
        waits = own["wait_ms"].dropna()
        assert found.median_ms == waits.quantile(0.5, interpolation="lower")
        assert found.p95_ms == sorted(waits)[-(-95 * len(waits) // 100) - 1]
        assert (found.insurer_name, found.source_url) == ("SIS DE PRUEBA", None)
    row = AccreditationActivity.objects.get(facility_code="00002941", is_sample=False)
    assert row.queries == (frame["facility_code"] == "00002941").sum()
    # A second time nothing is written, be they counted again or not.
    assert "0 nuevas, 0 cambiadas, 0 retiradas" in publish()
    assert "0 nuevas, 0 cambiadas, 0 retiradas" in publish("--all")


def test_only_days_with_new_receipts_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    registered()
    counted: list[dt.date] = []

    def counting(day: dt.date, through: int) -> Any:
        counted.append(day)
        return summaries(day, through)

    monkeypatch.setattr(from_receipts, "summaries", counting)
    frame = receipts(60).sort_values("received_at", ignore_index=True)
    frame["number"] = frame.index + 1
    store(frame)
    publish()
    assert set(counted) == {MIDNIGHT.date() - dt.timedelta(days=1), MIDNIGHT.date()}
    counted.clear()
    publish()
    assert not counted
    later = frame[:8].assign(number=range(61, 69), received_at=MIDNIGHT + dt.timedelta(days=4))
    store(later)
    publish()
    assert set(counted) == {MIDNIGHT.date() + dt.timedelta(days=4)}


def test_a_late_receipt_is_added_to_its_day() -> None:
    registered()
    frame = receipts(20).assign(
        facility_code="00002941", received_at=MIDNIGHT, outcome="accepted", wait_ms=500
    )
    store(frame)
    publish()
    before = public_length()
    store(frame[:3].assign(number=range(21, 24)))
    assert "1 cambiadas" in publish()
    assert AccreditationDay.objects.get(feed="recibos").queries == 23
    assert (before, public_length()) == (20, 23)


def test_it_is_done_every_night() -> None:
    kind = named("publish_receipts")
    assert kind.cron
    registered()
    store(receipts(30))
    assert "nuevas" in str(kind.load()(Unwatched()))
    assert AccreditationDay.objects.filter(feed="recibos").exists()


def test_few_receipts_are_withheld() -> None:
    registered()
    outcomes = ["accepted"] * 7 + ["rejected"] * 2 + [""] * 3
    frame = receipts(12).assign(facility_code="00002941", received_at=MIDNIGHT, outcome=outcomes)
    store(frame.assign(wait_ms=[500 if outcome else None for outcome in outcomes]))
    publish()
    day = AccreditationDay.objects.get(feed="recibos")
    assert day.queries == 12
    assert (day.accepted, day.rejected, day.unanswered, day.median_ms) == (None, None, None, None)
    assert day.state == "suppressed"


def test_today_waits() -> None:
    registered()
    store(receipts(30).assign(received_at=dt.datetime.now(dt.UTC)))
    assert "0 nuevas" in publish()
