"""The features of one answer, as lines of JSON, and what the answer says of those that follow."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely

from layers.harvest.pages.lines import LINES
from layers.harvest.pages.persons import is_of_persons
from layers.harvest.pages.typing import typed
from layers.reading.gdal import pyogrio
from layers.reading.results import SourceError
from layers.reading.spatial.columns import Values
from layers.reading.spatial.geometry import Cleaned
from layers.reading.spatial.layers_of import layers_of, read_layer
from layers.reading.spatial.opening import Kind, Opened
from layers.reading.spatial.reading import of_layer
from layers.temporary import temporary_folder
from territory import ewkb

# No page is asked to hold more; a whole layer of a server without pages may.
MAX_FEATURES = 1_000_000
_MAX_NOTICES = 200
# Names that a server makes anew for each answer (GeoServer's of tables without a key).
_FLEETING = re.compile(r"(?:\w+\.)?fid-{1,2}[0-9a-f]{6,}_.*", re.IGNORECASE)


@dataclass(frozen=True)
class Look:
    """What an answer says before its features are read.

    ``error`` is the service's own words, empty where there is none. ``keys`` are the features'
    identifiers in their order, where the format has them beside the columns; ``key_column`` where
    it has them as one, which is left out of the others if ``is_apart``.
    """

    features: int = 0
    matched: int | None = None
    next: str = ""
    is_cut: bool = False
    error: str = ""
    keys: Sequence[str | None] = ()
    key_columns: tuple[str, ...] = ()
    is_apart: bool = True
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """A format: how an answer is looked at, and how GDAL is told to read it."""

    look: Callable[[Path], Look]
    kind: Kind
    ending: str
    options: Mapping[str, str] = field(default_factory=dict)


def read_page(path: Path, form: Form, chosen: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Write the features to ``features.jsonl``: key, geometry (hexadecimal WKB), values.

    Args:
        path: the answer as it came.
        form: its format.
        chosen: all optional: ``fields`` (those that are taken; else all but persons'), ``types``
            (column → type, where the service declares them), ``crs`` in place of the answer's,
            ``is_by_authority`` (axes in the order of the CRS's authority, however it is named).
        folder: where the lines are written.

    Returns:
        features, matched, next, is_cut, error, columns, types, extent, remarks, notices, dropped
        (columns of persons), missing (fields that it hasn't), has_keys, and the format's own.

    Raises:
        SourceError: it is no answer of that format, or cut short.
    """
    look = form.look(path)
    found = {
        "features": look.features,
        "matched": look.matched,
        "next": look.next,
        "is_cut": look.is_cut,
        "error": look.error,
        **look.more,
    }
    if look.error or not look.features:
        (folder / LINES).touch()
        return {**found, **_EMPTY}
    is_by_authority = bool(chosen.get("is_by_authority"))
    with _named(path, form, is_by_authority=is_by_authority) as opened:
        values, cleaned = _read(opened, str(chosen.get("crs") or ""))
    if len(cleaned.rows) != look.features:
        raise SourceError(
            f"De {look.features} elementos se leen {len(cleaned.rows)}: la respuesta está dañada."
        )
    return found | _written(values, cleaned, look, chosen, folder)


_EMPTY: Mapping[str, Any] = {
    "columns": [],
    "types": {},
    "extent": None,
    "remarks": [],
    "notices": [],
    "number_of_notices": 0,
    "dropped": [],
    "missing": [],
    "has_keys": True,
    "without_geometry": 0,
}


def _read(opened: Opened, crs: str) -> tuple[tuple[Values, ...], Cleaned]:
    layers = [layer for layer in layers_of(opened) if layer.features]
    if len(layers) != 1:
        raise SourceError("La respuesta no es de una sola capa con geometrías.")
    values, cleaned, _about = of_layer(read_layer(opened, layers[0], MAX_FEATURES), crs)
    return values, cleaned


@contextmanager
def _named(path: Path, form: Form, *, is_by_authority: bool) -> Iterator[Opened]:
    """Under a name whose ending tells GDAL what it is, alone in its folder."""
    axes = {"GML_CONSIDER_EPSG_AS_URN": "YES"} if is_by_authority else {}
    pyogrio().set_gdal_config_options({**form.options, **axes})
    with temporary_folder("page") as folder:
        link = folder / f"pagina{form.ending}"
        link.symlink_to(path.resolve())
        yield Opened(form.kind, link)


def _written(
    values: Sequence[Values],
    cleaned: Cleaned,
    look: Look,
    chosen: Mapping[str, Any],
    folder: Path,
) -> dict[str, Any]:
    keys, rest = _keys(values, look)
    taken, missing = _taken(rest, chosen.get("fields") or ())
    dropped = [each.column.name for each in taken if is_of_persons(each.column.name)]
    types: Mapping[str, str] = chosen.get("types") or {}
    kept = [
        typed(each, types.get(each.column.name, ""))
        for each in taken
        if each.column.name not in dropped
    ]
    _write(folder / LINES, keys, cleaned, kept)
    notices = [*cleaned.notices, *(notice for each in kept for notice in each.notices)]
    present = ~shapely.is_missing(cleaned.shapes)
    bounds = shapely.total_bounds(cleaned.shapes) if present.any() else None
    return {
        "columns": [each.column.as_json() | {"is_empty": _is_empty(each)} for each in kept],
        "types": dict(Counter(cleaned.types)),
        "extent": None if bounds is None else [float(each) for each in bounds],
        "remarks": cleaned.remarks,
        "notices": [
            [n.row, n.column, n.value, n.reason, n.is_mended] for n in notices[:_MAX_NOTICES]
        ],
        "number_of_notices": len(notices),
        "dropped": dropped,
        "missing": missing,
        "has_keys": all(keys) and not any(_FLEETING.fullmatch(key or "") for key in keys[:10]),
        "without_geometry": int((~present).sum()),
    }


def _keys(values: Sequence[Values], look: Look) -> tuple[list[str | None], list[Values]]:
    """The features' identifiers, and the columns that are not theirs."""
    if look.keys:
        return list(look.keys), [v for v in values if v.column.name not in look.key_columns]
    for name in look.key_columns:
        found = next((each for each in values if each.column.name == name), None)
        if found is not None:
            keys = [None if value is None else str(value) for value in found.values]
            return keys, [v for v in values if v is not found or not look.is_apart]
    return [None] * look.features, list(values)


def _taken(values: Sequence[Values], fields: Sequence[str]) -> tuple[list[Values], list[str]]:
    """The columns that are asked for, in the order in which they are, and what is missing."""
    if not fields:
        return list(values), []
    by_name = {each.column.name.casefold(): each for each in values}
    missing = [name for name in fields if name.casefold() not in by_name]
    return [by_name[name.casefold()] for name in fields if name not in missing], missing


def _is_empty(each: Values) -> bool:
    return all(value is None for value in each.values)


def _write(
    path: Path, keys: Sequence[str | None], cleaned: Cleaned, kept: Sequence[Values]
) -> None:
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    columns = [each.values for each in kept]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for at, geometry in enumerate(ewkb.written(cleaned.shapes)):
            line = [keys[at], geometry, [column[at] for column in columns]]
            file.write(encode(line) + "\n")
