"""Folders of a process's own, none of which outlives it for long, even if it is killed.

A folder's process holds a lock on it, which the system takes back from whoever dies. So a folder
without its lock is nobody's, and goes with the next sweep: before a folder is made, and whenever
gunicorn starts or loses a worker (``config.gunicorn_conf``).
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "territorio-"
_LOCK = "lock"
# Between a folder's making and its locking a sweep may come; and of what has no lock at all.
_UNLOCKED_S = 60.0


@contextmanager
def temporary_folder(purpose: str) -> Iterator[Path]:
    """An empty folder, gone with all that it holds at the end of the block."""
    root, lock = _make(purpose)
    try:
        yield root / "files"
    finally:
        shutil.rmtree(root, ignore_errors=True)
        os.close(lock)


def folder_of_process(purpose: str) -> Path:
    """An empty folder, gone at the end of this process; its children don't take it with them."""
    root, _lock = _make(purpose)
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(root, ignore_errors=True)

    atexit.register(remove)
    return root / "files"


def sweep() -> int:
    """Remove what processes left that are no more; gives how many folders there were."""
    removed = 0
    for root in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if root.is_dir() and not root.is_symlink() and _is_abandoned(root):
            shutil.rmtree(root, ignore_errors=True)
            removed += 1
    return removed


def _make(purpose: str) -> tuple[Path, int]:
    sweep()
    root = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{purpose}-"))
    lock = os.open(root / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    (root / "files").mkdir()
    return root, lock


def _is_abandoned(root: Path) -> bool:
    try:
        if root.stat().st_uid != os.getuid():
            return False
        lock = os.open(root / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        return _age_s(root) > _UNLOCKED_S
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        # Just made, and not locked yet: whoever makes it waits for no one.
        return _age_s(root) > _UNLOCKED_S or not _is_being_made(root)
    finally:
        os.close(lock)


def _is_being_made(root: Path) -> bool:
    return not (root / "files").exists()


def _age_s(root: Path) -> float:
    try:
        return time.time() - root.stat().st_mtime
    except FileNotFoundError:
        return 0.0
