"""What a process that reads a stranger's file may use, and what it used."""

from __future__ import annotations

from dataclasses import dataclass

_MB = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Bounds of one process.

    ``memory_bytes`` of address space, ``cpu_s`` of processor time, ``wall_s`` on the clock,
    ``file_bytes`` of the largest file that it writes, ``open_files`` at once.
    """

    memory_bytes: int = 1_500 * _MB
    cpu_s: int = 900
    wall_s: float = 1_800.0
    file_bytes: int = 2_000 * _MB
    open_files: int = 256


@dataclass(frozen=True)
class Usage:
    """What the process had used when it ended: its peak of memory, its processor time."""

    peak_bytes: int
    cpu_s: float
