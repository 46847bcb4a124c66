"""The collector of cycles while rows are gone through (Python, module ``gc``)."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import pandas as pd
import pytest

from layers.collecting import seldom_collecting
from layers.loading import importing
from layers.loading.checking import Handed
from layers.reading.results import Provenance, Reading
from layers.themes.eib_schools.source import EIB


@pytest.fixture(autouse=True)
def usual() -> Iterator[tuple[int, int, int]]:
    """Python's own thresholds, which must be back afterwards; the run of tests has others."""
    of_the_run = gc.get_threshold()
    own = (700, 10, 10)
    gc.set_threshold(*own)
    yield own
    after = gc.get_threshold()
    gc.set_threshold(*of_the_run)
    assert after == own


class Cycle:
    """It refers to itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.own = self


def test_it_collects_seldom_within_and_as_usual_afterwards(usual: tuple[int, int, int]) -> None:
    with seldom_collecting():
        assert gc.get_threshold()[0] > 10 * usual[0]
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
        with seldom_collecting():
            pass
        assert gc.get_threshold()[0] > 10 * usual[0]
    assert gc.get_threshold() == usual


def test_it_collects_as_usual_after_a_fault(usual: tuple[int, int, int]) -> None:
    with pytest.raises(LookupError), seldom_collecting():
        raise LookupError
    assert gc.get_threshold() == usual


def test_the_last_of_several_threads_ends_it(usual: tuple[int, int, int]) -> None:
    inside, leave = Barrier(2), Barrier(2)

    def other() -> None:
        with seldom_collecting():
            inside.wait(30)
            leave.wait(30)

    thread = Thread(target=other)
    with seldom_collecting():
        thread.start()
        inside.wait(30)
    assert gc.get_threshold() != usual
    leave.wait(30)
    thread.join(30)
    assert gc.get_threshold() == usual


def test_what_is_in_a_cycle_is_freed_within() -> None:
    """As the errors of a file that has one in each row, with all that their frames hold."""
    with seldom_collecting():
        alive: list[weakref.ref[Cycle]] = []
        kept: list[Any] = []
        for _ in range(200_000):
            alive.append(weakref.ref(Cycle()))
            kept.append([])
        freed = sum(one() is None for one in alive)
    assert freed > 100_000


@pytest.mark.django_db
def test_a_file_is_read_within_it(
    monkeypatch: pytest.MonkeyPatch, usual: tuple[int, int, int]
) -> None:
    seen: list[tuple[int, int, int]] = []

    def read(*_given: Any) -> Reading:
        seen.append(gc.get_threshold())
        return Reading({"eib_schools": pd.DataFrame({"geom": [], "declared_ubigeo": []})}, (), ())

    monkeypatch.setattr(importing, "read", read)
    provenance = Provenance("MINEDU", "", pd.Timestamp(2025, 1, 1).date())
    importing.check(EIB, b"", Handed(provenance))
    assert seen[0][0] > 10 * usual[0]
