"""The built scripts against their budgets; what a browser really loads: ``tests/clients``."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

DIST = Path(settings.BASE_DIR) / "frontend" / "dist"
SCRIPT_BUDGET = {"src/site.ts": 30_000, "src/map/main.ts": 170_000}
# What whoever draws a zone loads on top of the map.
EDITOR, EDITOR_BUDGET = "src/zones/main.ts", 40_000
# What a page with a form for a file loads.
UPLOADS, UPLOADS_BUDGET = "src/uploads/main.ts", 22_000


def _manifest() -> dict[str, Any]:
    path = DIST / ".vite" / "manifest.json"
    assert path.exists(), "the viewer is not built: make test builds it"
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def _scripts(manifest: dict[str, Any], entry: str) -> set[str]:
    found = {manifest[entry]["file"]}
    for imported in manifest[entry].get("imports", []):
        found |= _scripts(manifest, imported)
    return found


def _size(scripts: set[str]) -> int:
    """Bytes on the wire, gzip."""
    return sum(len(gzip.compress((DIST / script).read_bytes(), 9)) for script in scripts)


@pytest.mark.parametrize(("entry", "budget"), SCRIPT_BUDGET.items())
def test_scripts_keep_to_their_budget(entry: str, budget: int) -> None:
    scripts = _scripts(_manifest(), entry)
    assert 0 < _size(scripts) <= budget, f"{entry}: {_size(scripts)} bytes, gzip"


def test_editor_comes_apart_from_the_map_and_keeps_to_its_budget() -> None:
    manifest = _manifest()
    map_scripts = _scripts(manifest, "src/map/main.ts")
    own = _scripts(manifest, EDITOR) - map_scripts
    assert manifest[EDITOR]["isDynamicEntry"]
    assert manifest[EDITOR]["file"] not in map_scripts
    assert 10_000 < _size(own) <= EDITOR_BUDGET, f"{_size(own)} bytes, gzip"


def test_uploads_come_apart_from_the_pages_and_keep_to_their_budget() -> None:
    manifest = _manifest()
    page_scripts = _scripts(manifest, "src/site.ts")
    own = _scripts(manifest, UPLOADS) - page_scripts
    assert manifest[UPLOADS]["isDynamicEntry"]
    assert manifest[UPLOADS]["file"] not in page_scripts
    assert 5_000 < _size(own) <= UPLOADS_BUDGET, f"{_size(own)} bytes, gzip"


def test_names_carry_a_hash_so_that_they_can_be_kept_for_ever() -> None:
    files = {entry["file"] for entry in _manifest().values()}
    assert files
    immutable = re.compile(settings.WHITENOISE_IMMUTABLE_FILE_TEST)
    assert [name for name in files if not immutable.match(f"{settings.STATIC_URL}{name}")] == []


def test_build_names_no_other_host() -> None:
    for path in DIST.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "http://" not in text
        assert "https://" not in text
