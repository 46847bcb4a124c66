"""``make serve`` from its first line to Ctrl-C, on a database of its own."""

from __future__ import annotations

import re
import signal
import socket
import urllib.request

import psycopg
import pytest

from territory.models import EnvironmentalCommission
from tests.config.processes import free_port, processes_naming
from tests.config.serving import read_until, serving, start_serving
from tests.database import address


def test_it_serves_every_layer_and_ctrl_c_leaves_no_process(own_database: str) -> None:
    port = free_port()
    process = start_serving(port, DB_NAME=own_database)
    said = read_until(process, "Ctrl-C")
    assert "\nlisto\n" in said, said
    assert "✗" not in said
    assert said.count("✓") >= 6
    assert f"http://127.0.0.1:{port}/ows/wms" in said
    for title in ("Actualizando las tablas", "Arrancando el servidor"):
        assert re.search(rf"→ {title}…\n(?:.*\n)*?  hecho en \d+ s, [+-]\d+ MB\n", said), said
    assert "Preparado en " in said
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
        process = start_serving(port)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"No se puede usar 127.0.0.1:{port}" in said
    assert "Traceback" not in said


def test_a_database_that_does_not_answer_is_said_clearly() -> None:
    process = start_serving(free_port(), DATABASE_URL="postgresql://nadie@127.0.0.1:1/nada")
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "No se puede conectar con DATABASE_URL" in said
    assert "Traceback" not in said


def test_a_layer_that_does_not_answer_is_not_called_ready(own_database: str) -> None:
    """The rest is served all the same."""
    with psycopg.connect(address(own_database), autocommit=True) as database:
        table = EnvironmentalCommission._meta.db_table
        database.execute(f"ALTER TABLE {table} RENAME COLUMN name TO gone")
    port = free_port()
    with serving(port, own_database) as process:
        said = read_until(process, "Ctrl-C")
        assert "✗ environmental_commissions no responde bien" in said
        assert "✓ districts" in said
        failing = re.findall(r"\nEn marcha, salvo lo que no responde bien: (.*)\n", said)
        assert failing == ["environmental_commissions. El motivo está arriba."]
        assert "listo" not in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert answer.status == 200
