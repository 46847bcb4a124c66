"""What the commands that serve the site leave, and where they may listen."""

from __future__ import annotations

import socket
from pathlib import Path


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def processes_naming(database: str) -> list[str]:
    """Programs that were given this database's name; each server's child inherits it."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if f"DB_NAME={database}\0".encode() in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_text())
        except OSError:
            continue  # not a process, ended meanwhile, or somebody else's
    return found
