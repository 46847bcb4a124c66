"""Progress of long work: at once, by rows, on a terminal and in a log."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.management.base import OutputWrapper

from layers.management.watching import Watching
from layers.reading.progress import watched
from layers.reading.tabular import read_csv


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def ticking(step_s: float) -> Callable[[], float]:
    seconds = iter(range(10_000))
    return lambda: next(seconds) * step_s


@pytest.mark.parametrize("screen", [Screen(), io.StringIO()], ids=["terminal", "log"])
def test_a_stage_is_shown_before_any_row_of_it(screen: io.StringIO) -> None:
    Watching(OutputWrapper(screen)).step("Leyendo a.csv (1.0 MB)")
    assert "Leyendo a.csv (1.0 MB)…" in screen.getvalue()


def test_rows_are_counted_while_a_file_is_read() -> None:
    screen = Screen()
    watching = Watching(OutputWrapper(screen), ticking(1.0))
    watching.step("Leyendo")
    with watched(watching.add):
        read_csv(b"ubigeo\n" + b"08\n" * 12_000, ("ubigeo",))
    watching.end()
    assert screen.getvalue().split("\r")[1:4] == [
        "Leyendo…",
        "Leyendo… 2 000 filas",
        "Leyendo… 4 000 filas",
    ]
    assert screen.getvalue().endswith("Leyendo… 12 000 filas\n")


def test_a_log_has_a_line_every_ten_seconds_at_most() -> None:
    log = io.StringIO()
    watching = Watching(OutputWrapper(log), ticking(1.0))
    watching.step("Leyendo")
    for _ in range(40):
        watching.add(1_000)
    watching.end()
    lines = log.getvalue().splitlines()
    assert lines[0] == "Leyendo…"
    assert lines[-1] == "Leyendo… 40 000 filas"
    assert 4 <= len(lines) <= 7
    assert "\r" not in log.getvalue()


def test_a_step_of_known_length_has_a_bar_and_the_time_left() -> None:
    """A quarter in three seconds or so: three times as long for the rest."""
    now = [0.0]
    screen = Screen()
    watching = Watching(OutputWrapper(screen), lambda: now[0])
    watching.step("Publicando", 4_000)
    now[0] = 3.0
    watching.add(1_000)
    watching.add(3_000)
    watching.end()
    _title, quarter, whole = screen.getvalue().split("\r")[1:]
    assert quarter.rstrip() == (
        "Publicando █████░░░░░░░░░░░░░░░  25%  1 000 de 4 000 filas, faltan 9 s"
    )
    assert whole.split("\n")[0].rstrip() == "Publicando " + "█" * 20 + " 100%  4 000 de 4 000 filas"
