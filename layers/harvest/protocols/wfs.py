"""WFS 1.0, 1.1 and 2.0: capabilities, the types of the columns, the features in pages or at once.

Its operations are asked at the address of the table: capabilities often name one within the
server's own network.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layers.harvest.protocols.addresses import with_parameters
from layers.harvest.session import Session
from layers.reading.results import SourceError

PAGE = 2_000
_VERSIONS = ("2.0.0", "1.1.0", "1.0.0")
_NEWEST = "2.0.0"
# Of 1.x an answer is asked for as a whole, and counted by 1.1 alone.
_FIRST_WITH_HITS = "1.1.0"
# Asked by a URN, coordinates come in the authority's order (OGC 06-121r3, 10), though MapServer
# calls it "EPSG:4326" in the answer, which elsewhere means longitude first.
_AMBIGUOUS = "1.1.0"
_UNCOUNTED = (
    "WFS 1.0.0 no dice cuántos elementos tiene la capa: si el servidor los limita, no se nota."
)


def pages(session: Session) -> None:
    """All features of the layer; raises SourceError."""
    source = session.source
    version = source.version or _NEWEST
    if version not in _VERSIONS:
        raise SourceError(f"WFS {version[:20]} no se conoce; sí {', '.join(_VERSIONS)}.")
    found = _capabilities(session, version)
    if not found["name"]:
        listed = ", ".join(each["name"] for each in found["layers"][:10])
        raise SourceError(f"El servicio no tiene la capa «{source.layer[:80]}»; tiene: {listed}.")
    version = found["version"] if found["version"] in _VERSIONS else version
    _take_about(session, found)
    layer = found["name"]
    types = _types(session, version, layer)
    if version >= _FIRST_WITH_HITS:
        session.expected = _hits(session, version, layer)
    else:
        session.remarks.append(_UNCOUNTED)
    said = {}
    if version == _AMBIGUOUS and found["srid"]:
        said["srsName"] = f"urn:ogc:def:crs:EPSG::{found['srid']}"
    _features(session, version, layer, types, found["most"], said)


def offered(session: Session) -> list[dict[str, str]]:
    """The service's layers: name and title of each."""
    found = _capabilities(session, session.source.version or _NEWEST)
    return list(found["layers"])


def _capabilities(session: Session, version: str) -> Mapping[str, Any]:
    address = with_parameters(
        session.source.address, service="WFS", request="GetCapabilities", version=version
    )
    layer = session.source.layer
    return session.describe(address, "wfs", version=version, layer=layer)


def _take_about(session: Session, found: Mapping[str, Any]) -> None:
    session.about |= {"title": found["title"], "abstract": found["abstract"]}
    for name, words in (("fees", "costo"), ("access", "condiciones")):
        if found[name] and found[name].lower() not in ("none", "ninguno", "ninguna"):
            session.remarks.append(f"El servicio declara ({words}): {found[name]}.")


def _types(session: Session, version: str, layer: str) -> dict[str, str]:
    address = _operation(session, version, layer, request="DescribeFeatureType")
    found = session.describe(address, "wfs_types", layer=layer)
    return dict(found["types"])


def _hits(session: Session, version: str, layer: str) -> int | None:
    address = _operation(session, version, layer, request="GetFeature", resultType="hits")
    found = session.describe(address, "wfs_hits")
    matched = found["matched"]
    return int(matched) if matched is not None else None


def _features(
    session: Session,
    version: str,
    layer: str,
    types: dict[str, str],
    most: int | None,
    named: dict[str, str],
) -> None:
    step = min(most or PAGE, PAGE) if version == _NEWEST and not session.takes_whole else None
    crs, taken = session.source.options.get("crs", ""), 0
    while True:
        said: dict[str, str | int] = {}
        if step is not None:
            said = {"count" if version == _NEWEST else "maxFeatures": step, "startIndex": taken}
        address = _operation(session, version, layer, request="GetFeature", **said, **named)
        summary = session.page(
            address, "gml", types=types, crs=crs, is_by_authority="srsName" in named
        )
        features = int(summary["features"])
        taken += features
        if not features or session.takes_whole:
            return
        # Servers that cut their answers count no more than they give (MapServer), so the last
        # page is one without features. It takes keys to notice one that begins again.
        if not summary["has_keys"] and _is_all(session, taken, features, step):
            return
        step = step or features


def _is_all(session: Session, taken: int, features: int, step: int | None) -> bool:
    """Whether no more are to be expected, by what the service says or the page's size."""
    if session.expected is not None:
        return taken >= session.expected
    return step is None or features < step


def _operation(session: Session, version: str, layer: str, **said: str | int) -> str:
    names = "typeNames" if version == _NEWEST and said["request"] == "GetFeature" else "typeName"
    return with_parameters(
        session.source.address, service="WFS", version=version, **{names: layer}, **said
    )
