"""What the machine has left, read from the kernel's own files and from a real disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config import machine
from config.machine import Memory

MEMINFO = "MemTotal: 4000000 kB\nMemAvailable: 3000000 kB\nSwapFree: 500000 kB\n"
GIGABYTE = 1_000_000_000


@pytest.fixture
def kernel(tmp_path: Path) -> Path:
    """``/proc`` and ``/sys/fs/cgroup`` of a machine without control groups."""
    (tmp_path / "proc" / "self").mkdir(parents=True)
    (tmp_path / "proc" / "meminfo").write_text(MEMINFO)
    (tmp_path / "cgroup").mkdir()
    return tmp_path


def memory(kernel: Path) -> Memory:
    return machine.memory(kernel / "proc", kernel / "cgroup")


def group(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)


def test_memory_without_groups_is_the_machines(kernel: Path) -> None:
    assert memory(kernel) == Memory(available_mb=3072, swap_mb=512)


def test_the_tightest_group_above_limits_it_and_its_cache_is_free(kernel: Path) -> None:
    (kernel / "proc" / "self" / "cgroup").write_text("0::/user/session\n")
    group(
        kernel / "cgroup" / "user",
        memory__max=f"{2 * GIGABYTE}\n",
        memory__current=f"{GIGABYTE}\n",
        memory__stat=f"anon 1\ninactive_file {GIGABYTE // 4}\n",
    )
    group(kernel / "cgroup" / "user" / "session", memory__max="max\n", memory__current="5\n")
    assert memory(kernel) == Memory(available_mb=1250, swap_mb=0)


def test_a_container_sees_its_group_as_the_root(kernel: Path) -> None:
    """Version 1, with the path that the machine outside knows it by."""
    (kernel / "proc" / "self" / "cgroup").write_text("4:cpu:/box/1\n3:memory:/box/1\n")
    group(
        kernel / "cgroup" / "memory",
        memory__limit_in_bytes=str(GIGABYTE // 2),
        memory__usage_in_bytes=str(GIGABYTE // 10),
        memory__stat="total_inactive_file 0\n",
    )
    assert memory(kernel) == Memory(available_mb=400, swap_mb=0)


def test_a_group_with_more_than_the_machine_has_changes_nothing(kernel: Path) -> None:
    (kernel / "proc" / "self" / "cgroup").write_text("3:memory:/\n")
    group(
        kernel / "cgroup" / "memory",
        memory__limit_in_bytes="9223372036854771712",
        memory__usage_in_bytes="1000",
    )
    assert memory(kernel) == Memory(available_mb=3072, swap_mb=512)


def test_this_machines_memory_is_read() -> None:
    assert machine.memory().available_mb > 0


def test_a_place_that_is_not_there_yet_is_on_the_disk_of_its_parent(tmp_path: Path) -> None:
    later = tmp_path / "not" / "yet"
    system = os.statvfs(tmp_path)
    assert machine.device(later) == tmp_path.stat().st_dev
    free = machine.free_mb(later)
    assert free is not None
    assert 0 <= free <= system.f_blocks * system.f_frsize // machine.MEGABYTE
    assert machine.mount_point(later).is_mount()


def test_a_directorys_size_counts_a_linked_file_once(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "inside").mkdir(parents=True)
    big = folder / "inside" / "big"
    big.write_bytes(os.urandom(5 * machine.MEGABYTE))
    (folder / "again").hardlink_to(big)
    (folder / "gone").symlink_to("nowhere")
    assert machine.size_mb(folder) == 5
    assert machine.size_mb(tmp_path / "absent") == 0


def test_each_disk_is_counted_once(tmp_path: Path) -> None:
    once = machine.used_mb([tmp_path])
    assert machine.used_mb([tmp_path, tmp_path / "later"]) == pytest.approx(once, rel=0.01)
