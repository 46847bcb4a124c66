r"""Old workbooks (xls) whose CodePage record contradicts their format.

A BIFF8 workbook's texts are Unicode, and its CodePage record says 1200 ([MS-XLS] 2.4.52). Some
writers put the system's code page there (SIASAR's put 1252): the library of workbooks then takes
the two bytes of each letter for two letters, "n\0o\0m\0b\0r\0e\0".
"""

from __future__ import annotations

import io
import struct

import olefile

_STREAM = "Workbook"
_BOF, _CODE_PAGE, _UNICODE, _BIFF8 = 0x0809, 0x0042, 1200, 0x0600
# The record stands among the first, before any sheet.
_WITHIN = 64


def in_unicode(content: bytes) -> bytes:
    """The workbook with the code page that its format has; as it is where nothing is wrong."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            if not compound.exists(_STREAM):
                return content
            stream = compound.openstream(_STREAM).read()
        at = _wrong_code_page(stream)
        if at is None:
            return content
        mended = stream[:at] + struct.pack("<H", _UNICODE) + stream[at + 2 :]
        file = io.BytesIO(content)
        with olefile.OleFileIO(file, write_mode=True) as compound:
            compound.write_stream(_STREAM, mended)
            return file.getvalue()
    except (OSError, ValueError, IndexError, struct.error):
        return content  # whoever reads the cells says what is wrong with it


def _wrong_code_page(stream: bytes) -> int | None:
    """Where the number of another code page than Unicode's stands in a BIFF8 stream."""
    start = 0
    for _ in range(_WITHIN):
        if start > len(stream) - 6:
            return None
        kind, length = struct.unpack_from("<HH", stream, start)
        (value,) = struct.unpack_from("<H", stream, start + 4)
        if start == 0 and (kind != _BOF or value != _BIFF8):
            return None
        if kind == _CODE_PAGE:
            return start + 4 if value != _UNICODE else None
        start += 4 + length
    return None
