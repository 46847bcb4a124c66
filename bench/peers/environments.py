"""The Python peers' own environments: each holds its lock and nothing of the site's."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from config.cluster_place import CHECKOUT

LOCKS = Path(__file__).with_name("locks")
_HOME = CHECKOUT / ".local" / "bench"
_MARK = "installed"


class NotToBeHad(Exception):
    """The peer's packages can't be installed here; the message says why."""


def environment_of(name: str) -> Path:
    """The folder with the programs of the peer's environment, made where it is missing.

    Raises:
        NotToBeHad: pip can't install it.
    """
    lock = LOCKS / f"{name}.lock"
    home = _HOME / name
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    mark = home / _MARK
    if not mark.exists() or mark.read_text() != digest:
        _make(home, lock)
        mark.write_text(digest)
    return home / "bin"


def version_of(name: str, package: str) -> str:
    """The version of a package that the peer's lock names."""
    for line in (LOCKS / f"{name}.lock").read_text().splitlines():
        if line.startswith(f"{package}=="):
            return line.removeprefix(f"{package}==").split()[0]
    raise LookupError(f"{name}.lock: {package}")


def _make(home: Path, lock: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    home.parent.mkdir(parents=True, exist_ok=True)
    # Not the site's environment, which this may run in: what that was made with.
    python = shutil.which(f"python3.{sys.version_info.minor}", path="/usr/local/bin:/usr/bin:/bin")
    pip = [str(home / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install"]
    for command in (
        [python or sys.executable, "-m", "venv", str(home)],
        [*pip, "--quiet", "--no-deps", "--require-hashes", "-r", str(lock)],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            shutil.rmtree(home, ignore_errors=True)
            raise NotToBeHad(done.stderr.strip()[-500:] or done.stdout.strip()[-500:])
