"""SQL kept in ``.sql`` files: several named statements a file."""

from __future__ import annotations

import re
from pathlib import Path

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


def read_statements(path: Path) -> dict[str, str]:
    """Name → statement, of a file whose statements each follow a line ``-- name: word``."""
    pieces = _NAME.split(path.read_text(encoding="utf-8"))
    return dict(zip(pieces[1::2], (text.strip() for text in pieces[2::2]), strict=True))
