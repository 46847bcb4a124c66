"""Start a reading process, listen to it, and end it where it is too much."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import re
import selectors
import signal
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from layers.reading.results import ChoiceMissing, SourceError
from layers.sandbox.limits import Limits, Usage
from layers.sandbox.starting import CannotStart, Reader, start_reader
from layers.sandbox.tasks import TASKS
from layers.sandbox.wire import MAX_LINE_BYTES, MAX_SENTENCE
from layers.temporary import temporary_folder

log = logging.getLogger(__name__)

# So often whoever watches is asked whether to go on, seconds.
_BEAT_S = 0.5
_BLOCK = 1 << 16
_MAX_SAID = 8_000
_WORDS_OF_MEMORY = (b"memory allocation", b"bad_alloc", b"MemoryError", b"Cannot allocate memory")
_MOSTLY = 0.8

_TIME = "El archivo tarda demasiado en leerse: divídalo, o quítele lo que no hace falta."
_MEMORY = (
    "El archivo ocupa al leerse más memoria de la que un archivo de datos necesita (¿una celda "
    "suelta lejos de la tabla?): divídalo, o copie sus datos a un archivo nuevo."
)
_DAMAGED = (
    "El archivo está dañado o tiene algo que no se puede leer: ábralo en el programa con que se "
    "hizo, guárdelo de nuevo e intente otra vez."
)
_UNCONFINED = (
    "Este servidor no puede leer archivos ajenos sin riesgo (le falta seccomp): avise a quien lo "
    "administra."
)
_NO_READER = "Este servidor no puede leer archivos ahora: avise a quien lo administra."


class Progress(Protocol):
    """Who watches: the work's steps and its rows. What it raises ends the work."""

    def step(self, title: str, total: int | None = None) -> None: ...

    def add(self, rows: int, /) -> None: ...


class _Nobody:
    def step(self, title: str, total: int | None = None) -> None:
        """Nobody watches."""

    def add(self, rows: int, /) -> None:
        """Nobody watches."""


def run(
    task: str,
    files: Mapping[str, Path],
    arguments: Mapping[str, Any],
    output_folder: Path,
    limits: Limits | None = None,
    progress: Progress | None = None,
    report_usage: Callable[[Usage], None] | None = None,
) -> dict[str, Any]:
    """Do a task of ``TASKS`` in a process that is shut in.

    Args:
        task: its name.
        files: what it reads, by the names that the task knows.
        arguments: what JSON can hold.
        output_folder: what it writes lies there, plain files only.
        limits: instead of the task's own.
        progress: who watches; an exception of theirs ends the process and passes.
        report_usage: is given what the process used, however it ended.

    Returns:
        What the task gives.

    Raises:
        SourceError: the file can't be taken, or takes too much time or memory.
    """
    with temporary_folder("sandbox") as folder:
        request = folder / "request.json"
        temporary = folder / "temporary"
        temporary.mkdir()
        bounds = limits or TASKS[task].limits
        asked = {
            "task": task,
            "files": {name: str(path.resolve(strict=True)) for name, path in files.items()},
            "arguments": dict(arguments),
            "output": str(output_folder.resolve(strict=True)),
            "temporary": str(temporary),
            "limits": dataclasses.asdict(bounds),
        }
        request.write_text(json.dumps(asked, allow_nan=False), "utf-8")
        with _started(request, temporary, report_usage) as process:
            how = process.listen(bounds.wall_s, progress or _Nobody())
        result = _result(how, process, bounds)
    _check_output(output_folder)
    return result


