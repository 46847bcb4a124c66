"""The outline of what a layer's published files cover, for a map to draw."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_gis.serializers import GeoFeatureModelSerializer, GeometryField

from layers import registry
from layers.coverage import covered_units
from ows.rest.parameters import check_known
from territory.covered import published_coverage
from territory.models import AdminUnit
from territory.queries import simplified_outlines

_FEATURE = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "id": {"type": "string", "description": "El ubigeo."},
        "geometry": {"type": "object"},
        "properties": {"type": "object", "properties": {"name": {"type": "string"}}},
    },
}
_SCHEMA = {
    "type": "object",
    "description": "GeoJSON (RFC 7946): una FeatureCollection.",
    "properties": {
        "type": {"type": "string"},
        "features": {"type": "array", "items": _FEATURE},
    },
}


# The library carries no types.
class CoveredOutlineSerializer(GeoFeatureModelSerializer):  # type: ignore[misc]
    """A covered unit as a GeoJSON Feature, EPSG:4326."""

    geom = GeometryField(source="outline", read_only=True)

    class Meta:
        model = AdminUnit
        geo_field = "geom"
        id_field = "ubigeo"
        fields = ("ubigeo", "name")


class LayerCoverage(APIView):
    """Las unidades que cubren los archivos publicados de una capa, con su contorno simplificado.

    Ninguna si cubren todo el país, si la capa muestra ejemplos o si no se sabe qué cubren.
    """

    @extend_schema(
        operation_id="layers_coverage",
        parameters=[OpenApiParameter("name", OpenApiTypes.STR, OpenApiParameter.PATH)],
        responses={(200, "application/json"): _SCHEMA},
    )
    def get(self, request: Request, name: str) -> Response:
        check_known(request)
        layer = registry.get(name, request.user)
        info = registry.describe(layer, request.user)
        covers = covered_units(layer, info, request.user, published_coverage()) or ()
        units = simplified_outlines([unit.ubigeo for unit in covers])
        return Response(CoveredOutlineSerializer(units, many=True).data)
