"""``make serve`` starts again what dies. The database: tests/config/test_cluster.py."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from config import cluster_server, supervising
from config.child import child
from config.cluster_place import Place
from config.console import SetupError
from config.supervising import MOST_RESTARTS, Supervised
from tests.config.processes import free_port
from tests.config.serving import read_until, serving
from tests.database import database_copy

DEADLINE_S = 60


# A whole site is served, and its servers are killed.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[int, str]]:
    """The pid of ``make serve``, and the site's address."""
    base = re.sub(r"_test_\d+$", "", str(connection.settings_dict["NAME"]))
    port = free_port()
    with (
        django_db_blocker.unblock(),
        database_copy(base, f"{os.getpid()}supervised") as name,
        serving(port, name) as process,
    ):
        said = read_until(process, "Ctrl-C")
        assert "\nlisto\n" in said, said
        yield process.pid, f"http://127.0.0.1:{port}"


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/api/v1/commitments/", timeout=DEADLINE_S).close()
    except (urllib.error.HTTPError, OSError):
        return False
    return True


def wait_until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def children(pid: int, name: str) -> list[int]:
    """The children of ``pid`` whose command line holds ``name``."""
    pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(p) for p in pids if name in Path(f"/proc/{p}/cmdline").read_text()]


@pytest.mark.parametrize("name", ["gunicorn", "nginx"])
def test_a_killed_server_is_started_again(served: tuple[int, str], name: str) -> None:
    pid, url = served
    before = children(pid, name)
    assert len(before) == 1
    os.kill(before[0], signal.SIGKILL)
    assert wait_until(lambda: children(pid, name) not in ([], before))
    assert wait_until(lambda: answers(url))


def test_a_killed_worker_of_jobs_is_started_again(served: tuple[int, str]) -> None:
    pid, url = served
    assert wait_until(lambda: len(children(pid, "run_worker")) == 1)
    before = children(pid, "run_worker")
    os.kill(before[0], signal.SIGKILL)
    assert wait_until(lambda: children(pid, "run_worker") not in ([], before))
    assert answers(url)


def test_killed_workers_and_sighup_refuse_nobody(served: tuple[int, str]) -> None:
    """A request whose worker dies is asked again of another, and new workers are there at once."""
    pid, url = served
    (master,) = children(pid, "gunicorn")
    os.kill(children(master, "gunicorn")[0], signal.SIGKILL)
    assert all(answers(url) for _ in range(20))
    os.kill(master, signal.SIGHUP)
    assert all(answers(url) for _ in range(40))
    assert children(pid, "gunicorn") == [master]


def test_a_database_that_was_stopped_is_not_dead(tmp_path: Path) -> None:
    """A stopped server takes its pid file along: whoever stopped it meant it."""
    place = Place(tmp_path, tmp_path, os.geteuid(), os.getegid())
    place.data.mkdir()
    assert not cluster_server.has_died(place)
    (place.data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert not cluster_server.has_died(place)
    ended = subprocess.Popen(["true"])
    ended.wait()
    (place.data / "postmaster.pid").write_text(f"{ended.pid}\n")
    assert cluster_server.has_died(place)


def test_what_cannot_run_is_not_started_for_ever() -> None:
    with Supervised("El programa", lambda: child(["false"], {})) as program:
        for _ in range(MOST_RESTARTS):
            program.process.wait()
            program.look()
        program.process.wait()
        with pytest.raises(SetupError, match="El programa se detuvo 6 veces en un minuto"):
            program.look()


def test_what_the_site_can_do_without_is_tried_again_after_a_pause(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervising, "PAUSE_S", 0.0)
    with Supervised("El proceso", lambda: child(["false"], {}), is_essential=False) as program:
        for _ in range(MOST_RESTARTS + 1):
            program.process.wait()
            program.look()
        assert "El proceso se detuvo 6 veces en un minuto" in capsys.readouterr().out
        before = program.process
        program.look()
        assert program.process is not before
        assert "se arranca otra vez" in capsys.readouterr().out
