"""What is random and kept beside the cluster: the signing key, the first accounts' passwords."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from config.cluster_place import CHECKOUT, locate

ADMINISTRATOR = "admin"
# Two planners and their reviewer, to try the zones with (config.demonstration).
DEMONSTRATION = ("demo_cusco", "demo_la_libertad", "demo_revision")


def secret_key() -> str:
    """``SECRET_KEY`` from the environment, or a random one that every process shares."""
    return os.environ.get("SECRET_KEY") or kept("secret_key", length_bytes=37)


def password_file(account: str) -> str:
    """The name of the file that holds an account's first password."""
    return f"{account}_password"


def kept(name: str, length_bytes: int) -> str:
    """The secret of that name, made on first use and readable by its owner only."""
    path = directory() / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(length_bytes) + "\n")
    return path.read_text().strip()


def directory() -> Path:
    """Beside the private cluster, so that both are kept or lost together."""
    return CHECKOUT / ".local" if os.environ.get("DATABASE_URL") else locate().home
