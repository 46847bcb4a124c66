"""The part that processes share: a file each, in 256 folders, each of which holds its share.

A file is written aside and put in its place at once, and says by a digest whether it is whole. Of a
folder that is full the files that were read longest ago give way. Whatever fails of it is logged
once: answers are then made anew, which takes longer and is as good.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_log = logging.getLogger(__name__)

_MAGIC = b"TA-kept1"
_DIGEST_BYTES = 16
_FOLDERS = 256
# A file takes whole blocks of the disk.
_BLOCK_BYTES = 4096
# When a folder is full, so much of it stays.
_STAYS = 0.9
# That a file was read is noted so often: often enough to tell what is used.
_NOTED_S = 3600.0
# Writers of one answer share a lock; so many locks there are.
_LOCKS = 1024
_ASKED_AGAIN_S = 0.004


class Disk:
    """Files in a directory that is made when the first is written, for its owner alone."""

    def __init__(self, directory: Path, most_bytes: int) -> None:
        self._directory = directory
        self._most_of_a_folder = most_bytes // _FOLDERS
        self._has_complained = False

    def get(self, key: str) -> bytes | None:
        """The bytes kept under the key (hexadecimal digits); None where there are none."""
        path = self._path(key)
        try:
            with path.open("rb") as file:
                content = file.read()
                read_s = os.fstat(file.fileno()).st_mtime
        except FileNotFoundError:
            return None
        except OSError as error:
            self._complain(error)
            return None
        value = content[len(_MAGIC) + _DIGEST_BYTES :]
        if content[: -len(value) or None] != _MAGIC + _digest(key, value):
            with suppress(OSError):
                path.unlink()
            return None
        if time.time() - read_s > _NOTED_S:
            with suppress(OSError):
                os.utime(path)
        return value

    def put(self, key: str, value: bytes) -> None:
        """Keep it; nothing happens where it can't be written or is too large."""
        if _on_disk(len(value)) > self._most_of_a_folder:
            return
        path = self._path(key)
        part = path.with_name(f"{path.name}.{os.getpid()}.{time.monotonic_ns()}.part")
        try:
            self._make(path.parent)
            self._make_room(path.parent, _on_disk(len(value)))
            part.touch(mode=0o600)
            part.write_bytes(_MAGIC + _digest(key, value) + value)
            part.replace(path)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            self._complain(error)

    @contextmanager
    def alone(self, key: str, wait_s: float) -> Iterator[None]:
        """During the block no other process makes this; after ``wait_s`` it goes on regardless."""
        lock = self._lock(key)
        if lock is None:
            yield
            return
        try:
            end_s = time.monotonic() + wait_s
            while not _is_locked(lock) and time.monotonic() < end_s:
                time.sleep(_ASKED_AGAIN_S)
            yield
        finally:
            os.close(lock)

    def _lock(self, key: str) -> int | None:
        path = self._directory / "locks" / f"{int(key[:8], 16) % _LOCKS:03x}"
        try:
            self._make(path.parent)
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            self._complain(error)
            return None

    def _make_room(self, folder: Path, wanted: int) -> None:
        """Remove what was read longest ago from a folder that would hold too much."""
        files = []
        for entry in os.scandir(folder):
            with suppress(OSError):  # another process may have removed it
                found = entry.stat()
                files.append((found.st_mtime, _on_disk(found.st_size), entry.path))
        held = wanted + sum(size for _, size, _ in files)
        if held <= self._most_of_a_folder:
            return
        for _, size, path in sorted(files):
            if held <= self._most_of_a_folder * _STAYS:
                break
            with suppress(OSError):
                Path(path).unlink()
            held -= size

    def _make(self, folder: Path) -> None:
        self._directory.parent.mkdir(parents=True, exist_ok=True)
        self._directory.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)

    def _path(self, key: str) -> Path:
        return self._directory / key[-2:] / key

    def _complain(self, error: OSError) -> None:
        if not self._has_complained:
            self._has_complained = True
            _log.warning("Kept answers: %s can't be used: %s", self._directory, error)


def _digest(key: str, value: bytes) -> bytes:
    """Of the key too: a file under another's name is none."""
    return hashlib.blake2b(value, digest_size=_DIGEST_BYTES, key=key.encode()[:64]).digest()


def _on_disk(size: int) -> int:
    return -(-(size + len(_MAGIC) + _DIGEST_BYTES) // _BLOCK_BYTES) * _BLOCK_BYTES


def _is_locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
