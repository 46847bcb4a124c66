"""What this machine has left: disk and memory. Standard library only.

Megabytes are millions of bytes, as ``apt`` and the makers of disks count them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1_000_000
_PROC = Path("/proc")
_CGROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Memory:
    """Megabytes that a new program could take: without swapping, and of the swap space."""

    available_mb: int
    swap_mb: int


def existing(path: Path) -> Path:
    """The path, or the nearest directory above it that is there already."""
    return next(place for place in (path, *path.parents) if place.exists())


def free_mb(path: Path) -> int | None:
    """Free space where ``path`` is or will be; None where its file system doesn't say."""
    system = os.statvfs(existing(path))
    if not system.f_blocks:
        return None
    return system.f_bavail * system.f_frsize // MEGABYTE


def device(path: Path) -> int:
    """Tells file systems apart."""
    return existing(path).stat().st_dev


def mount_point(path: Path) -> Path:
    """The root of the file system where ``path`` is or will be."""
    place = existing(path).resolve()
    while not place.is_mount():
        place = place.parent
    return place


def used_mb(paths: Iterable[Path]) -> int:
    """What the file systems of these paths hold, each counted once."""
    systems = {device(path): os.statvfs(existing(path)) for path in paths}
    return sum((s.f_blocks - s.f_bfree) * s.f_frsize for s in systems.values()) // MEGABYTE


def size_mb(path: Path) -> int:
    """What a directory takes on its disk, a file with two names counted once; 0 without it."""
    blocks: dict[int, int] = {}
    for folder, _, names in os.walk(path):
        for name in names:
            with suppress(FileNotFoundError):
                found = (Path(folder) / name).lstat()
                blocks[found.st_ino] = found.st_blocks
    return sum(blocks.values()) * 512 // MEGABYTE


def memory(proc: Path = _PROC, cgroups: Path = _CGROUPS) -> Memory:
    """What is left of the machine's, or of what a container may take of it."""
    lines = (line.split() for line in (proc / "meminfo").read_text().splitlines())
    kilobytes = {line[0].rstrip(":"): int(line[1]) for line in lines}
    available = kilobytes["MemAvailable"] * 1024
    left = [available, *_left_to_groups(proc, cgroups)]
    # A group's limit speaks of memory alone; how much swap it may take differs by its version.
    swap = kilobytes.get("SwapFree", 0) * 1024 if min(left) == available else 0
    return Memory(min(left) // MEGABYTE, swap // MEGABYTE)


def _left_to_groups(proc: Path, cgroups: Path) -> Iterator[int]:
    """The bytes left to this process's control group and to each above it (cgroups(7))."""
    for line in _text(proc / "self" / "cgroup").splitlines():
        number, controllers, path = line.split(":", 2)
        if number == "0":
            names = ("memory.max", "memory.current", "inactive_file")
            yield from _left(cgroups, path, *names)
        elif "memory" in controllers.split(","):
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
            yield from _left(cgroups / "memory", path, *names)


def _left(root: Path, path: str, limit: str, usage: str, cache: str) -> Iterator[int]:
    group = root / path.strip("/")
    # A container may be shown its own group as the root, under a path that isn't there.
    for place in {root, group, *(parent for parent in group.parents if root in parent.parents)}:
        most, used = _text(place / limit).strip(), _text(place / usage).strip()
        if most.isdecimal() and used.isdecimal():
            statistics = dict(line.split() for line in _text(place / "memory.stat").splitlines())
            # The cache of files is given up for programs.
            yield max(0, int(most) - int(used) + int(statistics.get(cache, 0)))


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
