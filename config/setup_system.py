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
from dataclasses import dataclass
from pathlib import Path

from config.cluster_place import POSTGRES_VERSIONS, has_postgis
from config.console import SetupError, run, say

# invoke-rc.d(8): while it says 101 a package that is installed starts no service.
POLICY = Path("/usr/sbin/policy-rc.d")
CREATE_NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/territorio.conf")


@dataclass(frozen=True)
class Package:
    """A Debian package and the question whether what it brings is there already."""

    name: str
    is_present: Callable[[], bool]


def _has_venv() -> bool:
    done = subprocess.run(
        [sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False
    )
    return done.returncode == 0


def _has_any_postgis() -> bool:
    return any(has_postgis(version) for version in POSTGRES_VERSIONS)


def _has_gdal() -> bool:
    done = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False)
    return "libgdal.so" in done.stdout


def _has_nginx() -> bool:
    # Debian puts it where an ordinary account's path does not look.
    return shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin") is not None


VENV = Package("python3-venv", _has_venv)
# PostgreSQL's server with PostGIS, and through it GDAL, GEOS and PROJ for GeoDjango.
POSTGIS = Package("postgresql-postgis", _has_any_postgis)
# The same libraries where the database is elsewhere.
GDAL = Package("gdal-bin", _has_gdal)
# What the bench compares the site with.
PEER = [
    Package("cgi-mapserver", lambda: Path("/usr/lib/cgi-bin/mapserv").exists()),
    Package("nginx", _has_nginx),
]
TESTS = [
    Package("chromium", lambda: shutil.which("chromium") is not None),
    Package("python3-qgis", lambda: Path("/usr/lib/python3/dist-packages/qgis").is_dir()),
]


def install(goal: str, log: Path) -> None:
    """Installs what the goal needs and the machine lacks; asks nothing.

    Raises:
        SetupError: this account may not install; the message holds the command to run.
    """
    elsewhere = os.environ.get("DATABASE_URL") and goal != "bench"  # which has its own
    wanted = [VENV, GDAL if elsewhere else POSTGIS]
    wanted += {"test": TESTS, "bench": PEER}.get(goal, [])
    missing = [package.name for package in wanted if not package.is_present()]
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
    try:
        # Debian would make and start a cluster of its own, which nothing here uses.
        _write_as_root(sudo, "create_main_cluster = false\n")
        with _services_kept_still(sudo, missing):
            run(f"Instalando {', '.join(missing)}", [*apt, *install_command[1:]], log)
    finally:
        subprocess.run([*sudo, "rm", "-f", str(CREATE_NO_CLUSTER)], check=True)
    still = [p.name for p in wanted if not p.is_present()]
    if still:
        raise SetupError(f"Se instaló {' '.join(still)}, pero no se encuentra lo que trae.")


@contextmanager
def _services_kept_still(sudo: list[str], missing: list[str]) -> Iterator[None]:
    """A web server that comes in for the bench serves nothing else, now or at the next start."""
    if "nginx" not in missing:
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
        subprocess.run([*sudo, "systemctl", "-q", "disable", "nginx"], check=False)


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
