"""Files that are written while they are sent, or into a folder that goes with the answer."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from layers.errors import StorageFull
from layers.stream import RowStream
from layers.temporary import temporary_folder

BLOCK_BYTES = 256 * 1024
_ROWS_AT_ONCE = 256
# A file that is spooled leaves so much of the disk to everything else.
_KEPT_FREE_BYTES = 1024**3


class Streamed:
    """The pieces that ``write`` makes of the rows' blocks while the database sends them."""

    def __init__(
        self,
        rows: RowStream,
        write: Callable[[Iterator[bytes]], Iterator[bytes]],
        separator: bytes = b"",
    ) -> None:
        self._rows = rows
        self._write = write
        self._separator = separator

    def __iter__(self) -> Iterator[bytes]:
        return self._write(blocks(self._rows, self._separator))

    def close(self) -> None:
        """Stop the query; harmless when it has ended."""
        self._rows.close()


class Spooled:
    """A file that ``make`` writes into a folder of its own, which is removed at the end.

    It is made for its first block: not at all where nobody wants one.
    """

    def __init__(self, make: Callable[[Path], Path]) -> None:
        self._stack = ExitStack()
        self._make = make

    def __iter__(self) -> Iterator[bytes]:
        with self._stack:
            made = self._make(self._stack.enter_context(temporary_folder("export")))
            with made.open("rb") as file:
                while block := file.read(BLOCK_BYTES):
                    yield block

    def close(self) -> None:
        """Remove the folder; harmless when it is gone."""
        self._stack.close()


def blocks(rows: RowStream, separator: bytes = b"") -> Iterator[bytes]:
    """The text of the rows' first column, many at once, with ``separator`` between two rows."""
    texts = (row[0] or b"" for row in rows)
    before = b""
    while some := list(islice(texts, _ROWS_AT_ONCE)):
        yield before + separator.join(some)
        before = separator


def check_space(folder: Path) -> None:
    """Raises StorageFull where a file that grows in ``folder`` would fill the disk."""
    if shutil.disk_usage(folder).free < _KEPT_FREE_BYTES:
        raise StorageFull
