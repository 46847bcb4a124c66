"""Each step says what it took, and the closing what all did, the set-up's included."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from config import machine, steps
from config.steps import Step, amount, duration, step


@pytest.fixture(autouse=True)
def ledger(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where steps are handed over; none is finished yet."""
    monkeypatch.setattr(steps, "LEDGER", tmp_path / "local" / "steps.json")
    monkeypatch.setattr(steps, "_finished", [])
    return tmp_path / "local" / "steps.json"


def filling_disk(monkeypatch: pytest.MonkeyPatch, *used: int) -> None:
    """The disk's megabytes at each look, one second apart."""
    looks, clock = iter(used), iter(range(0, 1000, 70))
    monkeypatch.setattr(machine, "used_mb", lambda _: next(looks))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))


def test_a_step_says_seconds_and_megabytes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    filling_disk(monkeypatch, 1000, 2234)
    with step("Instalando"):
        pass
    assert capsys.readouterr().out == "→ Instalando…\n  hecho en 1 min 10 s, +1 234 MB\n"


def test_a_step_that_fails_is_not_called_done(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="no"), step("Instalando"):
        raise ValueError("no")
    assert "hecho" not in capsys.readouterr().out
    assert steps._finished == []


def test_the_closing_has_the_steps_of_both_programs(
    monkeypatch: pytest.MonkeyPatch, ledger: Path
) -> None:
    filling_disk(monkeypatch, 0, 700, 700, 810)
    with step("Instalando"):
        pass
    steps.hand_over()
    monkeypatch.setattr(steps, "_finished", [])
    steps.take_over()
    with step("Sirviendo"):
        pass
    first, *lines = steps.summary().splitlines()
    assert first == "Preparado en 2 min 20 s, +810 MB de disco."
    assert [re.split(r"\s{2,}", line.strip()) for line in lines] == [
        ["1 min 10 s", "+700 MB", "Instalando"],
        ["1 min 10 s", "+110 MB", "Sirviendo"],
    ]
    assert not ledger.exists()


def test_steps_are_taken_over_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_finished", [Step("Instalando", 3, 5)])
    steps.hand_over()
    for expected in ([Step("Instalando", 3, 5)], []):
        monkeypatch.setattr(steps, "_finished", [])
        steps.take_over()
        assert steps._finished == expected


def test_a_ledger_that_makes_no_sense_is_left_out(ledger: Path) -> None:
    ledger.parent.mkdir()
    ledger.write_text('[{"title": "otra cosa"}]')
    steps.take_over()
    assert steps._finished == []
    assert not ledger.exists()


def test_what_took_nothing_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_finished", [Step("Nada", 0.2, 0), Step("Algo", 0.2, 3)])
    assert "Nada" not in steps.summary()
    assert "Algo" in steps.summary()


def test_how_amounts_are_written() -> None:
    assert [duration(s) for s in (0.4, 59.4, 59.6, 125)] == [
        "0 s",
        "59 s",
        "1 min 0 s",
        "2 min 5 s",
    ]
    assert [amount(mb) for mb in (0, -3, 12_345)] == ["+0 MB", "-3 MB", "+12 345 MB"]
