"""Overviews are made beside the site: how that ends is said, and it never ends the site."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from config import refreshing
from config.refreshing import Refreshing


def run_instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(refreshing, "COMMAND", ("-c", code))


def wait_for_end(running: Refreshing) -> None:
    assert running._process is not None
    running._process.wait(timeout=30)
    running.look()


def test_how_it_went_is_said_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_instead(monkeypatch, "pass")
    with Refreshing(stale=True) as running:
        wait_for_end(running)
        running.look()
    said = capsys.readouterr().out
    assert "el sitio ya responde" in said
    assert said.count("Vistas generales: hecho en") == 1


def test_a_failure_is_said_and_the_program_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_instead(monkeypatch, "raise SystemExit(7)")
    with Refreshing(stale=True) as running:
        wait_for_end(running)
    said = capsys.readouterr().out
    assert "✗ No se pudieron preparar las vistas generales (código 7" in said
    assert "hecho" not in said


def test_where_nothing_is_stale_nothing_runs(capsys: pytest.CaptureFixture[str]) -> None:
    with Refreshing(stale=False) as running:
        assert running._process is None
        running.look()
    assert capsys.readouterr().out == ""


def test_it_ends_with_the_block(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mark = tmp_path / "started"
    run_instead(monkeypatch, f"open({str(mark)!r}, 'w').close(); import time; time.sleep(600)")
    with Refreshing(stale=True) as running:
        process = running._process
        deadline = time.monotonic() + 30
        while not mark.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert mark.exists()
        running.look()
    assert process is not None
    assert process.returncode is not None
