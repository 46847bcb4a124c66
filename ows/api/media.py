"""Media types of the OGC API, and the values of ``f`` that ask for them."""

from __future__ import annotations

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
SCHEMA = "application/schema+json"
# The exact type that QGIS looks for on the landing page.
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
MVT = "application/vnd.mapbox-vector-tile"
PROBLEM = "application/problem+json"

FORMAT_NAMES = {
    JSON: "json",
    GEOJSON: "json",
    SCHEMA: "json",
    OPENAPI: "json",
    HTML: "html",
    MVT: "mvt",
}