class _Process:
    """A reading process: what it says, and what it used once it has ended."""

    def __init__(self, reader: Reader, pipe: int, errors: int) -> None:
        self._reader, self._pipe, self._errors = reader, pipe, errors
        self.usage = Usage(0, 0.0)
        self._peak_bytes = 0
        self.status = 0
        self.is_late = False
        self.said = b""
        self._look()  # what ends at once is seen at least as it began

    def listen(self, wall_s: float, progress: Progress) -> dict[str, Any]:
        """Its last message, empty where it ended without one."""
        deadline = time.monotonic() + wall_s
        last: dict[str, Any] = {}
        for line in self._lines(deadline, progress):
            try:
                message = json.loads(line)
            except ValueError:
                break
            match message:
                case {"step": str(title), "total": int() | None as total}:
                    progress.step(title[:200], total)
                case {"rows": int(rows)}:
                    progress.add(rows)
                case dict():
                    last = message
        return last

    def _lines(self, deadline: float, progress: Progress) -> Iterator[bytes]:
        """What comes by the pipe until it is closed; ends early when it is late or too much."""
        buffer = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(self._pipe, selectors.EVENT_READ)
            selector.register(self._errors, selectors.EVENT_READ)
            while self._pipe in selector.get_map():
                if time.monotonic() > deadline:
                    self.is_late = True
                    return
                events = selector.select(_BEAT_S)
                self._look()
                if not events:
                    progress.add(0)
                for key, _mask in events:
                    data = os.read(key.fd, _BLOCK)
                    if not data:
                        selector.unregister(key.fd)
                    elif key.fd == self._errors:
                        self.said = (self.said + data)[-_MAX_SAID:]
                    else:
                        buffer += data
                *lines, rest = buffer.split(b"\n")
                yield from map(bytes, lines)
                buffer = bytearray(rest)
                if len(buffer) > MAX_LINE_BYTES:
                    return

    def end(self) -> None:
        """Kill it where it still runs, and take note of what it used."""
        self._look()
        self.status, cpu_s = self._reader.end()
        self.usage = Usage(self._peak_bytes, cpu_s)

    def _look(self) -> None:
        """Its peak so far; ``ru_maxrss`` would be this process's own where that is higher."""
        with suppress(OSError):
            status = Path(f"/proc/{self._reader.pid}/status").read_text()
            found = re.search(r"VmHWM:\s+(\d+) kB", status)
            self._peak_bytes = int(found[1]) * 1024 if found else self._peak_bytes


@contextmanager
def _started(
    request: Path, temporary: Path, report_usage: Callable[[Usage], None] | None
) -> Iterator[_Process]:
    """The process, which never outlives the block."""
    with _pipe() as (said, saying), _pipe() as (errors, failing):
        try:
            reader = start_reader(request, temporary, saying.fileno(), failing.fileno())
        except CannotStart as error:
            log.error("no reading process can be started: %s", error)  # noqa: TRY400 - its words
            raise SourceError(_NO_READER) from error
        process = _Process(reader, said.fileno(), errors.fileno())
        saying.close()
        failing.close()
        try:
            yield process
        finally:
            process.end()
            if report_usage:
                report_usage(process.usage)


@contextmanager
def _pipe() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Its end to read and its end to write, closed after the block."""
    read, write = os.pipe()
    with os.fdopen(read, "rb", buffering=0) as reading, os.fdopen(write, "wb", buffering=0) as end:
        yield reading, end


def _result(how: Mapping[str, Any], process: _Process, limits: Limits) -> dict[str, Any]:
    match how:
        case {"result": dict() as result}:
            return result
        case {"refused": str(sentence), "choice": str(choice), "offers": list(offers)}:
            raise ChoiceMissing(sentence[:MAX_SENTENCE], choice, map(str, offers))
        case {"refused": str(sentence)}:
            raise SourceError(sentence[:MAX_SENTENCE])
        case {"memory": True}:
            raise SourceError(_MEMORY)
        case {"unconfined": True}:
            log.error("neither seccomp nor a network namespace: no stranger's file can be read")
            raise SourceError(_UNCONFINED)
        case {"defect": str(traceback)}:
            log.warning("a file could not be read:\n%s", traceback)
            raise SourceError(_DAMAGED)
    if process.is_late or process.status == -signal.SIGXCPU:
        raise SourceError(_TIME)
    if _was_memory(process, limits):
        raise SourceError(_MEMORY)
    said = process.said.decode("utf-8", "replace")[-1_000:]
    log.warning("a reading process ended by itself (%s): %s", process.status, said)
    raise SourceError(_DAMAGED)


def _was_memory(process: _Process, limits: Limits) -> bool:
    """Whether it ended for want of memory: libraries abort, each with words of its own."""
    said = any(words in process.said for words in _WORDS_OF_MEMORY)
    return said or process.usage.peak_bytes > _MOSTLY * limits.memory_bytes


def _check_output(folder: Path) -> None:
    """Nothing but plain files: a link would lead whoever reads it out of the folder."""
    for root, folders, files in os.walk(folder):
        for name in (*folders, *files):
            mode = (Path(root) / name).lstat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                log.error("a reading process left something that is no file: %s", name)
                raise SourceError(_DAMAGED)
