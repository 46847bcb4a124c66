"""What a file handed in as evidence is, by its content; whatever may be two things is refused."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from layers.reading.results import SourceError
from layers.sandbox.wire import Reporter

_SIGNATURE_PDF = b"%PDF-"
_SIGNATURE_PNG = b"\x89PNG\r\n\x1a\n"
_SIGNATURE_JPEG = b"\xff\xd8\xff"
_END_JPEG = b"\xff\xd9"
# The last chunk of every PNG: no content, its name, its check (PNG, 11.2.5).
_END_PNG = b"\x00\x00\x00\x00IEND\xaeB`\x82"
# What a PDF does by itself when it is opened (ISO 32000-1, 12.6.4).
_ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|OpenAction)\b")
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|script|svg|\?xml|\?php)", re.IGNORECASE)

# The record that ends every zip, without a comment (APPNOTE.TXT, 4.3.16), and a member's bit for
# encryption (4.4.4).
_END_ZIP, _END_ZIP_BYTES = b"PK\x05\x06", 22
_ENCRYPTED = 0x1
_UNSAFE_NAME = re.compile(r"^/|\\|(?:^|/)\.\.(?:/|$)")
# Macros of either program, controls, and files within the file.
_ACTIVE_MEMBER = re.compile(r"vbaproject|^basic/|^scripts/|/activex/|/embeddings/")

_MAX_MEMBERS = 5_000
_MAX_UNPACKED = 200_000_000
_MAX_PIXELS = 60_000_000
_VAST = f"La imagen pasa de {_MAX_PIXELS // 1_000_000} millones de puntos."

_KINDS = "un PDF, una imagen PNG o JPEG, una hoja XLSX u ODS, o un CSV en UTF-8"
_DOUBLE = "El archivo es dos cosas a la vez o tiene algo después de su final: guárdelo de nuevo."


def check(
    files: Mapping[str, Path], _arguments: Mapping[str, Any], output: Path, progress: Reporter
) -> dict[str, Any]:
    """``kind`` and ``suffix`` of the file ``file``; raises SourceError where it isn't taken.

    An image is written anew to ``image``: what a camera noted of place and owner stays behind.
    """
    progress.step("Revisando el archivo")
    path = files["file"]
    data = path.read_bytes()
    if not data.strip():
        raise SourceError("El archivo está vacío.")
    if data.startswith(_SIGNATURE_PDF):
        return _pdf(path, data)
    if data.startswith(_SIGNATURE_PNG):
        return _image(path, data, output, is_ended=data.endswith(_END_PNG))
    if data.startswith(_SIGNATURE_JPEG):
        return _image(path, data, output, is_ended=data.endswith(_END_JPEG))
    if data.startswith(b"PK\x03\x04"):
        return _workbook(path, data)
    return _table(data)


def _pdf(path: Path, data: bytes) -> dict[str, Any]:
    if zipfile.is_zipfile(path) or not re.search(rb"%%EOF\s*\Z", data):
        raise SourceError(_DOUBLE)
    if _ACTIVE_PDF.search(data):
        raise SourceError(
            "El PDF tiene programas, archivos adjuntos o acciones: imprímalo a otro PDF."
        )
    return {"kind": "pdf", "suffix": ".pdf"}


def _image(path: Path, data: bytes, output: Path, *, is_ended: bool) -> dict[str, Any]:
    if not is_ended or zipfile.is_zipfile(path) or _MARKUP.search(data):
        raise SourceError(_DOUBLE)
    try:
        with Image.open(path, formats=("PNG", "JPEG")) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise SourceError(_VAST)
            suffix = {"PNG": ".png", "JPEG": ".jpg"}[image.format or ""]
            upright = ImageOps.exif_transpose(image)
            upright.info.clear()
            upright.save(output / "image", image.format)
    except Image.DecompressionBombError as error:
        raise SourceError(_VAST) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise SourceError("La imagen está dañada.") from error
    return {"kind": "image", "suffix": suffix}


def _workbook(path: Path, data: bytes) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_members(members)
            _check_ends(archive, members, data)
            return _kind_of(archive, {member.filename for member in members})
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, zlib.error) as error:
        raise SourceError("El archivo está dañado.") from error


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    """What the archive says that it holds: not too much, nothing twice, nothing shut or active."""
    if len(members) > _MAX_MEMBERS or sum(m.file_size for m in members) > _MAX_UNPACKED:
        raise SourceError("El archivo es demasiado grande al abrirse.")
    names = [member.filename.casefold() for member in members]
    if len(set(names)) < len(names) or any(_UNSAFE_NAME.search(name) for name in names):
        raise SourceError(_DOUBLE)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise SourceError("El archivo tiene clave: guárdelo sin ella.")
    if any(_ACTIVE_MEMBER.search(name) for name in names):
        raise SourceError(
            "La hoja tiene macros, controles o archivos adjuntos: guárdela sin ellos."
        )


def _check_ends(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], data: bytes) -> None:
    """That nothing lies before the first member or after the end, and that all is as declared.

    A member that unpacks to more than it declares doesn't have the check sum that it declares.
    """
    if data[-_END_ZIP_BYTES:][:4] != _END_ZIP or min(m.header_offset for m in members) > 0:
        raise SourceError(_DOUBLE)
    if archive.testzip() is not None:
        raise SourceError("El archivo está dañado.")


def _kind_of(archive: zipfile.ZipFile, names: set[str]) -> dict[str, Any]:
    if "xl/workbook.xml" in names and "[Content_Types].xml" in names:
        return {"kind": "spreadsheet", "suffix": ".xlsx"}
    if {"content.xml", "mimetype"} <= names:
        with archive.open("mimetype") as member:
            if b"opendocument.spreadsheet" in member.read(200):
                return {"kind": "spreadsheet", "suffix": ".ods"}
    raise SourceError(f"No es {_KINDS}.")


def _table(data: bytes) -> dict[str, Any]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"No es {_KINDS}.") from error
    first = text.lstrip().splitlines()[0]
    if "\x00" in text or _MARKUP.search(data[:4096]) or not re.search("[;,\t]", first):
        raise SourceError(f"No es {_KINDS}.")
    return {"kind": "table", "suffix": ".csv"}
