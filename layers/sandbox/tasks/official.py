"""Official files, whose sources know their columns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from layers.loading.checking import check_file
from layers.sandbox.wire import Reporter


def check(
    files: Mapping[str, Path], arguments: Mapping[str, Any], output: Path, progress: Reporter
) -> dict[str, Any]:
    """``check_file`` of the file ``file``, with what ``checking.arguments_of`` packed."""
    progress.step("Revisando el archivo")
    return check_file(files["file"], arguments, output)
