"""Files that processes share: whole or not there, within bounds, and never a reason to fail."""

from __future__ import annotations

import hashlib
import logging
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from layers.kept.disk import Disk

MB = 1024 * 1024


def key_of(number: int, folder: str = "") -> str:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return digest[: -len(folder)] + folder if folder else digest


def files_in(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file() and path.parent.name != "locks"]


def test_what_was_put_is_there_for_its_owner_alone(tmp_path: Path) -> None:
    disk = Disk(tmp_path / "tiles", 16 * MB)
    assert disk.get(key_of(1)) is None
    disk.put(key_of(1), b"tile")
    disk.put(key_of(2), b"")
    assert (disk.get(key_of(1)), disk.get(key_of(2))) == (b"tile", b"")
    assert Disk(tmp_path / "tiles", 16 * MB).get(key_of(1)) == b"tile"
    (path,) = [path for path in files_in(tmp_path) if path.name == key_of(1)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "tiles").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "ruin",
    [
        lambda content: b"",
        lambda content: content[:20],
        lambda content: content[:-1],
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        lambda content: b"<html>" + content,
    ],
    ids=["empty", "head only", "cut", "one bit", "something before"],
)
def test_a_ruined_file_is_none_and_goes(tmp_path: Path, ruin: object) -> None:
    disk = Disk(tmp_path, 16 * MB)
    disk.put(key_of(1), b"a tile's bytes")
    (path,) = files_in(tmp_path)
    path.write_bytes(ruin(path.read_bytes()))  # type: ignore[operator]
    assert disk.get(key_of(1)) is None
    assert files_in(tmp_path) == []
    disk.put(key_of(1), b"anew")
    assert disk.get(key_of(1)) == b"anew"


def test_a_file_under_anothers_name_is_none(tmp_path: Path) -> None:
    disk = Disk(tmp_path, 16 * MB)
    disk.put(key_of(1, "aa"), b"somebody's")
    (path,) = files_in(tmp_path)
    path.rename(path.with_name(key_of(2, "aa")))
    assert disk.get(key_of(2, "aa")) is None


def test_a_full_folder_loses_what_was_read_longest_ago(tmp_path: Path) -> None:
    most = 10 * 4096  # of a folder
    disk = Disk(tmp_path, 256 * most)
    for number in range(10):
        disk.put(key_of(number, "ab"), b"x" * 3000)
        os.utime(tmp_path / "ab" / key_of(number, "ab"), (number, number))
    assert disk.get(key_of(0, "ab")) is not None  # which notes that it was read
    disk.put(key_of(10, "ab"), b"x" * 3000)
    held = {path.name for path in files_in(tmp_path)}
    assert key_of(0, "ab") in held
    assert key_of(1, "ab") not in held
    assert key_of(10, "ab") in held
    for number in range(11, 60):
        disk.put(key_of(number, "ab"), b"x" * 3000)
        assert sum(4096 for _ in files_in(tmp_path)) <= most


def test_what_is_larger_than_a_folder_is_not_kept(tmp_path: Path) -> None:
    disk = Disk(tmp_path, 256 * 8192)
    disk.put(key_of(1), b"x" * 9000)
    assert disk.get(key_of(1)) is None
    assert files_in(tmp_path) == []


def test_a_directory_that_cant_be_written_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "tiles").write_text("a file where the directory should be")
    disk = Disk(tmp_path / "tiles", 16 * MB)
    with caplog.at_level(logging.WARNING):
        for number in range(3):
            disk.put(key_of(number), b"tile")
            assert disk.get(key_of(number)) is None
            with disk.alone(key_of(number), 0.1):
                pass
    assert len(caplog.records) == 1
    assert "Kept answers" in caplog.text


def test_one_makes_it_while_others_wait(tmp_path: Path) -> None:
    """Threads of one process stand for processes: each has a lock file of its own open."""
    made, inside = [], threading.Semaphore(0)

    def make() -> None:
        disk = Disk(tmp_path, 16 * MB)
        with disk.alone(key_of(1), 20):
            if disk.get(key_of(1)) is None:
                made.append(1)
                disk.put(key_of(1), b"tile")
        inside.release()

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert made == [1]


def test_another_process_keeps_its_place(tmp_path: Path) -> None:
    """A lock goes with the process that held it; who waits too long goes on."""
    script = (
        "import sys; from pathlib import Path; from layers.kept.disk import Disk\n"
        f"with Disk(Path({str(tmp_path)!r}), 1 << 24).alone({key_of(1)!r}, 5):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "held\n"
        disk = Disk(tmp_path, 16 * MB)
        entered = []
        with disk.alone(key_of(1), 0.05):
            entered.append("without it")
        process.stdin.close()
        process.wait(30)
        with disk.alone(key_of(1), 20):
            entered.append("with it")
    assert entered == ["without it", "with it"]
