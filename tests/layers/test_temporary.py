"""Temporary folders: gone with the block, with the process, and after one that was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from config import gunicorn_conf
from layers import temporary

# Makes a folder, says where, and waits for whatever comes.
HOLDER = """
import sys, time
from layers.temporary import folder_of_process
print(folder_of_process("test").parent, flush=True)
{}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def folders(where: Path) -> list[Path]:
    return sorted(where.glob(f"{temporary.PREFIX}*"))


def holder(then: str) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER.format(then)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    root = Path(process.stdout.readline().strip())
    assert root.is_dir()
    return process, root


def ended(process: subprocess.Popen[str]) -> int:
    process.communicate(timeout=30)
    return process.returncode


def test_gone_with_the_block_whatever_ends_it(tmp_path: Path) -> None:
    def cut() -> None:
        with temporary.temporary_folder("test") as folder:
            (folder / "file").write_text("x")
            assert temporary.sweep() == 0
            raise ValueError("cut")

    with pytest.raises(ValueError, match="cut"):
        cut()
    assert folders(tmp_path) == []


def test_gone_with_the_process_but_not_with_its_children(tmp_path: Path) -> None:
    then = "import os\nif os.fork() == 0: sys.exit()\nos.wait()\nprint(len(sys.argv[0]))\ninput()"
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER.format(then)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    root = Path(process.stdout.readline().strip())
    process.stdout.readline()
    assert root.is_dir()
    process.communicate("\n", timeout=30)
    assert folders(tmp_path) == []


@pytest.mark.parametrize("hook", ["on_starting", "child_exit"])
def test_what_a_killed_worker_left_goes_when_gunicorn_notices(tmp_path: Path, hook: str) -> None:
    process, root = holder("time.sleep(600)")
    alive, other = holder("time.sleep(600)")
    process.kill()
    assert ended(process) == -signal.SIGKILL
    assert folders(tmp_path) == sorted([root, other])
    arguments = (None,) if hook == "on_starting" else (None, None)
    getattr(gunicorn_conf, hook)(*arguments)
    assert folders(tmp_path) == [other]  # whose process lives
    alive.terminate()
    ended(alive)


def test_the_next_folder_sweeps_too(tmp_path: Path) -> None:
    process, _root = holder("time.sleep(600)")
    process.kill()
    ended(process)
    with temporary.temporary_folder("test") as folder:
        assert folders(tmp_path) == [folder.parent]


def test_a_folder_that_is_being_made_is_left(tmp_path: Path) -> None:
    """Between its making and its locking another process may sweep."""
    made = tmp_path / f"{temporary.PREFIX}test-1"
    made.mkdir()
    assert temporary.sweep() == 0
    (made / "lock").touch()
    assert temporary.sweep() == 0
    os.utime(made, (0, 0))
    assert temporary.sweep() == 1


def test_what_is_not_ours_is_left(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / f"{temporary.PREFIX}file").write_text("x")
    (tmp_path / f"{temporary.PREFIX}link").symlink_to(tmp_path / "other")
    assert temporary.sweep() == 0
    assert len(list(tmp_path.iterdir())) == 3
