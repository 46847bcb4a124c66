"""A zone as a file to take home."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils.text import slugify
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from layers import registry
from layers.exports.export import SAMPLE_MARK, Export
from layers.exports.formats import FORMAT_OF_NAME, FORMATS, FileFormat
from layers.query import FeatureQuery
from ows.errors import InvalidValue, MissingParameter
from ows.formats import files
from ows.rest.parameters import check_known
from ows.rest.zone_answers import LAYER, zone_of
from territory.models import InterventionZone
from territory.models.placed import SAMPLE_PREFIX

_MAX_NAME = 40
# Its bare media type and usual name mean the file here: the zone itself is the address above.
_GEOJSON = FORMAT_OF_NAME["geojson-file"]
_ALSO = {"geojson": _GEOJSON, "json": _GEOJSON}


class ZoneExport(APIView):
    """Una zona como archivo, con su estado, su versión y su fuente adentro."""

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "f",
                OpenApiTypes.STR,
                required=True,
                description=f"{', '.join(item.name for item in FORMATS)}; geojson es geojson-file.",
            )
        ],
        responses={(200, item.bare_type): OpenApiTypes.BINARY for item in FORMATS},
    )
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        check_known(request, "f")
        format_ = _format(request)
        zone = zone_of(request, pk)
        layer = registry.get(LAYER, request.user)
        export = Export(FeatureQuery(layer, request.user, fids=(str(zone.pk),)))
        name = _name(zone, format_)
        return files.answer(export, format_, "f", is_head=request.method == "HEAD", name=name)


def _format(request: Request) -> FileFormat:
    wanted = request.query_params.get("f", "")
    if not wanted:
        raise MissingParameter("f")
    found = _ALSO.get(wanted) or files.named(wanted)
    if found is None:
        names = ", ".join(item.name for item in FORMATS)
        raise InvalidValue("f", f"«{wanted[:40]}» no es un formato de archivo; hay: {names}.")
    return found


def _name(zone: InterventionZone, format_: FileFormat) -> str:
    """``zona-7-v3-cuenca-alta.gpkg``: a person finds it again, and knows which version it is."""
    mark = SAMPLE_MARK if zone.is_sample else ""
    title = slugify(zone.title.removeprefix(SAMPLE_PREFIX))[:_MAX_NAME].strip("-")
    name = "-".join(filter(None, (f"zona-{zone.pk}-v{zone.version}", title)))
    return f"{mark}{name}.{format_.extension}"
