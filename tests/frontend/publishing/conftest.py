"""Imports of a file that the test writes, as the command line has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.layers.loading.regional_files import Import


@pytest.fixture
def publish(tmp_path: Path) -> Import:
    return Import(tmp_path / "comisiones.csv")
