"""The rows of a table in whatever file an office publishes it: CSV, spreadsheet, DBF, zipped."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

from layers.reading.content import ZIP, FileData, opened, start_of
from layers.reading.dbf import columns_of, is_dbf, read_dbf
from layers.reading.ods_rows import is_ods
from layers.reading.results import Cleaned, SourceError
from layers.reading.tabular import read_in_chunks, read_table
from layers.reading.zipped import zipped_tables

# A part that every workbook of Office has.
_OFFICE_PART = "[Content_Types].xml"


def read_records(
    data: FileData,
    required: Sequence[str],
    optional: Sequence[str],
    aliases: Mapping[str, str],
    sheet: str = "",
) -> Cleaned:
    """As ``read_table``, also of a DBF, and of the table in a zip that has the columns."""
    with _unzipped(data, required, aliases) as table:
        if is_dbf(table):
            return read_dbf(table, required, optional, aliases)
        return read_table(table, required, optional, aliases, sheet if table is data else "")


def records_in_chunks(
    data: FileData,
    required: Sequence[str],
    optional: Sequence[str],
    aliases: Mapping[str, str],
    sheet: str = "",
) -> Iterator[Cleaned]:
    """The same, some thousands of rows at a time; of a DBF all of them."""
    with _unzipped(data, required, aliases) as table:
        if is_dbf(table):
            yield read_dbf(table, required, optional, aliases)
        else:
            sheet = sheet if table is data else ""
            yield from read_in_chunks(table, required, optional, aliases, sheet)


def _is_office(data: FileData) -> bool:
    try:
        with opened(data) as file, zipfile.ZipFile(file) as archive:
            return _OFFICE_PART in archive.namelist()
    except zipfile.BadZipFile:
        return False


@contextmanager
def _unzipped(
    data: FileData, required: Sequence[str], aliases: Mapping[str, str]
) -> Iterator[FileData]:
    """The table itself: of a zip the largest DBF that has the columns, else the largest CSV."""
    if not start_of(data).startswith(ZIP) or _is_office(data) or is_ods(data):
        yield data
        return

    def has_columns(start: bytes) -> bool:
        return is_dbf(start) and set(required) <= columns_of(start, aliases)

    for tables in (
        zipped_tables(data, (".dbf",), has_columns),
        zipped_tables(data, (".csv", ".txt")),
    ):
        with closing(tables):
            for _name, content in tables:
                yield content
                return
    raise SourceError(f"El zip no tiene una tabla con las columnas {', '.join(required)}.")
