"""``make serve`` from its first line to Ctrl-C, on a database of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from config.cluster_place import CHECKOUT
from tests.config.processes import free_port, processes_naming


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
    port = free_port()
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
    assert processes_naming(own_database) == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_port_in_use_is_said_clearly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = _serve(port)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"No se puede usar 127.0.0.1:{port}" in said
    assert "Traceback" not in said


def test_a_database_that_does_not_answer_is_said_clearly() -> None:
    process = _serve(free_port(), DATABASE_URL="postgresql://nadie@127.0.0.1:1/nada")
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "No se puede conectar con DATABASE_URL" in said
    assert "Traceback" not in said
