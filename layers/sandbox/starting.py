"""Have readers forked by one process that has the libraries loaded: this process's own.

Loading them takes a second of processor, forking some milliseconds. The fork server is started by
the first file, ends by itself when no more come, and is started again by the next.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from layers.sandbox.environment import shared_variables

_SERVER = ("-m", "layers.sandbox.forkserver")
# One that has just ended by itself is found out when it is asked.
_ATTEMPTS = 2
_MAX_WORDS = 1_000


class Reader(Protocol):
    """A reader's process."""

    pid: int

    def end(self) -> tuple[int, float]:
        """Kill it where it still runs: how it ended (``subprocess``'s code), and its CPU seconds.

        It is asked once; until then the number is the process's own.
        """


class CannotStart(Exception):
    """No process can be had; for the log, what the last one said."""


class _Forked:
    """A reader that the fork server forked; ``life`` is what it is ended by."""

    def __init__(self, server: _ForkServer, life: socket.socket, pid: int) -> None:
        self._server, self._life, self.pid = server, life, pid

    def end(self) -> tuple[int, float]:
        with self._life:
            said: dict[str, Any] = {}
            with suppress(OSError):
                self._life.sendall(b"end\n")
                said = _line(self._life)
        status = int(said.get("status", -signal.SIGKILL))
        if status < 0 and status not in (-signal.SIGKILL, -signal.SIGXCPU):
            # What crashed one could be tried again at the same addresses: the next has others.
            self._server.is_spent = True
        return status, float(said.get("cpu_s", 0.0))


class _ForkServer:
    """A process with the libraries loaded, and the socket that it is asked by."""

    def __init__(self) -> None:
        self.is_spent = False
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # A file, which never fills: GDAL says something of each driver that is left out.
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by leave
        with theirs:
            number = str(theirs.fileno())
            self._process = subprocess.Popen(
                [sys.executable, "-P", *_SERVER, number],
                env=shared_variables(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )

    def fork(self, request: Path, temporary: Path, pipe: int, errors: int) -> _Forked | None:
        """A reader; nothing where the server is no more."""
        life, theirs = socket.socketpair()
        asked = json.dumps({"request": str(request), "temporary": str(temporary)}).encode()
        said: dict[str, Any] = {}
        with theirs, suppress(OSError):
            socket.send_fds(self._control, [asked], [pipe, errors, theirs.fileno()])
            theirs.close()
            said = _line(life)
        if "pid" not in said:
            life.close()
            return None
        return _Forked(self, life, said["pid"])

    def last_words(self) -> str:
        self._errors.seek(0)
        return self._errors.read().decode("utf-8", "replace")[-_MAX_WORDS:]

    def leave(self) -> None:
        """Ask no more: it ends when its last reader has."""
        self._control.close()
        self._errors.close()

    def is_over(self) -> bool:
        return self._process.poll() is not None

    def kill(self) -> None:
        self.leave()
        self._process.kill()
        self._process.wait()

    def forget(self) -> None:
        """A copy, in a process that was forked from its owner."""
        self.leave()
        self._process.returncode = 0


def _line(life: socket.socket) -> dict[str, Any]:
    """The next message; nothing where there is none any more."""
    text = b""
    while not text.endswith(b"\n"):
        data = life.recv(4_096)
        if not data:
            return {}
        text += data
    found: dict[str, Any] = json.loads(text)
    return found


_lock = threading.Lock()
_servers: list[_ForkServer] = []


def start_reader(request: Path, temporary: Path, pipe: int, errors: int) -> Reader:
    """A process that does what the file ``request`` says (``layers.sandbox.child``).

    Args:
        request: JSON, as ``child.main`` reads it.
        temporary: the folder of its own.
        pipe: where it says how the work goes on.
        errors: its standard error.

    Raises:
        CannotStart: there is none to be had.
    """
    with _lock:
        for _attempt in range(_ATTEMPTS):
            server = _current()
            reader = server.fork(request, temporary, pipe, errors)
            if reader:
                return reader
            words, server.is_spent = server.last_words(), True
    raise CannotStart(words)


def _current() -> _ForkServer:
    """The server that is asked; those that are spent are waited for as they end."""
    for server in _servers:
        if server.is_spent:
            server.leave()
    _servers[:] = [server for server in _servers if not (server.is_spent and server.is_over())]
    found = next((server for server in _servers if not server.is_spent), None)
    if found is None:
        found = _ForkServer()
        _servers.append(found)
    return found


def _forget_all() -> None:
    """A process that is forked from this one starts a server of its own."""
    global _lock  # noqa: PLW0603 - another thread's hold on it came along
    _lock = threading.Lock()
    for server in _servers:
        server.forget()
    _servers.clear()


@atexit.register
def _end_all() -> None:
    for server in _servers:
        server.kill()


os.register_at_fork(after_in_child=_forget_all)
