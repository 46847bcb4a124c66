"""A raster's page in the catalogue: what it says, whose it is, how to take it home."""

from __future__ import annotations

from urllib.parse import urlencode

import pyproj
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _

from frontend.locator import PERU_WIDE, map_url
from layers import registry
from layers.rasters.coverage import Raster, RasterLayer
from layers.styles.viewer import legend
from territory.addresses import on_site

PICTURE_PX = (608, 380)
# A minute of arc or less is told in seconds.
_SECONDS = 3_600


def sheet(request: HttpRequest, layer: RasterLayer, theme_title: object) -> HttpResponse:
    """Metadata, bands, legend, addresses and downloads of a raster."""
    info = registry.describe(layer, request.user)
    context = {
        "layer": layer,
        "info": info,
        "theme_title": theme_title,
        "cell": cell_in_words(layer.raster),
        "own_crs": pyproj.CRS.from_wkt(layer.raster.crs).name,
        "crs_list": [f"EPSG:{srid}" for srid in layer.srids],
        "legend": legend(layer.style),
        "picture": map_url((layer.name, "departments"), PERU_WIDE, *PICTURE_PX),
        "downloads": _downloads(layer.name),
        "services": _services(request, layer.name),
    }
    return render(request, "frontend/rasters/coverage.html", context)


def cell_in_words(raster: Raster) -> str:
    """In metres, or in seconds of arc where the raster's CRS has degrees."""
    across, down = raster.cell
    unit = "m"
    if pyproj.CRS.from_wkt(raster.crs).is_geographic:
        across, down, unit = across * _SECONDS, down * _SECONDS, _("segundos de arco")
    rounded = (round(side, 3) for side in (across, down))
    whole = (int(side) if side == int(side) else side for side in rounded)
    sides = (formats.number_format(side, force_grouping=True) for side in whole)
    return f"{' × '.join(sides)} {unit}"


def _downloads(name: str) -> list[dict[str, str]]:
    def tiff(**more: str) -> str:
        parameters = {
            "SERVICE": "WCS",
            "VERSION": "2.0.1",
            "REQUEST": "GetCoverage",
            "COVERAGEID": name,
            "FORMAT": "image/tiff",
            **more,
        }
        return on_site(f"/ows/wcs?{urlencode(parameters)}")

    utm = "http://www.opengis.net/def/crs/EPSG/0/32718"
    return [
        {"title": _("GeoTIFF (sus propias celdas)"), "address": tiff()},
        {"title": "GeoTIFF (UTM 18S)", "address": tiff(OUTPUTCRS=utm)},
    ]


def _services(request: HttpRequest, name: str) -> list[dict[str, str]]:
    def absolute(path: str) -> str:
        return request.build_absolute_uri(on_site(path))

    return [
        {"title": "WCS 2.0.1, 1.1.1 y 1.0.0", "address": absolute("/ows/wcs")},
        {"title": "WMS 1.3.0", "address": absolute("/ows/wms")},
        {
            "title": _("Teselas de imágenes (PNG)"),
            "address": absolute(f"/ogc/collections/{name}/map/tiles/WebMercatorQuad/")
            + "{z}/{y}/{x}?f=png",
        },
    ]
