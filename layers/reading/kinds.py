"""Files that aren't what they are taken for, by their content, with what to do instead."""

from __future__ import annotations

import html
import re
import zipfile

from layers.database_faults import fault_of
from layers.reading.content import OLE, FileData, is_of_system, opened, start_of, whole
from layers.reading.results import SourceError

_UNPACK = "descomprímalo primero y dé lo que contiene."
_EXPORT = "exporte sus datos como CSV, XLSX o GeoPackage y dé ese archivo."
_TO_GIS = "ábralo en QGIS y guárdelo como GeoPackage o GeoJSON."
_STARTS = (
    (b"Rar!", f"Es un archivo RAR: {_UNPACK}"),
    (b"7z\xbc\xaf", f"Es un archivo 7-Zip: {_UNPACK}"),
    (b"\x1f\x8b", f"Es un archivo gzip: {_UNPACK}"),
    (b"BZh", f"Es un archivo bzip2: {_UNPACK}"),
    (b"\xfd7zXZ", f"Es un archivo xz: {_UNPACK}"),
    (b"%PDF", f"Es un PDF, que no tiene filas: {_EXPORT}"),
    (b"\x89PNG", "Es una imagen PNG, no una tabla."),
    (b"\xff\xd8\xff", "Es una imagen JPEG, no una tabla."),
    (b"GIF8", "Es una imagen GIF, no una tabla."),
    (b"{\\rtf", f"Es un documento RTF: {_EXPORT}"),
    (b"\x00\x01\x00\x00Standard ", f"Es una base de Access: {_EXPORT}"),
    (b"PAR1", f"Es un archivo Parquet: {_EXPORT}"),
    (
        b"\x00\x00\x27\x0a",
        "Es un .shp suelto: comprima en un zip los archivos .shp, .shx, .dbf y .prj.",
    ),
)
_BOMS = b"\xef\xbb\xbf\xff\xfe"
_HTML = re.compile(
    rb"(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|table)\b", re.IGNORECASE | re.DOTALL
)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_KML = re.compile(rb"<(?:\w+:)?kml\b", re.IGNORECASE)
_START = 4096
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PROTECTED = "El archivo está protegido con contraseña: guárdelo sin ella e impórtelo de nuevo."


def in_words(error: OSError) -> str:
    """Why the system can't give a file, in Spanish and without its path."""
    if fault := fault_of(error):
        return fault.message
    match error:
        case FileNotFoundError():
            return "El archivo no existe."
        case IsADirectoryError():
            return "Es una carpeta, no un archivo."
        case PermissionError():
            return "No hay permiso para leer el archivo."
    return f"El sistema no puede leer el archivo (error {error.errno})."


def refuse_empty(data: FileData) -> None:
    """Raises SourceError for a file without any content."""
    start = start_of(data, _START)
    if len(start) < _START and not start.strip(_BOMS + b"\0 \t\r\n"):
        raise SourceError("El archivo está vacío.")


def refuse_foreign(data: FileData) -> None:
    """Raises SourceError for what no source comes as: what it is, and what can be done."""
    refuse_empty(data)
    start = start_of(data, _START)
    for mark, reason in _STARTS:
        if start.startswith(mark):
            raise SourceError(reason)
    if start.startswith(OLE) and _ENCRYPTED in whole(data):
        raise SourceError(_PROTECTED)
    if start.startswith(b"PK"):
        _refuse_zip(data)
    _refuse_markup(start)


def _refuse_markup(data: bytes) -> None:
    start = data.lstrip(_BOMS + b" \t\r\n").replace(b"\0", b"")
    if not start.startswith(b"<"):
        return
    if _HTML.match(start):
        shown = _TITLE.search(start.decode("utf-8", "replace"))
        title = " ".join(html.unescape(shown[1]).split())[:80] if shown else ""
        said = f" («{title}»)" if title else ""
        raise SourceError(
            f"Es una página web{said}, no el archivo: si el sitio respondió con un error, "
            "descárguelo de nuevo; si es una tabla, ábrala en su hoja de cálculo y guárdela como "
            "XLSX."
        )
    if _KML.search(start):
        raise SourceError(f"Es un KML: {_TO_GIS}")
    if b"Excel.Sheet" in start or b"office:spreadsheet" in start:
        raise SourceError("Es una hoja de cálculo en XML de 2003: guárdela como XLSX.")
    if b"opengis.net/gml" in start or b"FeatureCollection" in start:
        raise SourceError(f"Es un GML: {_TO_GIS}")
    raise SourceError(f"Es un XML: {_EXPORT}")


def _refuse_zip(data: FileData) -> None:
    try:
        with opened(data) as file, zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        if is_of_system(error):
            raise
        raise SourceError(
            "El archivo está dañado o incompleto: descárguelo o cópielo de nuevo."
        ) from error
    names = [member.filename.lower() for member in members]
    if any(member.flag_bits & 1 for member in members):
        raise SourceError(_PROTECTED)
    if not names:
        raise SourceError("El zip está vacío.")
    if all(name.endswith((".kml", "/", ".png", ".jpg")) for name in names):
        raise SourceError(f"Es un KMZ: {_TO_GIS}")
    if "word/document.xml" in names:
        raise SourceError(f"Es un documento de Word: {_EXPORT}")
    if "ppt/presentation.xml" in names:
        raise SourceError(f"Es una presentación: {_EXPORT}")
