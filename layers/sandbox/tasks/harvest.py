"""What other people's servers answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from layers.harvest.pages import capabilities, csw, esri, geojson, gml, wms
from layers.harvest.pages.page import Form, read_page
from layers.harvest.pages.unpacking import unpack
from layers.sandbox.wire import Reporter

_FORMS: Mapping[str, Form] = {"gml": gml.FORM, "esri": esri.FORM, "geojson": geojson.FORM}
_DESCRIPTIONS: Mapping[str, Callable[[Path, Mapping[str, Any]], dict[str, Any]]] = {
    "wfs": lambda path, said: capabilities.wfs_in(path, said["version"], said["layer"]),
    "wfs_types": lambda path, said: gml.types_in(path, said["layer"]),
    "wfs_hits": lambda path, _said: gml.hits_in(path),
    "arcgis": lambda path, _said: esri.layer_in(path),
    "arcgis_ids": lambda path, _said: esri.ids_in(path),
    "wms": lambda path, said: wms.wms_in(path, said["layer"]),
    "csw": lambda path, _said: csw.records_in(path),
    "ogc_collection": lambda path, _said: geojson.collection_in(path),
}


def read_answer(
    files: Mapping[str, Path], arguments: Mapping[str, Any], output: Path, _progress: Reporter
) -> dict[str, Any]:
    """``read_page`` of the file ``file``, by its ``form``."""
    return read_page(files["file"], _FORMS[arguments["form"]], arguments, output)


def read_description(
    files: Mapping[str, Path], arguments: Mapping[str, Any], _output: Path, _progress: Reporter
) -> dict[str, Any]:
    """What the file ``file`` says of a service or a layer, by its ``form``."""
    return _DESCRIPTIONS[arguments["form"]](files["file"], arguments)


def unpack_archive(
    files: Mapping[str, Path], _arguments: Mapping[str, Any], output: Path, progress: Reporter
) -> dict[str, Any]:
    """``unpack`` of the file ``file``."""
    progress.step("Descomprimiendo el archivo")
    return unpack(files["file"], output)
