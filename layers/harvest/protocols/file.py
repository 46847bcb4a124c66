"""A file at an address, packed or not: read as one that an agency hands in."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from layers import sandbox
from layers.harvest.pages.lines import LINES
from layers.harvest.pages.persons import is_of_persons
from layers.harvest.session import Session
from layers.reading.results import ChoiceMissing, SourceError
from layers.reading.spatial.reading import FEATURES, NOTICES
from layers.temporary import temporary_folder

_PACKED = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_KEY = "file"
_MAX_NOTICES = 200


def pages(session: Session) -> None:
    """The file's features, as one page; raises SourceError."""
    with temporary_folder("harvest") as folder:
        received = session.fetch(session.source.address, folder / "file")
        output = folder / "read"
        output.mkdir()
        path = plain_file(received.path, folder, session.source.options.get("member", ""))
        chosen = _reading(session)
        try:
            summary = sandbox.run(
                "read_spatial", {"file": path}, chosen, output, progress=session.progress
            )
        except ChoiceMissing as missing:
            raise SourceError(
                f"{missing.message} (se dice en «options» de la tabla de fuentes)"
            ) from missing
        taken = _taken(session, summary)
        _write_lines(output / FEATURES, folder / LINES, taken)
        names = [summary["columns"][at]["name"] for at in taken]
        session.keep(_KEY, received, _summary(summary, names, output), folder / LINES)


def plain_file(path: Path, folder: Path, member: str = "") -> Path:
    """The file, or the one that a RAR or 7z holds; raises SourceError.

    ``member`` is the end of the wanted one's name, where it holds several.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if not start.startswith(_PACKED):
        return path
    unpacked = folder / "unpacked"
    unpacked.mkdir()
    found = sandbox.run("unpack_archive", {"file": path}, {}, unpacked)["files"]
    chosen = [each for each in found if each["name"].endswith(member)]
    if len(chosen) != 1:
        listed = ", ".join(each["name"] for each in found[:10])
        raise SourceError(f"El archivo comprimido trae {len(chosen)} archivos de datos: {listed}.")
    target = unpacked / chosen[0]["file"]
    return _zipped(target) if target.suffix == ".shp" else target


def _zipped(shape: Path) -> Path:
    """A shapefile as it travels: its parts in one zip."""
    target = shape.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as archive:
        for part in _PARTS:
            if shape.with_suffix(part).exists():
                archive.write(shape.with_suffix(part), f"capa{part}")
    return target


def _reading(session: Session) -> dict[str, Any]:
    options = session.source.options
    chosen = {name: value for name, value in options.items() if name != "member"}
    for name in ("ubigeo", "dimension", "without_geometry"):  # for whoever makes the layer
        chosen.pop(name, None)
    if session.source.layer:
        chosen.setdefault("layer", session.source.layer)
    return chosen


def _taken(session: Session, summary: Mapping[str, Any]) -> list[int]:
    names = [column["name"] for column in summary["columns"]]
    if not session.fields:
        return [at for at, name in enumerate(names) if not is_of_persons(name)]
    by_name = {name.casefold(): at for at, name in enumerate(names)}
    if missing := [name for name in session.fields if name.casefold() not in by_name]:
        raise SourceError(f"El archivo ya no tiene las columnas {', '.join(missing[:10])}.")
    wanted = [by_name[name.casefold()] for name in session.fields]
    return [at for at in wanted if not is_of_persons(names[at])]


def _write_lines(features: Path, target: Path, taken: list[int]) -> None:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    with (
        features.open(encoding="utf-8") as source,
        target.open("w", encoding="utf-8", newline="\n") as file,
    ):
        for text in source:
            line = json.loads(text)
            values = [line["values"][at] for at in taken]
            file.write(encode([None, line["geometry"], values]) + "\n")


def _summary(summary: Mapping[str, Any], names: list[str], output: Path) -> dict[str, Any]:
    notices = []
    with (output / NOTICES).open(encoding="utf-8") as file:
        for text, _number in zip(file, range(_MAX_NOTICES), strict=False):
            row, column, value, reason, _file, _code, mended = json.loads(text)
            if column in names or column not in [c["name"] for c in summary["columns"]]:
                notices.append([row, column, value, reason, mended])
    return {
        "features": summary["features"],
        "matched": None,
        "next": "",
        "is_cut": False,
        "error": "",
        "kind": summary["kind"],
        "columns": [c | {"is_empty": False} for c in summary["columns"] if c["name"] in names],
        "types": summary["types"],
        "extent": summary["extent"],
        "remarks": summary["remarks"],
        "notices": notices,
        "number_of_notices": summary["notices"],
        "dropped": [c["name"] for c in summary["columns"] if is_of_persons(c["name"])],
        "missing": [],
        "has_keys": False,
        "without_geometry": summary["without_geometry"],
    }
