"""Which layers a request is answered from, by its address alone; and whether it hands them over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

from layers.models import UseKind

Asked = tuple[str, UseKind]

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_COLLECTION = re.compile(r"/ogc/collections/([^/]+)/(items|tiles|map)(?:/.*)?")
_FEATURES = re.compile(r"/api/v1/layers/([^/]+)/features/(?:.*)")
# Operation → what it is, and the parameters that name layers.
_OPERATIONS = {
    "getmap": (UseKind.REQUEST, ("layers",)),
    "getfeatureinfo": (UseKind.REQUEST, ("query_layers",)),
    "gettile": (UseKind.REQUEST, ("layer",)),
    "getfeature": (UseKind.DOWNLOAD, ("typenames", "typename")),
    "getpropertyvalue": (UseKind.DOWNLOAD, ("typenames", "typename")),
    "getcoverage": (UseKind.DOWNLOAD, ("coverageid", "identifier", "coverage")),
}
# A request may name twenty layers at once.
_MOST = 20
_MOST_PARAMETERS = 100


def asked_in(path: str, query: str) -> list[Asked]:
    """The layers, each once; none where the address names none, or is none of a service."""
    found = dict.fromkeys(_asked(path, query))
    return list(found)[:_MOST]


def _asked(path: str, query: str) -> Iterator[Asked]:
    if match := _COLLECTION.fullmatch(path):
        # A page of items, or an item; tiles of features and of pictures are looked at.
        kind = UseKind.DOWNLOAD if match[2] == "items" else UseKind.REQUEST
        yield from _named(match[1], kind)
    elif match := _FEATURES.fullmatch(path):
        yield from _named(match[1], UseKind.DOWNLOAD)
    elif path == "/ows" or path.startswith("/ows/"):
        yield from _of_ows(query)


def _of_ows(query: str) -> Iterator[Asked]:
    try:
        pairs = parse_qsl(query, max_num_fields=_MOST_PARAMETERS, errors="replace")
    except ValueError:
        return
    said = {name.lower(): value for name, value in pairs}
    kind, names = _OPERATIONS.get(said.get("request", "").lower(), (UseKind.REQUEST, ()))
    for parameter in names:
        if parameter in said:
            for name in said[parameter].split(","):
                # "ta:districts": the prefix is the namespace's.
                yield from _named(name.rpartition(":")[2].strip(), kind)
            return


def _named(name: str, kind: UseKind) -> Iterator[Asked]:
    if _NAME.fullmatch(name):
        yield name, kind
