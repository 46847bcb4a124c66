"""Media types of the OGC API, and the values of ``f`` that ask for them."""

from __future__ import annotations

from ows.negotiation import canonical

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
SCHEMA = "application/schema+json"
# The exact type that QGIS looks for on the landing page.
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
MVT = "application/vnd.mapbox-vector-tile"
PNG = "image/png"
PROBLEM = "application/problem+json"

# Other names of the same: what asks for one of them gets the type under its own name.
ALIASES = {
    JSON: ("application/geo+json", "application/vnd.geo+json", "text/json"),
    GEOJSON: ("application/json", "application/vnd.geo+json", "text/json"),
    HTML: ("application/xhtml+xml",),
    SCHEMA: ("application/json", "text/json"),
    OPENAPI: ("application/json", "application/openapi+json", "text/json"),
    MVT: ("application/x-protobuf", "application/protobuf", "application/vnd.mapbox-vector-tile"),
    PNG: (),
    PROBLEM: ("application/json", "application/geo+json", "text/json"),
}

FORMAT_NAMES = {
    JSON: "json",
    GEOJSON: "json",
    SCHEMA: "json",
    OPENAPI: "json",
    HTML: "html",
    MVT: "mvt",
    PNG: "png",
}
# What other servers call them.
_OTHER_NAMES = {"geojson": GEOJSON, "pbf": MVT, "schema": SCHEMA, "openapi": OPENAPI}


def named(text: str, offered: tuple[str, ...]) -> str | None:
    """Which of ``offered`` a value of ``f`` names: by its short name or as a media type."""
    wanted = canonical(text)
    for item in offered:
        names = (FORMAT_NAMES[item], canonical(item), *ALIASES[item])
        if wanted in names or _OTHER_NAMES.get(wanted) == item:
            return item
    return None
