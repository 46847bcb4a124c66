"""What the figures were measured on, and with which versions."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psycopg

from bench.peers import gisserver, mapproxy, mapserver, pygeoapi, qgis_server, tipg
from bench.peers.fastcgi import nginx_version

_PACKAGES = ("django", "gunicorn", "psycopg", "mapnik")


def describe(dsn: str) -> dict[str, str]:
    """Facts in the order in which they are shown."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": _memory(),
        "load when it began": f"{os.getloadavg()[0]:.1f}",
        "system": f"{_system()}, Linux {platform.release()}",
        "Python": platform.python_version(),
        **{name: version(name) for name in _PACKAGES},
        **_database(dsn),
        "MapServer": mapserver.version(),
        "QGIS Server": qgis_server.version(),
        "tipg": tipg.version(),
        "django-gisserver": gisserver.version(),
        "pygeoapi": pygeoapi.version(),
        "MapProxy": mapproxy.version(),
        "nginx": nginx_version(),
    }


def _processor() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def _memory() -> str:
    found = re.search(r"MemTotal:\s*(\d+) kB", Path("/proc/meminfo").read_text())
    return f"{int(found[1]) / 1024**2:.0f} GiB" if found else "?"


def _system() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")


def _database(dsn: str) -> dict[str, str]:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "SELECT current_setting('server_version'), postgis_lib_version()"
        ).fetchone()
    assert row is not None
    return {"PostgreSQL": str(row[0]).split()[0], "PostGIS": str(row[1])}
