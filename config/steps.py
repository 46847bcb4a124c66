"""The steps of a preparation: each says how long it took and how much disk, the closing all.

The set-up, the preparation of the database and the serving are programs of their own, so what the
first two took is left in a file that the last takes up. Standard library only.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from config import machine
from config.cluster_place import CHECKOUT, SYSTEM_HOME
from config.console import say

LEDGER = CHECKOUT / ".local" / "steps.json"
# Where a step may put something: packages, the checkout, the downloads that tools keep.
WRITTEN = (Path("/"), CHECKOUT, Path.home(), SYSTEM_HOME)
# What takes less is no news in the closing.
SHOWN_FROM_S, SHOWN_FROM_MB = 1, 1


@dataclass(frozen=True)
class Step:
    """A finished step. ``megabytes``: by how much the disks filled meanwhile."""

    title: str
    seconds: float
    megabytes: int

    @property
    def cost(self) -> str:
        return f"{duration(self.seconds)}, {amount(self.megabytes)}"


_finished: list[Step] = []


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announces the block, and says what it took unless it fails.

    The megabytes are those of the disks, not of files: downloads that a tool keeps are in them,
    and what another program writes or deletes at the same moment.
    """
    say(f"→ {title}…")
    started, before = time.monotonic(), machine.used_mb(WRITTEN)
    yield
    done = Step(title, time.monotonic() - started, machine.used_mb(WRITTEN) - before)
    _finished.append(done)
    say(f"  hecho en {done.cost}")


def hand_over() -> None:
    """Leaves the finished steps for the program that goes on."""
    # Without the file the closing is shorter; that it can't be written is said by others.
    with suppress(OSError):
        LEDGER.parent.mkdir(mode=0o700, exist_ok=True)
        LEDGER.write_text(json.dumps([asdict(done) for done in _finished]))


def take_over() -> None:
    """Goes on from the steps that were left, once."""
    with suppress(OSError, ValueError, TypeError):
        _finished.extend([Step(**done) for done in json.loads(LEDGER.read_text())])
    with suppress(OSError):
        LEDGER.unlink(missing_ok=True)


def summary() -> str:
    """What all steps took together, and a line for each that took something."""
    seconds = sum(done.seconds for done in _finished)
    megabytes = sum(done.megabytes for done in _finished)
    shown = [
        f"  {duration(done.seconds):>12}  {amount(done.megabytes):>10}  {done.title}"
        for done in _finished
        if done.seconds >= SHOWN_FROM_S or done.megabytes >= SHOWN_FROM_MB
    ]
    return "\n".join([f"Preparado en {Step('', seconds, megabytes).cost} de disco.", *shown])


def duration(seconds: float) -> str:
    """``47 s``, ``2 min 5 s``."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"


def amount(megabytes: int) -> str:
    """``+1 234 MB``, ``-5 MB``."""
    return f"{megabytes:+,} MB".replace(",", " ")
