"""What the command that an operator runs takes before it reads a file."""

from __future__ import annotations

import subprocess
import sys

_RUN = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
from django.core.management import ManagementUtility
try:
    ManagementUtility(["manage.py", "import_source", "no-such-source", "--list"]).execute()
finally:
    print(*(name for name in ("config.urls", "mapnik", "ows.wms") if name in sys.modules))
"""


def test_no_page_or_protocol_is_read_for_an_import() -> None:
    """They are a quarter of the memory in which a national file is read."""
    done = subprocess.run([sys.executable, "-c", _RUN], capture_output=True, text=True, check=False)
    assert "no-such-source" in done.stderr
    assert done.stdout.strip() == ""
