"""Workbooks that go back with their refused cells marked, by what is loaded for them alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from layers.loading.marking import mark_file
from layers.sandbox.wire import Reporter


def mark(
    files: Mapping[str, Path], arguments: Mapping[str, Any], output: Path, progress: Reporter
) -> dict[str, Any]:
    """``mark_file`` of the file ``file`` by the marks in ``cells``: ``marked.xlsx``.

    ``arguments``: ``source``, and ``encoding`` and ``separator`` where they were said.
    """
    progress.step("Marcando las celdas")
    number = mark_file(
        files["file"],
        files["cells"],
        arguments["source"],
        output / "marked.xlsx",
        encoding=arguments.get("encoding", ""),
        separator=arguments.get("separator", ""),
    )
    return {"marked": number}
