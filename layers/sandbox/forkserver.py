"""``python -m layers.sandbox.forkserver``: load what readers need once, and fork one for each file.

It never looks at a file itself. ``layers.sandbox.starting`` asks it, by a socket, and is its owner:
with the owner's end of the socket it goes, and its readers with it.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from layers.sandbox import child
from layers.sandbox.environment import folder_variables
from layers.sandbox.tasks import TASKS

# Nobody asked for so long: the libraries' memory is given back.
_IDLE_S = 60.0
_MAX_MESSAGE_BYTES = 65_536
# A request brings the pipe of the reader's messages, that of its errors, and what it is ended by.
_DESCRIPTORS = 3


def main(descriptor: str) -> None:
    """Serve the socket of that number until its other end is closed, or nobody asks any more."""
    child.load(TASKS.values())
    _Server(socket.socket(fileno=int(descriptor))).serve()


class _Server:
    def __init__(self, control: socket.socket) -> None:
        self._control: socket.socket | None = control
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)
        # By the socket that ends it, a reader's process.
        self._readers: dict[socket.socket, int] = {}

    def serve(self) -> None:
        while self._control or self._readers:
            ready = self._selector.select(_IDLE_S)
            if not ready and not self._readers:
                return
            for key, _events in ready:
                if key.fileobj is self._control:
                    self._take(self._control)
                elif isinstance(key.fileobj, socket.socket):
                    self._end(key.fileobj)

    def _take(self, control: socket.socket) -> None:
        """Fork a reader for the next request; nothing more comes where the owner has gone."""
        text, descriptors, _flags, _address = socket.recv_fds(
            control, _MAX_MESSAGE_BYTES, _DESCRIPTORS
        )
        if not text:
            self._selector.unregister(control)
            control.close()
            self._control = None
            return
        pipe, errors, life = descriptors
        process = os.fork()
        if process == 0:
            self._become_reader(text, pipe, errors, life)
        os.close(pipe)
        os.close(errors)
        ending = socket.socket(fileno=life)
        self._readers[ending] = process
        self._selector.register(ending, selectors.EVENT_READ)
        _say(ending, {"pid": process})

    def _end(self, ending: socket.socket) -> None:
        """Kill a reader where it still runs, and say how it ended and what it used.

        Until its owner asks it is not waited for, so that its number stays its own.
        """
        process = self._readers.pop(ending)
        self._selector.unregister(ending)
        with suppress(OSError):
            ending.recv(_MAX_MESSAGE_BYTES)
        os.kill(process, signal.SIGKILL)
        _pid, status, used = os.wait4(process, 0)
        code = os.waitstatus_to_exitcode(status)
        _say(ending, {"status": code, "cpu_s": used.ru_utime + used.ru_stime})
        ending.close()

    def _become_reader(self, text: bytes, pipe: int, errors: int, life: int) -> NoReturn:
        """The forked process: of this one it keeps the code, and no way to anybody else."""
        code = 1
        try:
            os.setsid()
            # One by one: libraries hold files of their own open, as PROJ its database.
            self._selector.close()
            for other in (*self._readers, self._control):
                if other:
                    other.close()
            os.close(life)
            os.dup2(errors, 2)
            os.close(errors)
            asked = json.loads(text)
            os.environ.update(folder_variables(Path(asked["temporary"])))
            tempfile.tempdir = None
            os.chdir(asked["temporary"])
            child.main(asked["request"], str(pipe))
            code = 0
        finally:
            # Whatever was raised: nothing of the one that forked is to be run here.
            os._exit(code)


def _say(ending: socket.socket, message: dict[str, object]) -> None:
    """A line to the owner, where there is one still."""
    with suppress(OSError):
        ending.sendall(json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
