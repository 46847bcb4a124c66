"""How far the cells of a workbook reach, asked before the library of workbooks opens it.

It makes room for the whole rectangle around them: one stray cell in the last corner of a sheet of
6 kB asks for 512 GiB, and ends the process.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from functools import cache
from typing import IO

from layers.reading.bounds import BLOCK
from layers.reading.results import SourceError

# A national file has 150,000 rows of 70 cells.
MAX_CELLS = 30_000_000
# As much as a process may ask for that reads a workbook of another kind, to see whether it can.
PROBE_BYTES = 450_000_000
_PROBE_S = 300

# The place of a row or a cell (ECMA-376 Part 1, 18.3.1.73 and 18.3.1.4), whatever the prefix.
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})([0-9]{1,10})["']""")
_CELL = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?c[\s/>]")
_ROW = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?row[\s/>]")
# No tag of a row or a cell is so long.
_OVERLAP = 512

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


def check_extent(archive: zipfile.ZipFile) -> None:
    """Refuse a workbook (xlsx) one of whose parts spans too many cells; raises SourceError.

    All parts are looked through: the workbook may call its sheets as it likes.
    """
    for member in archive.infolist():
        if not member.is_dir():
            with archive.open(member) as part:
                _check_sheet(part)


def _check_sheet(sheet: IO[bytes]) -> None:
    rows = columns = cells = number_of_rows = 0
    kept = b""
    while block := sheet.read(BLOCK):
        # A tag that the block's end cuts in two is looked at with the next.
        text = kept + block
        end = max(text.rfind(b">") + 1, len(text) - _OVERLAP)
        seen, kept = text[:end], text[end:]
        places = set(_PLACE.findall(seen))
        rows = max(rows, max((int(row) for _column, row in places), default=0))
        columns = max(columns, max((_number(column) for column, _row in places), default=0))
        cells += len(_CELL.findall(seen))
        number_of_rows += len(_ROW.findall(seen))
        # Cells may leave out their place, and follow one another then.
        _check(max(rows, number_of_rows), max(columns, 1), cells)


def _check(rows: int, columns: int, cells: int) -> None:
    if max(rows * columns, cells) > MAX_CELLS:
        raise SourceError(
            f"Una hoja abarca {rows} filas y {columns} columnas (¿una celda suelta lejos de la "
            "tabla?): copie la tabla a una hoja nueva y guárdela."
        )


@cache
def _number(column: bytes) -> int:
    """``AB`` → 28; of none 0."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number


def probe(content: bytes) -> None:
    """Refuse a workbook of another kind that takes too much memory; raises SourceError.

    It is opened in a process of its own first, which may end.
    """
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
