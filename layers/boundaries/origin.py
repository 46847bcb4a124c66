"""Where official boundaries come from: their source, and the file."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

_DIGEST_BLOCK = 1 << 20


@dataclass(frozen=True)
class Origin:
    """Where boundaries come from; without source and cut-off date none is published."""

    source: str
    cutoff_date: dt.date
    file_name: str
    sha256: str
    imported_by: str = ""


def digest_of(path: Path) -> str:
    """The file's SHA-256, by which an import can be told to be of the same file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_DIGEST_BLOCK):
            digest.update(block)
    return digest.hexdigest()
