"""What ``make serve`` prepares: static files are collected when they changed, and only then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from config import static_files


def test_a_new_build_is_collected(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that ``npm run build`` made, which leaves no mark of ``make serve``'s."""
    manifest = tmp_path / "manifest.json"
    root = tmp_path / "static"
    settings.STATIC_ROOT = root
    settings.DJANGO_VITE = {"default": {"manifest_path": manifest}}
    collected: list[str] = []

    def collect(*_: Any, **__: Any) -> None:
        collected.append(manifest.read_text())

    monkeypatch.setattr(static_files, "call_command", collect)
    for build in ("map-1.js", "map-1.js", "map-2.js", "map-2.js"):
        manifest.write_text(build)
        static_files.collect_static()
    assert collected == ["map-1.js", "map-2.js"]
