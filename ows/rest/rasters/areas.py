"""A raster's statistics within a unit or a shape that is sent."""

from __future__ import annotations

from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers import registry
from layers.editing.shapes import checked_multipolygon
from layers.errors import FeatureNotFound, InvalidParameter
from layers.rasters.coverage import RasterLayer
from layers.rasters.zones import ZoneStatistics, statistics
from ows.errors import MissingParameter
from ows.rest.geojson_in import PARSERS, read_polygon
from ows.rest.parameters import check_known
from ows.rest.rasters.described import RasterSerializer, described
from territory.models import AdminUnit

_PARTIAL = "El ráster no tiene dato en una parte de la zona: las cifras son de la otra."
_NOTHING = "El ráster no tiene ningún dato en la zona: no se puede saber."
_APPROXIMATE = "Los límites de la unidad son aproximados, no oficiales: las cifras también."
_COARSER = "La zona es grande: se leyeron celdas agrupadas, de {times:g} por lado."


class RasterShareSerializer(serializers.Serializer[Any]):
    value = serializers.IntegerField(help_text="El código de la clase o del nivel.")
    share = serializers.FloatField(help_text="Parte de la zona con dato, de 0 a 1.")


class RasterStatisticsSerializer(serializers.Serializer[Any]):
    """Nulo es lo que no se puede saber; ``note`` dice por qué o de qué parte son las cifras."""

    raster = RasterSerializer()
    unit = serializers.CharField(allow_blank=True, help_text="De las medidas.")
    covered = serializers.FloatField(help_text="Parte de la zona con dato, de 0 a 1.")
    mean = serializers.FloatField(allow_null=True)
    minimum = serializers.FloatField(allow_null=True)
    maximum = serializers.FloatField(allow_null=True)
    deviation = serializers.FloatField(allow_null=True)
    median = serializers.FloatField(allow_null=True)
    total = serializers.FloatField(
        allow_null=True, help_text="La suma, solo de personas: cada celda por la parte adentro."
    )
    classes = RasterShareSerializer(
        many=True,
        allow_null=True,
        help_text="De códigos (clases, niveles de peligro); nulo de una medida.",
    )
    note = serializers.CharField(allow_blank=True)


class RasterAreaInSerializer(serializers.Serializer[Any]):
    geometry = serializers.DictField(help_text="Polygon o MultiPolygon, longitud y latitud.")


class RasterStatistics(APIView):
    """Media, extremos y mediana de la primera banda dentro de una unidad o de una forma.

    Cada celda cuenta por la fracción exacta que queda adentro. De clases, que no tienen media, la
    parte que ocupa cada una; de un peligro en niveles enteros, también.
    """

    parser_classes = PARSERS

    @extend_schema(
        operation_id="rasters_statistics_of_unit",
        parameters=[
            OpenApiParameter("name", OpenApiTypes.STR, OpenApiParameter.PATH),
            OpenApiParameter("unit", OpenApiTypes.STR, required=True, description="Ubigeo."),
        ],
        responses=RasterStatisticsSerializer,
    )
    def get(self, request: Request, name: str) -> Response:
        check_known(request, "unit")
        ubigeo = request.query_params.get("unit", "")
        if not ubigeo:
            raise MissingParameter("unit")
        layer = registry.get_coverage(name, request.user)
        unit = unit_of(ubigeo)
        assert unit.geom is not None, "unit_of gives none without"
        note = "" if unit.has_official_boundary else _APPROXIMATE
        return Response(_answer(layer, unit.geom, note))

    @extend_schema(
        operation_id="rasters_statistics_of_shape",
        parameters=[OpenApiParameter("name", OpenApiTypes.STR, OpenApiParameter.PATH)],
        request=RasterAreaInSerializer,
        responses=RasterStatisticsSerializer,
    )
    def post(self, request: Request, name: str) -> Response:
        check_known(request)
        layer = registry.get_coverage(name, request.user)
        data = request.data
        if not isinstance(data, dict) or set(data) != {"geometry"}:
            raise InvalidParameter("Se espera «geometry» y nada más.", parameter="geometry")
        checked = checked_multipolygon(read_polygon(data["geometry"]))
        return Response(_answer(layer, checked.shape, ""))


def unit_of(ubigeo: str) -> AdminUnit:
    """The present unit with its boundary; raises FeatureNotFound."""
    unit = AdminUnit.objects.filter(valid_to__isnull=True, pk=ubigeo[:6]).first()
    if unit is None or unit.geom is None or len(ubigeo) > 6:
        raise FeatureNotFound("No hay una unidad con ese ubigeo y con límites.")
    return unit


def _classes(found: ZoneStatistics) -> list[dict[str, Any]] | None:
    if found.shares is None:
        return None
    return [{"value": value, "share": share} for value, share in found.shares]


def _answer(layer: RasterLayer, shape: GEOSGeometry, note: str) -> Any:
    found = statistics(layer.raster, shapely.from_wkb(bytes(shape.wkb)))
    notes = [note]
    if not found.covered:
        notes.append(_NOTHING)
    elif not found.is_whole:
        notes.append(_PARTIAL)
    if found.coarser > 1:
        notes.append(_COARSER.format(times=round(found.coarser)))
    told = {
        "raster": described(layer),
        "unit": layer.raster.bands[0].unit,
        "covered": found.covered,
        "mean": found.mean,
        "minimum": found.minimum,
        "maximum": found.maximum,
        "deviation": found.deviation,
        "median": found.median,
        "total": found.total,
        "classes": _classes(found),
        "note": " ".join(filter(None, notes)),
    }
    return RasterStatisticsSerializer(told).data
