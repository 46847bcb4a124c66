"""Ctrl-C and its kin: they wait where they must, and leave no program behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.child import child
from config.interrupts import SIGNALS, raise_on_signals, uninterrupted


@pytest.fixture(autouse=True)
def _handlers_restored() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def _interrupted_block(number: signal.Signals, finished: list[bool]) -> None:
    with uninterrupted():
        os.kill(os.getpid(), number)
        finished.append(True)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_takes_effect_after_the_block(number: signal.Signals) -> None:
    raise_on_signals()
    finished: list[bool] = []
    with pytest.raises(KeyboardInterrupt):
        _interrupted_block(number, finished)
    assert finished == [True]


def test_a_child_and_its_own_children_end_with_the_block(tmp_path: Path) -> None:
    # The grandchild ignores SIGTERM, as a hanging worker does: only its session's end helps.
    said = tmp_path / "pid"
    script = f"(trap '' TERM; sleep 60) & echo $! > {said}.new; mv {said}.new {said}; wait"
    with child(["sh", "-c", script], dict(os.environ)) as process:
        deadline = time.monotonic() + 10
        while not said.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        grandchild = Path("/proc") / said.read_text().strip()
        assert grandchild.exists()
    assert process.returncode is not None
    deadline = time.monotonic() + 10
    while _is_alive(grandchild) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_alive(grandchild)


def _is_alive(process: Path) -> bool:
    """False for a zombie too: it is dead, and only not collected yet."""
    try:
        return (process / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
