"""``make serve`` from its first line to Ctrl-C, on a database of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from config.cluster_place import CHECKOUT
from tests.database import database_copy


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    base = re.sub(r"_test_\d+$", "", str(connection.settings_dict["NAME"]))
    with django_db_blocker.unblock(), database_copy(base, f"{os.getpid()}serve") as name:
        yield name


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _serve(port: int, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "config.serve"],
        cwd=CHECKOUT,
        env=os.environ | {"PORT": str(port)} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _read_until(process: subprocess.Popen[str], words: str) -> str:
    """What it says up to the line with ``words``, or to its end."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    process.communicate()
    return said


def test_it_serves_every_layer_and_ctrl_c_leaves_no_process(own_database: str) -> None:
    port = _free_port()
    process = _serve(port, DB_NAME=own_database)
    said = _read_until(process, "Ctrl-C")
    assert "\nlisto\n" in said, said
    assert "✗" not in said
    assert said.count("✓") >= 6
    assert f"http://127.0.0.1:{port}/ows/wms" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0, rest
    assert _processes_naming(own_database) == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def _processes_naming(database: str) -> list[str]:
    """Programs that were given this database's name; each server's child inherits it."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if f"DB_NAME={database}\0".encode() in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_text())
        except OSError:
            continue  # not a process, ended meanwhile, or somebody else's
    return found


def test_a_port_in_use_is_said_clearly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = _serve(port)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"No se puede usar 127.0.0.1:{port}" in said
    assert "Traceback" not in said


def test_a_database_that_does_not_answer_is_said_clearly() -> None:
    process = _serve(_free_port(), DATABASE_URL="postgresql://nadie@127.0.0.1:1/nada")
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "No se puede conectar con DATABASE_URL" in said
    assert "Traceback" not in said
