"""A long command of another program, with signs of life. Standard library only."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

from config.console import SetupError, say
from config.steps import step

# A run without a terminal (a continuous integration log) shows a sign of life this often.
QUIET_INTERVAL_S = 15
SHOWN_ON_FAILURE = 25


def run(title: str, command: list[str], log: Path, env: dict[str, str] | None = None) -> None:
    """Runs a long command with signs of progress; its output goes to ``log``.

    Raises:
        SetupError: it failed; the message ends with its last lines.
    """
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with step(title):
        _run(title, command, log, env)


def _run(title: str, command: list[str], log: Path, env: dict[str, str] | None) -> None:
    started = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
        )
        try:
            _watch(process, log, started)
        finally:
            process.kill()
            process.wait()
    if process.returncode != 0:
        end = "\n".join(log.read_text(errors="replace").splitlines()[-SHOWN_ON_FAILURE:])
        raise SetupError(f"{title}: no se pudo (más en {log}).\n{end}")


def _watch(process: subprocess.Popen[bytes], log: Path, started: float) -> None:
    interval = 1 if sys.stdout.isatty() else QUIET_INTERVAL_S
    while True:
        try:
            process.wait(timeout=interval)
        except subprocess.TimeoutExpired:
            _show_progress(_last_line(log), time.monotonic() - started)
        else:
            break
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)


def _show_progress(line: str, seconds: float) -> None:
    text = f"  {seconds:.0f} s  {line}"[: shutil.get_terminal_size().columns - 1]
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="", flush=True)
    else:
        say(text)


def _last_line(log: Path) -> str:
    """The end of a growing log, whatever its size; carriage returns count as line ends."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 500))
        lines = file.read().decode(errors="replace").replace("\r", "\n").split("\n")
    shown = [line.strip() for line in lines if line.strip()]
    return "".join(c for c in shown[-1] if c.isprintable()) if shown else ""
