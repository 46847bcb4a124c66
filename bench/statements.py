"""SQL kept in files: pieces under ``-- name:`` lines."""

from __future__ import annotations

import re
from pathlib import Path

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


def named(path: Path) -> dict[str, str]:
    """The pieces of a file by their names; what stands before the first is a comment."""
    pieces = _NAME.split(path.read_text())
    return {name: sql.strip() for name, sql in zip(pieces[1::2], pieces[2::2], strict=True)}
