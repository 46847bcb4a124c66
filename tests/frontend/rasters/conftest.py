"""Who prepares rasters, and where their files are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.publishers import EDITOR, MINAM, publisher


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> Path:
    settings.RASTER_STORAGE = str(tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture
def editor() -> User:
    return publisher("edita", MINAM, EDITOR)
