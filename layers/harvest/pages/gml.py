"""Answers of WFS: collections of GML, reports of exceptions, schemas."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn
from xml.parsers import expat

from layers.harvest.pages.page import Form, Look
from layers.reading.results import SourceError
from layers.reading.spatial.opening import Kind

_BLOCK = 1 << 20
_MAX_DEPTH = 256
_MAX_SAID = 500
_ONE, _MANY = ("member", "featureMember"), ("featureMembers",)
_REPORTS = ("ExceptionReport", "ServiceExceptionReport")
# What GML's schema calls a type (GML 3.2.1, annex F; XML Schema part 2), as columns have them.
_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("integer", "int", "long", "short", "byte"), "integer"),
    **dict.fromkeys(("nonNegativeInteger", "positiveInteger", "unsignedInt"), "integer"),
    **dict.fromkeys(("decimal", "double", "float"), "number"),
    "boolean": "boolean",
    "date": "date",
    "dateTime": "datetime",
}


class _Scan:
    """Counts what a document of WFS holds, and takes what its root says."""

    def __init__(self) -> None:
        self.root = ""
        self.attributes: dict[str, str] = {}
        self.features = 0
        self.said: list[str] = []
        self._path: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if not self._path:
            self.root, self.attributes = local, attributes
        elif len(self._path) == 2 and self._path[1] in (*_ONE, *_MANY):
            self.features += 1
        self._path.append(local)
        if len(self._path) > _MAX_DEPTH:
            raise SourceError(f"El XML tiene más de {_MAX_DEPTH} niveles.")

    def end(self, _name: str) -> None:
        self._path.pop()

    def text(self, data: str) -> None:
        if self.root in _REPORTS:
            self.said.append(data)

    def refuse(self, *_declaration: object) -> NoReturn:
        raise SourceError("El XML declara un tipo de documento, que no se admite.")


def scan(path: Path) -> _Scan:
    """Read all of a document once, without a tree; raises SourceError where it isn't whole."""
    found = _Scan()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.text
    parser.StartDoctypeDeclHandler = found.refuse
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, UnicodeError) as error:
        line = getattr(error, "lineno", 1)
        raise SourceError(
            f"La respuesta no es XML, o está cortada (línea {line}): el servidor no la terminó."
        ) from error
    return found


def look(path: Path) -> Look:
    """What a GetFeature's answer says; raises SourceError."""
    found = scan(path)
    if found.root in _REPORTS:
        return Look(error=" ".join("".join(found.said).split())[:_MAX_SAID] or "error sin texto")
    if found.root != "FeatureCollection":
        raise SourceError(f"La respuesta es «{found.root[:60]}» y no una colección de elementos.")
    matched = found.attributes.get("numberMatched") or found.attributes.get("numberOfFeatures", "")
    return Look(
        features=found.features,
        matched=int(matched) if matched.isdecimal() else None,
        next=found.attributes.get("next", ""),
        key_columns=("gml_id", "fid"),
    )


def hits_in(path: Path) -> dict[str, Any]:
    """How many features match, None where the answer doesn't say; or its error."""
    found = look(path)
    return {"matched": found.matched, "error": found.error}


FORM = Form(
    look,
    Kind.GML,
    ".gml",
    {
        # The service says the types; GDAL's guesses take the zeros of a code.
        "GML_FIELDTYPES": "ALWAYS_STRING",
        "GML_SKIP_RESOLVE_ELEMS": "ALL",
        "GML_DOWNLOAD_SCHEMA": "NO",
        "GML_EXPOSE_GML_ID": "YES",
        "GML_EXPOSE_FID": "YES",
    },
)


def types_in(path: Path, layer: str) -> dict[str, Any]:
    """``types`` (column → type) and ``names`` of a DescribeFeatureType's answer, as it declares."""
    from owslib.etree import etree  # noqa: PLC0415 - readers of other files do without

    found = scan(path)
    if found.root in _REPORTS:
        return {"error": " ".join("".join(found.said).split())[:_MAX_SAID]}
    root = etree.fromstring(path.read_bytes())
    schema = "{http://www.w3.org/2001/XMLSchema}"
    local = layer.rpartition(":")[2]
    elements = root.findall(f"{schema}element")
    named = next((e for e in elements if e.get("name") == local), None)
    kind = (named.get("type") or "").rpartition(":")[2] if named is not None else ""
    chosen = [t for t in root.findall(f"{schema}complexType") if t.get("name") == kind]
    within = chosen[0] if chosen else named if named is not None else root
    types, names = {}, []
    for element in within.iter(f"{schema}element"):
        name, said = element.get("name"), element.get("type") or ""
        if not name or element is named:
            continue
        restriction = element.find(f".//{schema}restriction")
        if not said and restriction is not None:
            said = restriction.get("base") or ""
        names.append(name)
        types[name] = _TYPES.get(said.rpartition(":")[2], "text")
    return {"types": types, "names": names}
