"""What a publication's process loads: GDAL only where its file is one of features."""

from __future__ import annotations

import subprocess
import sys

_LOAD = """
import sys
import django
django.setup()
from layers.management.commands import import_source
print([name for name in ("pyogrio", "geopandas", "rasterio", "mapnik") if name in sys.modules])
"""


def test_a_table_is_published_without_gdal() -> None:
    """pyogrio and what it loads take a tenth of what a publication may hold in memory."""
    done = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[-2] == "[]"
