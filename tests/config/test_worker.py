"""``make worker``: jobs done on a machine that has nothing of the site but its database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from config.cluster_place import CHECKOUT
from config.needs import JOBS_MB, disk_needs, memory_need
from tests.config.processes import processes_naming
from tests.config.serving import read_until
from tests.config.test_supervision import children, wait_until

SUBMIT = "from layers import jobs; jobs.submit('clean_jobs', by=None)"
DONE = "Limpieza de trabajos antiguos: hecho en"


def submit(database: str) -> None:
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", SUBMIT]
    subprocess.run(command, cwd=CHECKOUT, env=os.environ | {"DB_NAME": database}, check=True)


def test_it_does_jobs_is_started_again_and_ends_with_ctrl_c(own_database: str) -> None:
    submit(own_database)
    process = subprocess.Popen(
        [sys.executable, "-m", "config.worker"],
        cwd=CHECKOUT,
        env=os.environ | {"DB_NAME": own_database},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert DONE in read_until(process, DONE)
    (worker,) = children(process.pid, "run_worker")
    os.kill(worker, signal.SIGKILL)
    assert wait_until(lambda: children(process.pid, "run_worker") not in ([], [worker]))
    submit(own_database)
    said = read_until(process, DONE)
    assert "El proceso de trabajos se detuvo (código -9); se arranca otra vez." in said
    assert DONE in said
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0, rest
    assert "Detenido." in rest
    assert processes_naming(own_database) == []


def test_its_machine_needs_neither_viewer_nor_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://usuario@servidor/base")
    titles = {need.title for need in disk_needs("worker")}
    assert not titles & {"bibliotecas del visor", "archivos estáticos", "base de datos"}
    assert memory_need("worker") == JOBS_MB
