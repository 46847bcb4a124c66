"""X12 messages: counted one by one, and nothing of the insured person kept."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from layers.reading.results import SourceError
from layers.themes.accreditation_activity.counting import Counts, count, percentile
from layers.themes.accreditation_activity.messages import messages
from tests.layers.themes.accreditation_activity.summary_files import answer, isa, query

EXAMPLE = Path(__file__).parents[5] / "shared/data/official/health/susalud_270_regafi_ejemplo.x12"
ACCEPTED, REJECTED = "EB*1~", "AAA*N**72~"


def counted(text: str, **options: bool) -> Counts:
    return count(messages(io.BytesIO(text.encode("latin-1"))), **options)


def numbers(counts: Counts) -> list[dict[str, Any]]:
    return [vars(day) for _key, day in counts.days()]


@pytest.mark.skipif(not EXAMPLE.exists(), reason="the official example isn't here")
def test_susaluds_example_is_one_query_and_a_test() -> None:
    with EXAMPLE.open("rb") as stream:
        (found,) = messages(stream)
    assert (found.kind, found.facility, found.insurer) == ("270", "00004210", "10001")
    assert found.at is not None
    assert found.at.isoformat() == "2025-05-16T09:04:00"
    assert found.is_test
    assert not found.fault
    assert not numbers(count([found]))
    assert numbers(count([found], with_tests=True))[0]["withheld"][0] == "queries"


def test_queries_and_answers_against_pandas() -> None:
    chance = random.Random(13)
    rows: list[dict[str, Any]] = []
    text = ""
    for number in range(400):
        facility = chance.choice(["00004210", "00002941"])
        asked = f"0904{chance.randint(0, 30):02}"
        wait = chance.randint(0, 29)
        said = chance.choice(["accepted"] * 4 + ["rejected", ""])
        text += query(str(number), asked, facility=facility)
        if said:
            clock = f"0904{int(asked[4:]) + wait:02}"
            says = ACCEPTED if said == "accepted" else REJECTED
            text += answer(str(number), clock, says, facility=facility)
        rows.append({"facility": facility, "said": said, "wait": wait * 1000 if said else None})
    frame = pd.DataFrame(rows)
    found = dict(counted(text).days())
    assert len(found) == 2
    for (facility, insurer, day), numbers in found.items():
        own = frame[frame["facility"] == facility]
        waits = own["wait"].dropna()
        assert (insurer, day.isoformat()) == ("10001", "2025-05-16")
        assert numbers.queries == len(own)
        assert numbers.accepted == (own["said"] == "accepted").sum()
        assert numbers.rejected == (own["said"] == "rejected").sum()
        assert numbers.unanswered == (own["said"] == "").sum()
        assert numbers.median_ms == waits.quantile(0.5, interpolation="lower")
        assert numbers.p95_ms == sorted(waits)[-(-95 * len(waits) // 100) - 1]


def test_a_rejection_outweighs_a_coverage() -> None:
    text = "".join(
        query(str(n), "090400") + answer(str(n), "090401", ACCEPTED + REJECTED) for n in range(9)
    )
    (day,) = numbers(counted(text))
    assert (day["accepted"], day["rejected"]) == (0, 9)


def test_what_cannot_be_counted_is_told_by_reason_alone() -> None:
    text = (
        query("45678912", "090400")
        + query("45678912", "090402")
        + answer("45678913", "090401", ACCEPTED)
        + query("3", "090400", facility="123")
        + query("4", "996100")
        + query("5", "090400")
        + answer("5", "090401", "")
        + query("6", "090400", test="T")
        + query("7", "090400")
        + answer("7", "110400", ACCEPTED)
    )
    left_out = counted(text).left_out
    assert sum(left_out.values()) == 7
    assert not any("4567" in why or "123" in why for why in left_out)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fecha;consultas\n2025-05-16;3\n",
        isa("00004210", "10001")[:60],
        isa("00004210", "10001") + "GS*HS*a",
        isa("00004210", "10001") + "NM1*" + "9" * 200_000,
        isa("00004210", "10001").replace("*", "A"),
    ],
    ids=["empty", "csv", "half an ISA", "half a segment", "endless", "no separator"],
)
def test_what_is_no_message(text: str) -> None:
    if not text:
        assert not numbers(counted(text))
        return
    with pytest.raises(SourceError) as refused:
        counted(text)
    assert "9999" not in str(refused.value)


def test_a_message_that_never_ends_is_not_counted() -> None:
    text = query("1", "090400").replace("SE*5*1~", "")
    assert not numbers(counted(text))


class Endless(io.RawIOBase):
    """As many queries as asked for, made while they are read; the most that were held at once."""

    def __init__(self, number: int) -> None:
        self._parts = self._made(number)
        self._held = b""
        self.largest = 0

    def _made(self, number: int) -> Iterator[bytes]:
        for at in range(number):
            said = query(str(at), "090400") + answer(str(at), "090401", ACCEPTED)
            yield said.encode()

    def read(self, size: int = -1) -> bytes:
        while len(self._held) < size and (part := next(self._parts, b"")):
            self._held += part
        taken, self._held = self._held[:size], self._held[size:]
        self.largest = max(self.largest, len(taken))
        return taken


def test_a_large_file_is_read_block_by_block() -> None:
    stream = Endless(3_000)
    counts = count(messages(stream))  # type: ignore[arg-type]
    (day,) = numbers(counts)
    assert day["queries"] == day["accepted"] == 3_000
    assert stream.largest <= 1 << 16
    assert not counts._waiting


def test_percentiles_are_of_the_waits_themselves() -> None:
    assert percentile([], 50) is None
    assert percentile([7], 95) == 7
    assert percentile([1, 2, 3, 4], 50) == 2
    assert percentile(range(1, 101), 95) == 95
