"""The shapes of a file that a planner brings; nothing is kept of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from shapely.geometry import mapping

from layers.editing.zone_rules import required_planner
from layers.errors import InvalidParameter
from layers.reading.results import ChoiceMissing, SourceError
from layers.temporary import temporary_folder
from layers.zones.files import MAX_FILE_BYTES, FoundShape, shapes_in
from ows.errors import MissingParameter, OwsError
from ows.rest.parameters import check_known
from ows.rest.zone_features import GEOMETRY

_MEMBERS = frozenset({"file", "crs"})
_MAX_CRS = 2_000  # a WKT


class FoundShapeSerializer(serializers.Serializer[FoundShape]):
    """A shape of the file; ``fault`` says why it has no geometry."""

    layer = serializers.CharField()
    row = serializers.IntegerField(help_text="Su número en la capa, desde 1.")
    title = serializers.CharField(help_text="Lo que su columna de nombre dice; si no, vacío.")
    geometry = serializers.SerializerMethodField()
    notes = serializers.ListField(child=serializers.CharField())
    fault = serializers.CharField(help_text="Por qué no sirve para una zona; si no, vacío.")

    @extend_schema_field(GEOMETRY | {"nullable": True})
    def get_geometry(self, shape: FoundShape) -> dict[str, Any] | None:
        if shape.geometry is None:
            return None
        found: dict[str, Any] = mapping(shape.geometry)
        return found


class FoundShapesSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="Qué es el archivo, por su contenido.")
    crs = serializers.CharField(help_text="Su sistema de coordenadas, por su nombre.")
    shapes = FoundShapeSerializer(many=True)
    remarks = serializers.ListField(child=serializers.CharField())


class ZoneFileInSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(
        help_text="GeoJSON, GeoPackage, KML, KMZ, GPX o un zip con un shapefile."
    )
    crs = serializers.CharField(
        required=False, help_text="El sistema de coordenadas, si el archivo no lo dice: EPSG:32718."
    )


class ZoneShapes(APIView):
    """Las formas de un archivo, para elegir de ellas las partes de una zona. Nada se guarda."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        request={"multipart/form-data": ZoneFileInSerializer},
        responses={200: FoundShapesSerializer, 413: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request) -> Response:
        check_known(request)
        required_planner(request.user)
        file, crs = _asked(request)
        with temporary_folder("zone-upload") as folder:
            path = folder / "file"
            _copy(file, path)
            try:
                found = shapes_in(path, crs)
            except ChoiceMissing as error:
                members = {"choice": error.choice, "offers": list(error.offers)}
                raise _refused(str(error), error.choice, members) from error
            except SourceError as error:
                raise _refused(str(error), "file", {}) from error
        return Response(FoundShapesSerializer(found).data)


def _asked(request: Request) -> tuple[UploadedFile[Any], str]:
    data: Any = request.data
    for name in data:
        if name not in _MEMBERS:
            raise InvalidParameter(f"El campo «{name[:40]}» no existe.", parameter=name[:40])
    file, crs = data.get("file"), data.get("crs", "")
    if not isinstance(file, UploadedFile):
        raise MissingParameter("file")
    if not isinstance(crs, str) or len(crs) > _MAX_CRS:
        raise InvalidParameter("Se espera un sistema de coordenadas: EPSG:32718.", parameter="crs")
    if (file.size or 0) > MAX_FILE_BYTES:
        raise OwsError(
            f"El archivo tiene {(file.size or 0) / 1_000_000:.0f} MB; de una zona se leen hasta "
            f"{MAX_FILE_BYTES // 1_000_000} MB.",
            code="RequestTooLarge",
            locator="file",
            status=413,
        )
    return file, crs.strip()


def _copy(file: UploadedFile[Any], path: Path) -> None:
    with path.open("wb") as copy:
        for block in file.chunks():
            copy.write(block)


def _refused(message: str, parameter: str, members: dict[str, Any]) -> OwsError:
    return OwsError(
        message, code="InvalidParameterValue", locator=parameter, status=400, members=members
    )
