"""Readers are forked by one process with the libraries loaded: what it costs, and how it ends."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from layers import sandbox
from layers.reading.results import SourceError
from layers.sandbox import Usage, running, starting
from layers.sandbox.starting import Reader

pytestmark = pytest.mark.slow

Meet = Callable[[Callable[[int], None]], None]
# A server that gives up after a moment, in place of a minute; or that loads nothing.
IMPATIENT = (
    "-c",
    "import sys\nfrom layers.sandbox import forkserver\nforkserver._IDLE_S = 0.01\n"
    "forkserver.main(sys.argv[1])",
)
BROKEN = ("-c", "raise SystemExit('no library')")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    folder.mkdir()
    return folder


@pytest.fixture
def read(tmp_path: Path, output: Path) -> Callable[[], Usage]:
    """``read()`` describes a small table and gives what that used."""
    table = tmp_path / "tabla.csv"
    table.write_text("nombre;poblacion\nPuno;5\n")

    def once() -> Usage:
        used: list[Usage] = []
        assert sandbox.run("describe_file", {"file": table}, {}, output, None, None, used.append)
        return used[0]

    return once


@pytest.fixture
def meet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Meet:
    """``meet(see)``: of each process that reads ``see`` is given the number as it starts.

    What it is asked for comes after that, so that none is done before it was seen.
    """
    numbers = count()

    def with_each(see: Callable[[int], None]) -> None:
        def start(request: Path, temporary: Path, pipe: int, errors: int) -> Reader:
            later = tmp_path / f"request-{next(numbers)}"
            os.mkfifo(later)
            reader = starting.start_reader(later, temporary, pipe, errors)
            see(reader.pid)
            _ask(later, request.read_bytes(), reader.pid)
            return reader

        monkeypatch.setattr(running, "start_reader", start)

    return with_each


def _ask(pipe: Path, request: bytes, reader: int) -> None:
    """Write the request once the reader has opened the pipe; not at all where it has died."""
    while is_alive(reader):
        try:
            descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            time.sleep(0.005)
            continue
        with os.fdopen(descriptor, "wb") as file:
            file.write(request)
        return


@pytest.fixture
def own_servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """None is there yet, and none is left."""
    monkeypatch.setattr(starting, "_servers", [])
    yield
    starting._end_all()


def parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in ("Z", "X")


def ends(process: int) -> bool:
    for _ in range(400):
        if not is_alive(process):
            return True
        time.sleep(0.05)
    return False


def test_libraries_are_loaded_once(read: Callable[[], Usage], meet: Meet) -> None:
    """A reader's own processor time is its file's: loading alone takes half a second."""
    servers = []
    meet(lambda reader: servers.append(parent_of(reader)))
    assert [read().cpu_s < 0.25 for _ in range(3)] == [True] * 3
    assert len(set(servers)) == 1
    assert os.getpid() not in servers


def test_a_reader_has_no_socket_and_a_session_of_its_own(
    read: Callable[[], Usage], meet: Meet, own_servers: None
) -> None:
    """Neither the server's nor, while another file is read, that reader's."""
    left: dict[int, list[str]] = {}

    def see(reader: int) -> None:
        for _ in range(400):  # it has just been forked
            if os.getsid(reader) == reader and Path(f"/proc/{reader}/cwd").resolve() != Path("/"):
                break
            time.sleep(0.005)
        os.kill(reader, signal.SIGSTOP)
        found = [str(path.readlink()) for path in Path(f"/proc/{reader}/fd").iterdir()]
        left[reader] = [name for name in found if name.startswith("socket")]
        if len(left) == 1:
            read()
        os.kill(reader, signal.SIGCONT)

    meet(see)
    read()
    assert list(left.values()) == [[], []]


def test_after_a_crash_the_next_has_other_addresses(
    read: Callable[[], Usage], meet: Meet, own_servers: None
) -> None:
    """A file that guesses where code lies guesses once."""
    servers = []

    def crash(reader: int) -> None:
        servers.append(parent_of(reader))
        os.kill(reader, signal.SIGSEGV)

    meet(crash)
    with pytest.raises(SourceError, match="está dañado"):
        read()
    meet(lambda reader: servers.append(parent_of(reader)))
    read()
    assert len(set(servers)) == 2
    assert ends(servers[0])


def test_a_server_that_was_killed_is_followed_by_another(
    read: Callable[[], Usage], own_servers: None
) -> None:
    read()
    (server,) = starting._servers
    os.kill(server._process.pid, signal.SIGKILL)
    assert read().cpu_s < 0.25


def test_a_server_that_nobody_asks_ends(
    read: Callable[[], Usage], own_servers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "_SERVER", IMPATIENT)
    read()
    (server,) = starting._servers
    assert ends(server._process.pid)
    read()


def test_where_none_can_be_started_the_log_says_why(
    read: Callable[[], Usage],
    own_servers: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(starting, "_SERVER", BROKEN)
    with pytest.raises(SourceError, match="avise a quien lo administra"):
        read()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "no library" in caplog.text


def test_readers_die_with_who_asked_for_them(
    read: Callable[[], Usage], meet: Meet, own_servers: None
) -> None:
    """However that one ends: its end of the socket goes with it."""
    started, told = os.pipe()

    def see(reader: int) -> None:
        os.kill(reader, signal.SIGSTOP)
        os.write(told, f"{reader} {parent_of(reader)}\n".encode())

    meet(see)
    parent = os.fork()
    if parent == 0:  # pragma: no cover
        read()
        os._exit(1)
    reader, server = map(int, os.read(started, 100).split())
    assert is_alive(reader)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    assert ends(reader)
    assert ends(server)
    os.close(started)
    os.close(told)
