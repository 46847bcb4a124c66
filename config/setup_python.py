"""The virtual environment, installed from the locks and nothing else.

Standard library only: it runs with the system's Python.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from config.cluster_place import CHECKOUT
from config.command import run

VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
# Which locks were installed, and where: scripts in a moved environment name the old place.
MARK = VENV / "territorio.json"
RUNTIME = CHECKOUT / "requirements.lock"
DEVELOPMENT = CHECKOUT / "requirements-dev.lock"
# Disk of ``.venv``, and of the downloads, as measured.
MEGABYTES = {RUNTIME: (1_420, 370), DEVELOPMENT: (1_860, 505)}


def install(goal: str, log: Path) -> None:
    """Makes ``.venv`` hold the goal's lock; does nothing where it does already."""
    lock = _lock(goal)
    if is_installed(goal):
        return
    installed = _installed()
    if not _works():
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        run("Creando el entorno de Python (.venv)", command, log)
        installed = {}
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install"]
    # The lock is complete and hashed: nothing is resolved, nothing unnamed gets in.
    pip += ["--no-deps", "--require-hashes", "-r", str(lock)]
    if lock == DEVELOPMENT:
        # Of what the tests bring most is never imported; the rest is compiled when it is.
        pip.append("--no-compile")
    run("Instalando las bibliotecas de Python", pip, log, env=_clean_environment())
    installed[lock.name] = _digest(lock)
    if lock == DEVELOPMENT:
        # It holds the same versions, and more.
        installed[RUNTIME.name] = _digest(RUNTIME)
    MARK.write_text(json.dumps(installed | {"place": str(VENV)}))


def is_installed(goal: str) -> bool:
    lock = _lock(goal)
    return _installed().get(lock.name) == _digest(lock)


def megabytes(goal: str) -> tuple[int, int]:
    """Disk of the goal's whole ``.venv``, and of what pip downloads for it."""
    return MEGABYTES[_lock(goal)]


def _lock(goal: str) -> Path:
    return RUNTIME if goal in ("serve", "worker", "dev", "bench") else DEVELOPMENT


def _installed() -> dict[str, str]:
    try:
        mark: dict[str, str] = json.loads(MARK.read_text())
    except (OSError, ValueError):
        return {}
    return mark if mark.get("place") == str(VENV) and _works() else {}


def _works() -> bool:
    """Whether the environment is there, whole, and of the Python that is asked now."""
    if not PYTHON.exists():
        return False
    ask = "import pip, sys; print(sys.version_info[:2])"
    done = subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.strip() == str(sys.version_info[:2])


def _clean_environment() -> dict[str, str]:
    """Without what would change what pip installs, or where."""
    unwanted = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER")
    return {key: value for key, value in os.environ.items() if key not in unwanted}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
