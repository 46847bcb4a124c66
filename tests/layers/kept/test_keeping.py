"""What is asked for again is not made again, and no memory grows without end."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from layers.kept.disk import Disk
from layers.kept.keeping import Keeping
from layers.kept.memory import Memory

MB = 1024 * 1024
KEY, OTHER = "a" * 64, "b" * 64


class Maker:
    """Counts how often it is asked."""

    def __init__(self, value: bytes = b"tile") -> None:
        self.value = value
        self.asked = 0

    def __call__(self) -> bytes:
        self.asked += 1
        return self.value


def disk(path: Path) -> Disk:
    return Disk(path, 16 * MB)


def test_it_is_made_once_for_all_processes(tmp_path: Path) -> None:
    first, second = (Keeping(MB, disk(tmp_path)) for _ in range(2))
    make = Maker()
    for keeping in (first, first, second):
        assert keeping.once(KEY, make, is_public=True) == b"tile"
    assert make.asked == 1
    assert first.once(OTHER, make, is_public=True) == b"tile"
    assert make.asked == 2


def test_an_empty_answer_is_one(tmp_path: Path) -> None:
    keeping, make = Keeping(MB, disk(tmp_path)), Maker(b"")
    for _ in range(3):
        assert keeping.once(KEY, make, is_public=True) == b""
    assert make.asked == 1


def test_what_not_everybody_sees_leaves_the_process_in_no_way(tmp_path: Path) -> None:
    first, second = (Keeping(MB, disk(tmp_path)) for _ in range(2))
    make = Maker(b"secret")
    for keeping in (first, first, second):
        keeping.once(KEY, make, is_public=False)
    assert make.asked == 2
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_failure_is_everybodys_own_and_leaves_nothing(tmp_path: Path) -> None:
    keeping = Keeping(MB, disk(tmp_path))

    def fail() -> bytes:
        raise ValueError("no map")

    for _ in range(2):
        with pytest.raises(ValueError, match="no map"):
            keeping.once(KEY, fail, is_public=True)
    assert keeping.once(KEY, Maker(), is_public=True) == b"tile"


@pytest.mark.parametrize("shared", [True, False], ids=["public", "private"])
def test_threads_that_want_the_same_make_it_once(tmp_path: Path, shared: bool) -> None:
    keeping, make = Keeping(MB, disk(tmp_path)), Maker()
    begun, go = threading.Event(), threading.Event()

    def slowly() -> bytes:
        begun.set()
        go.wait(20)
        return make()

    got: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: got.append(keeping.once(KEY, slowly, is_public=shared)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    begun.wait(20)
    go.set()
    for thread in threads:
        thread.join(30)
    assert got == [b"tile"] * 6
    assert make.asked == 1


def test_a_directory_that_cant_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "tiles").write_text("no directory")
    keeping, make = Keeping(MB, disk(tmp_path / "tiles")), Maker()
    assert keeping.once(KEY, make, is_public=True) == b"tile"
    assert keeping.once(KEY, make, is_public=True) == b"tile"
    assert make.asked == 1  # from memory
    keeping.forget()
    assert keeping.once(KEY, make, is_public=True) == b"tile"
    assert make.asked == 2


def test_memory_keeps_what_was_asked_for_last() -> None:
    memory: Memory[bytes] = Memory(50_000)
    for number in range(100):
        memory.put(number, b"x" * 4_000, 4_000)
        assert memory.get(0) is not None  # asked for each time
        assert memory.held_bytes <= 50_000
    assert memory.get(1) is None
    assert memory.get(99) is not None
    memory.put("large", b"x" * 20_000, 20_000)
    assert memory.get("large") is None
    memory.put(0, b"", 0)
    memory.drop(0)
    memory.clear()
    assert (memory.get(0), memory.held_bytes) == (None, 0)
