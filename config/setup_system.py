"""The system packages: which ones, whether they are there, and how they get in.

Standard library only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from config.cluster_place import (
    explain_release,
    find_home,
    has_postgis,
    installed_releases,
    release,
)
from config.command import run
from config.console import SetupError, say
from config.front import nginx_program

# invoke-rc.d(8): while it says 101 a package that is installed starts no service.
POLICY = Path("/usr/sbin/policy-rc.d")
CREATE_NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/territorio.conf")


@dataclass(frozen=True)
class Package:
    """A Debian package and the question whether what it brings is there already.

    ``megabytes`` of disk it takes at most, with all it depends on, measured where nothing was
    installed (apt's lists and downloads included).
    """

    name: str
    is_present: Callable[[], bool]
    megabytes: int


def _has_venv() -> bool:
    done = subprocess.run(
        [sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False
    )
    return done.returncode == 0


def _has_any_postgis() -> bool:
    return bool(installed_releases())


def _has_gdal() -> bool:
    return _has_library("libgdal.so")


def _has_library(name: str) -> bool:
    done = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False)
    return name in done.stdout


def _has_chromium() -> bool:
    return shutil.which("chromium-headless-shell") is not None


VENV = Package("python3-venv", _has_venv, 20)
# PostgreSQL's server with PostGIS, and through it GDAL, GEOS and PROJ for GeoDjango.
POSTGIS = Package("postgresql-postgis", _has_any_postgis, 760)
# The same libraries where the database is elsewhere.
GDAL = Package("gdal-bin", _has_gdal, 760)
# Before the site's own server (config.front).
NGINX = Package("nginx", lambda: nginx_program() is not None, 10)
# RAR and 7z, which official files come in.
ARCHIVES = Package("libarchive13", lambda: _has_library("libarchive.so.13"), 5)
# What the bench compares the site with.
MAPSERVER = Package("cgi-mapserver", lambda: Path("/usr/lib/cgi-bin/mapserv").exists(), 60)
QGIS = Package("python3-qgis", lambda: Path("/usr/lib/python3/dist-packages/qgis").is_dir(), 2_350)
PEERS = [
    MAPSERVER,
    Package("gdal-bin", lambda: shutil.which("ogr2ogr") is not None, 5),
    # Its project is written by QGIS's own Python.
    QGIS,
    Package("qgis-server", lambda: Path("/usr/lib/cgi-bin/qgis_mapserv.fcgi").exists(), 20),
]
TESTS = [
    # Chromium without its windows, each of which costs the tests' processors most of a second.
    Package("chromium-headless-shell", _has_chromium, 500),
    QGIS,
    MAPSERVER,
    Package("libreoffice-calc-nogui", lambda: shutil.which("soffice") is not None, 350),
    Package("redis-server", lambda: shutil.which("redis-server") is not None, 10),
]
# Debian's own services of these stay off.
SERVICES = ("nginx", "redis-server")


def install(goal: str, log: Path) -> None:
    """Installs what the goal needs and the machine lacks; asks nothing.

    Raises:
        SetupError: this account may not install; the message holds the command to run.
    """
    missing = [package.name for package in lacking(goal)]
    if not missing:
        return
    if shutil.which("apt-get") is None:
        raise SetupError(f"Faltan estos paquetes (nombres de Debian): {' '.join(missing)}")
    install_command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    sudo = _sudo()
    if sudo is None:
        raise SetupError(_how_to_install(missing, install_command))
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    apt += ["-o", "DPkg::Lock::Timeout=300"]
    run("Actualizando la lista de paquetes", [*apt, "update"], log)
    _require_release_of_cluster(missing)
    try:
        # Debian would make and start a cluster of its own, which nothing here uses.
        _write_as_root(sudo, "create_main_cluster = false\n")
        with _services_kept_still(sudo, missing):
            run(f"Instalando {', '.join(missing)}", [*apt, *install_command[1:]], log)
    finally:
        subprocess.run([*sudo, "rm", "-f", str(CREATE_NO_CLUSTER)], check=True)
    still = [package.name for package in lacking(goal)]
    if still:
        raise SetupError(f"Se instaló {' '.join(still)}, pero no se encuentra lo que trae.")


def lacking(goal: str) -> list[Package]:
    """The packages that the goal needs and the machine has not."""
    wanted = [VENV, _server()]
    if os.environ.get("DATABASE_URL") and goal != "bench":  # which has its own
        wanted = [VENV, GDAL]
    wanted += {
        "serve": [NGINX, ARCHIVES],
        "official": [ARCHIVES],
        "worker": [ARCHIVES],
        "test": [NGINX, ARCHIVES, *TESTS],
        "bench": [NGINX, *PEERS],
    }.get(goal, [])
    return [package for package in wanted if not package.is_present()]


def _server() -> Package:
    """PostgreSQL with PostGIS: of the release that a cluster which exists was made with."""
    made_with = release(find_home())
    if made_with is None:
        return POSTGIS
    name = f"postgresql-{made_with}-postgis-3"
    return replace(POSTGIS, name=name, is_present=lambda: has_postgis(made_with))


def _require_release_of_cluster(missing: list[str]) -> None:
    """Raises SetupError where the packages of this system have the cluster's release no more."""
    server, home = _server(), find_home()
    made_with = release(home)
    if made_with is None or server.name not in missing:
        return
    shown = subprocess.run(["apt-cache", "show", server.name], capture_output=True, check=False)
    if shown.returncode != 0:
        raise SetupError(explain_release(home, made_with))


@contextmanager
def _services_kept_still(sudo: list[str], missing: list[str]) -> Iterator[None]:
    """They serve this site or its tests only: Debian's own stay off, now and at the next start."""
    services = [name for name in SERVICES if name in missing]
    if not services:
        yield
        return
    is_ours = not POLICY.exists()  # a container's own forbids it already
    if is_ours:
        script = 'printf \'#!/bin/sh\\nexit 101\\n\' > "$0" && chmod 755 "$0"'
        subprocess.run([*sudo, "sh", "-c", script, str(POLICY)], check=True)
    try:
        yield
    finally:
        if is_ours:
            subprocess.run([*sudo, "rm", "-f", str(POLICY)], check=True)
    if shutil.which("systemctl"):
        subprocess.run([*sudo, "systemctl", "-q", "disable", *services], check=False)


def _sudo() -> list[str] | None:
    """What to put before a command that root must run; None where there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    quiet = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    if quiet.returncode == 0:
        return ["sudo"]
    if not sys.stdin.isatty():
        return None
    say("Hay que instalar paquetes del sistema; sudo puede pedir su contraseña.")
    asked = subprocess.run(["sudo", "-v"], check=False)
    return ["sudo"] if asked.returncode == 0 else None


def _how_to_install(missing: list[str], command: list[str]) -> str:
    text = (
        f"Faltan paquetes del sistema ({', '.join(missing)}) y esta cuenta no puede "
        "instalarlos. Ejecute esto como administrador y vuelva a empezar:\n\n"
        f"    apt-get update && {' '.join(command)}"
    )
    if POSTGIS.name in missing:
        text += (
            "\n\nO use una base de datos PostGIS que ya exista:\n\n"
            "    DATABASE_URL=postgresql://usuario:clave@servidor/base make serve"
        )
    return text


def _write_as_root(sudo: list[str], text: str) -> None:
    subprocess.run([*sudo, "mkdir", "-p", str(CREATE_NO_CLUSTER.parent)], check=True)
    subprocess.run(
        [*sudo, "tee", str(CREATE_NO_CLUSTER)],
        input=text,
        text=True,
        stdout=subprocess.DEVNULL,
        check=True,
    )
