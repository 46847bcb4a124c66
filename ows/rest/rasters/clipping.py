"""A part of a raster to take home: within a unit, or within a rectangle, as a GeoTIFF."""

from __future__ import annotations

import shapely
from django.http import HttpResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from layers import registry
from layers.bbox import Bbox
from layers.errors import InvalidParameter
from layers.rasters.clips import Clip, OutsideRaster, check_size, of_box, of_shape
from layers.rasters.coverage import RasterLayer
from ows.errors import InvalidValue, MissingParameter
from ows.geotiff import MEDIA_TYPE, written
from ows.kvp import Kvp
from ows.rest.parameters import check_known
from ows.rest.rasters.areas import unit_of
from ows.rest.rasters.places import degrees


class GeoTiff(BaseRenderer):
    """Says what the answer is; the view writes it itself."""

    media_type = MEDIA_TYPE
    format = "tif"
    charset = None

    def render(self, data: object, *args: object, **kwargs: object) -> bytes:
        raise NotImplementedError


class RasterClip(APIView):
    """Las celdas de un ráster dentro de una unidad o de un rectángulo, como GeoTIFF.

    De una unidad, las celdas que su límite toca; las demás quedan sin dato.
    """

    @extend_schema(
        operation_id="rasters_clip",
        parameters=[
            OpenApiParameter("name", OpenApiTypes.STR, OpenApiParameter.PATH),
            OpenApiParameter("unit", OpenApiTypes.STR, description="Ubigeo."),
            OpenApiParameter(
                "bbox", OpenApiTypes.STR, description="Oeste, sur, este y norte, en grados."
            ),
        ],
        responses={(200, MEDIA_TYPE): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, name: str) -> HttpResponseBase:
        check_known(request, "unit", "bbox")
        kvp = Kvp.from_query(request.query_params)
        layer = registry.get_coverage(name, request.user)
        asked, found = _clip(kvp, layer)
        check_size(found.grid, len(found.bands), asked)
        if request.method == "HEAD":
            return HttpResponse(content_type=MEDIA_TYPE)
        part = kvp.get("unit") or "recorte"
        return written(found, f"{layer.name}-{part}.tif")


def _clip(kvp: Kvp, layer: RasterLayer) -> tuple[str, Clip]:
    """By which parameter, and what."""
    if ("unit" in kvp) == ("bbox" in kvp):
        if "unit" in kvp:
            raise InvalidValue("bbox", "Se recorta por «unit» o por «bbox», no por los dos.")
        raise MissingParameter("unit")
    try:
        if "unit" in kvp:
            unit = unit_of(kvp.require("unit"))
            assert unit.geom is not None, "unit_of gives none without"
            return "unit", of_shape(layer, shapely.from_wkb(bytes(unit.geom.wkb)))
        return "bbox", of_box(layer, _bbox(kvp))
    except OutsideRaster:
        asked = "unit" if "unit" in kvp else "bbox"
        raise InvalidParameter(
            "Lo pedido queda fuera del ráster: no hay nada que descargar.", parameter=asked
        ) from None


def _bbox(kvp: Kvp) -> Bbox:
    parts = kvp.require("bbox").split(",", 4)
    if len(parts) != 4:
        raise InvalidValue("bbox", "Se esperan cuatro números: oeste, sur, este, norte.")
    west, east = (degrees(parts[at], "bbox", 180) for at in (0, 2))
    south, north = (degrees(parts[at], "bbox", 90) for at in (1, 3))
    if west >= east or south >= north:
        raise InvalidValue("bbox", "El rectángulo no tiene área.")
    return Bbox(west, south, east, north)
