"""How far the cells of a workbook reach.

The library of workbooks makes room for the whole rectangle around them: one stray cell in the last
corner of a sheet of 6 kB asks for 512 GiB, and ends the process.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from layers.reading.results import SourceError

# A national file has 150,000 rows of 70 cells.
MAX_CELLS = 30_000_000
# As many as a sheet of Excel has.
MAX_COLUMNS = 16_384
# As much as a process may ask for that reads a workbook of another kind, to see whether it can.
PROBE_BYTES = 450_000_000
_PROBE_S = 300
_probes: ContextVar[bool] = ContextVar("probes", default=True)

_PROBE = """
import io, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from python_calamine import CalamineError, CalamineWorkbook
try:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for index in range(len(workbook.sheet_names)):
        workbook.get_sheet_by_index(index)
except (CalamineError, OSError, ValueError):
    pass
"""


def check_extent(rows: int, columns: int, cells: int) -> None:
    """Refuse a sheet that spans or holds more cells than a table does; raises SourceError."""
    if max(rows * columns, cells) > MAX_CELLS or columns > MAX_COLUMNS:
        raise SourceError(
            f"Una hoja abarca {rows} filas y {columns} columnas (¿una celda suelta lejos de la "
            "tabla?): copie la tabla a una hoja nueva y guárdela."
        )


@contextmanager
def unprobed() -> Iterator[None]:
    """Within the block workbooks are opened at once, by a process that has limits and may end."""
    token = _probes.set(False)
    try:
        yield
    finally:
        _probes.reset(token)


def probe(content: bytes) -> None:
    """Refuse a workbook of another kind that takes too much memory; raises SourceError.

    It is opened in a process of its own first, which may end. Within ``unprobed`` it isn't: that
    process is one already.
    """
    if not _probes.get():
        return
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _PROBE, str(PROBE_BYTES)],
            input=content,
            capture_output=True,
            timeout=_PROBE_S,
            check=False,
        )
    except (subprocess.TimeoutExpired, BrokenPipeError):
        failed = True
    else:
        failed = done.returncode != 0
    if failed:
        raise SourceError(
            "El libro abarca más celdas de las que caben en la memoria (¿una celda suelta lejos de "
            "la tabla?): copie la tabla a una hoja nueva y guárdela como CSV o XLSX."
        )
