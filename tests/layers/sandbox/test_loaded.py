"""What the fork server loads is every reader's: nothing that one kind of file alone needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from layers.sandbox.environment import folder_variables, shared_variables

_LOAD = """
import sys
from layers.sandbox import child
from layers.sandbox.tasks import TASKS
child.load(TASKS.values())
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(status["VmPeak"].split()[0], "gtfs_guru" in sys.modules, "rasterio" in sys.modules)
"""


def test_a_reader_begins_with_few_addresses(tmp_path: Path) -> None:
    """A gigabyte that a library sets aside is a gigabyte less for every file (RLIMIT_AS)."""
    done = subprocess.run(
        [sys.executable, "-c", _LOAD],
        env=shared_variables() | folder_variables(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    peak_kb, *loaded = done.stdout.split()
    assert loaded == ["False", "False"]
    assert int(peak_kb) < 600_000
