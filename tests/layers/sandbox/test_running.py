"""A reading process seen from the one that starts it: what it gives, and every way it may end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from layers import sandbox
from layers.reading.results import SourceError
from layers.sandbox import Limits, Usage, running
from layers.temporary import PREFIX

TABLE = "nombre;longitud;latitud\nPuno;-70,02;-15,84\nLima;-77,03;-12,05\n"
# A process that says what it is told to, in place of the one that reads.
SAYS = """
import json, os, sys
request, pipe = json.load(open(sys.argv[1])), int(sys.argv[2])
output = request["output"]
def say(message):
    os.write(pipe, json.dumps(message).encode() + b"\\n")
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "tabla.csv"
    path.write_text(TABLE)
    return path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    folder.mkdir()
    return folder


class Watching:
    """Who watches; raises after so many rows."""

    def __init__(self, until: int | None = None) -> None:
        self.steps: list[str] = []
        self.rows = self.calls = 0
        self._until = until

    def step(self, title: str, total: int | None = None) -> None:
        self.steps.append(title)

    def add(self, rows: int, /) -> None:
        self.rows += rows
        self.calls += 1
        if self._until is not None and self.rows >= self._until:
            raise KeyboardInterrupt


class Scripted:
    """A process that runs a script instead of reading, started as no reader is."""

    def __init__(self, script: str, request: Path, pipe: int, errors: int) -> None:
        command = [sys.executable, "-c", SAYS + script, str(request), str(pipe)]
        self._process = subprocess.Popen(command, pass_fds=(pipe,), stderr=errors)
        self.pid = self._process.pid

    def end(self) -> tuple[int, float]:
        self._process.kill()
        return self._process.wait(), 0.0


def told(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    def start(request: Path, _temporary: Path, pipe: int, errors: int) -> Scripted:
        return Scripted(script, request, pipe, errors)

    monkeypatch.setattr(running, "start_reader", start)


def test_a_task_gives_its_result_its_files_and_what_it_used(table: Path, output: Path) -> None:
    used: list[Usage] = []
    watching = Watching()
    chosen = {"x": "longitud", "y": "latitud"}
    result = sandbox.run(
        "read_spatial", {"file": table}, chosen, output, None, watching, used.append
    )
    assert result["features"] == 2
    assert result["types"] == {"Point": 2}
    lines = [json.loads(line) for line in (output / "features.jsonl").read_text().splitlines()]
    assert [line["values"] for line in lines] == [
        ["Puno", -70.02, -15.84],
        ["Lima", -77.03, -12.05],
    ]
    assert watching.steps == ["Leyendo el archivo"]
    assert watching.rows >= 2
    assert 0 < used[0].peak_bytes <= sandbox.TASKS["read_spatial"].limits.memory_bytes


def test_a_refusal_is_the_same_on_this_side(tmp_path: Path, output: Path) -> None:
    (tmp_path / "a").write_bytes(b"%PDF-1.7")
    with pytest.raises(SourceError, match="Es un PDF"):
        sandbox.run("describe_file", {"file": tmp_path / "a"}, {}, output)


def test_only_what_is_listed_is_run(table: Path, output: Path) -> None:
    with pytest.raises(KeyError):
        sandbox.run("os:system", {"file": table}, {}, output)
    assert set(sandbox.TASKS) >= {"describe_file", "read_spatial"}


def test_too_much_memory_is_said_so(tmp_path: Path, output: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("a;b\n" + ("x" * 500 + ";1\n") * 400_000)
    used: list[Usage] = []
    limits = Limits(memory_bytes=330_000_000)
    with pytest.raises(SourceError, match="más memoria"):
        sandbox.run("read_spatial", {"file": table}, {}, output, limits, None, used.append)
    assert used[0].peak_bytes <= limits.memory_bytes


def test_too_much_time_is_said_so(tmp_path: Path, output: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("a;b\n" + "".join(f"x{n};{n}\n" for n in range(900_000)))
    used: list[Usage] = []
    with pytest.raises(SourceError, match="tarda demasiado"):
        sandbox.run("read_spatial", {"file": table}, {}, output, Limits(cpu_s=1), None, used.append)
    # The kernel ends it by the ticks that it is charged for (setrlimit(2)); what it used is told to
    # the microsecond, which is less where it shared its ticks with others. A start takes a tenth.
    assert 0.5 < used[0].cpu_s < 4


def test_one_that_waits_for_ever_is_ended(
    table: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, "import time\ntime.sleep(1000)")
    with pytest.raises(SourceError, match="tarda demasiado"):
        sandbox.run("describe_file", {"file": table}, {}, output, Limits(wall_s=0.2))


def test_who_watches_ends_it(table: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told(
        monkeypatch,
        f"print(1)\nopen({str(output / 'pid')!r}, 'w').write(str(os.getpid()))\n"
        "say({'rows': 5})\nimport time\ntime.sleep(1000)",
    )
    with pytest.raises(KeyboardInterrupt):
        sandbox.run("describe_file", {"file": table}, {}, output, None, Watching(until=5))
    with pytest.raises(ProcessLookupError):
        os.kill(int((output / "pid").read_text()), 0)


def test_who_watches_is_asked_while_nothing_comes(
    table: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a cancelled job ends, whatever its reader is at."""
    monkeypatch.setattr(running, "_BEAT_S", 0.01)
    told(monkeypatch, "import time\ntime.sleep(1000)")
    with pytest.raises(KeyboardInterrupt):
        sandbox.run("describe_file", {"file": table}, {}, output, None, Watching(until=0))


@pytest.mark.parametrize(
    "script",
    [
        "os.abort()",
        "sys.exit(3)",
        "os.write(pipe, b'no json\\n')",
        "say({'result': 'no dict'})",
        "say(['no', 'dict'])",
        "say({'rows': 'many'})",
        "say({'defect': 'Traceback: a library said something in English'})",
        "os.write(pipe, b'x' * 100)",
        "os.symlink('/etc/passwd', output + '/features.jsonl')\nsay({'result': {}})",
        "os.mkfifo(output + '/features.jsonl')\nsay({'result': {}})",
    ],
)
def test_whatever_else_it_says_or_leaves_is_a_file_that_cannot_be_read(
    table: Path, output: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    told(monkeypatch, script)
    with pytest.raises(SourceError, match="está dañado o tiene algo que no se puede leer"):
        sandbox.run("describe_file", {"file": table}, {}, output)


def test_a_line_without_end_is_not_kept(
    table: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "MAX_LINE_BYTES", 100_000)
    told(monkeypatch, "while True: os.write(pipe, b'x' * 60000)")
    with pytest.raises(SourceError):
        sandbox.run("describe_file", {"file": table}, {}, output)


def test_a_sentence_is_of_a_bounded_length(
    table: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, "say({'refused': 'x' * 100000})")
    with pytest.raises(SourceError) as caught:
        sandbox.run("describe_file", {"file": table}, {}, output)
    assert len(str(caught.value)) == 2_000


def test_where_nothing_confines_nothing_is_read_and_the_log_says_so(
    table: Path, output: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told(monkeypatch, "say({'unconfined': True})")
    with pytest.raises(SourceError, match="seccomp"):
        sandbox.run("describe_file", {"file": table}, {}, output)
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_no_folder_outlives_it(table: Path, output: Path) -> None:
    before: Any = set(Path(tempfile.gettempdir()).glob(f"{PREFIX}sandbox-*"))
    sandbox.run("describe_file", {"file": table}, {}, output)
    assert set(Path(tempfile.gettempdir()).glob(f"{PREFIX}sandbox-*")) <= before
