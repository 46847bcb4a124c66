"""What is random and kept beside the cluster: the signing key, the first accounts' passwords."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from config.cluster_place import CHECKOUT, locate

ADMINISTRATOR = "admin"
# Who tries the zones, the tracking and the processes, and the moderation (config.demonstration).
DEMONSTRATION = (
    "demo_cusco",
    "demo_la_libertad",
    "demo_revision",
    "demo_edicion",
    "demo_aprobacion",
    "demo_moderacion",
)


def secret_key() -> str:
    """``SECRET_KEY`` from the environment, or a random one that every process shares."""
    return os.environ.get("SECRET_KEY") or kept("secret_key", length_bytes=37)


def title_keys() -> tuple[str, ...]:
    """``TITLE_KEYS`` from the environment, or a random one: what hashes of titles are made with.

    The first makes them; by the others those are found that were made before it was changed.
    """
    given = os.environ.get("TITLE_KEYS", "").split(",")
    return tuple(filter(None, map(str.strip, given))) or (kept("title_key", length_bytes=32),)


def title_signing_seed() -> str:
    """``TITLE_SIGNING_SEED`` from the environment, or a random one: Ed25519, base64url."""
    return os.environ.get("TITLE_SIGNING_SEED") or kept("title_signing_seed", length_bytes=32)


def password_file(account: str) -> str:
    """The name of the file that holds an account's first password."""
    return f"{account}_password"


def kept(name: str, length_bytes: int) -> str:
    """The secret of that name, made on first use and readable by its owner only."""
    path = directory() / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Linked when it is whole: of two processes that make one, both read the first's.
        descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=f"{name}.")
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(length_bytes) + "\n")
        with suppress(FileExistsError):
            os.link(part, path)
        Path(part).unlink()
    return path.read_text().strip()


def directory() -> Path:
    """Beside the private cluster, so that both are kept or lost together."""
    return CHECKOUT / ".local" if os.environ.get("DATABASE_URL") else locate().home
