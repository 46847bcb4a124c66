"""The landing page and the conformance declaration."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ows.api import links
from ows.api.media import HTML, JSON, OPENAPI
from ows.api.pages import answer
from ows.api.resource import resource

# Only what the tests hold; QGIS decides by these what it may push down.
CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/core-roles-features",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/dataset-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/collections-selection",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
    "http://www.opengis.net/spec/tms/2.0/conf/tilematrixset",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset",
)


@resource(JSON, HTML)
def landing(request: HttpRequest, media_type: str) -> HttpResponse:
    """OGC 17-069r4, 7.2."""
    at = links.address
    document = {
        "title": "Territorio Abierto",
        "description": _(
            "Los compromisos del III Plan de Acción de Gobierno Abierto del Perú (2017-2019) "
            "sobre el territorio, como elementos geográficos y mosaicos vectoriales."
        ),
        "links": [
            *links.self_links(request, media_type, (JSON, HTML)),
            links.link(at(request, "api", f="json"), "service-desc", OPENAPI, _("La API")),
            links.link(at(request, "api", f="html"), "service-doc", HTML, _("La API, explicada")),
            links.link(at(request, "conformance", f="json"), "conformance", JSON, _("Conformidad")),
            links.link(at(request, "collections", f="json"), "data", JSON, _("Las capas")),
            links.link(
                at(request, "tiles", f="json"),
                links.TILESETS_VECTOR,
                JSON,
                _("Los mosaicos de todas las capas"),
            ),
            links.link(
                at(request, "tileMatrixSets", f="json"),
                links.TILING_SCHEMES,
                JSON,
                _("Las cuadrículas de los mosaicos"),
            ),
        ],
    }
    context = {"address": links.root(request) + "/"}
    return answer(request, media_type, document, "ows/landing.html", context)


@resource(JSON, HTML)
def conformance(request: HttpRequest, media_type: str) -> HttpResponse:
    """OGC 17-069r4, 7.4."""
    document = {
        "links": links.self_links(request, media_type, (JSON, HTML)),
        "conformsTo": list(CONFORMANCE),
    }
    return answer(request, media_type, document, "ows/conformance.html")
