"""What can be said of a zone while it is drawn; nothing is written."""

from __future__ import annotations

from typing import Any

import shapely
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.editing.shapes import Checked, checked_multipolygon
from layers.editing.zone_rules import scope_reason
from layers.errors import InvalidGeometry, InvalidParameter, StorageAway
from layers.layer import AnyUser
from layers.rasters.ground import Ground, ground_of
from layers.rasters.people import people_in
from layers.zones.contents import CONTENTS_NOTE, contents_of
from ows.rest.geojson_in import PARSERS, read_polygon
from ows.rest.parameters import check_known
from ows.rest.rasters.people import PeopleSerializer, told_of
from ows.rest.wire_names import WireNames
from ows.rest.zone_contents import ThemeContentsSerializer
from territory.zones import (
    MAX_OVERLAPS,
    area_ha,
    names_departments_only,
    overlaps,
    touched_units,
)

_NOTE = (
    "Solo se nombran departamentos: los límites de provincias y distritos que hay cargados son "
    "aproximados y no sirven para decidir en cuál cae una zona."
)
_MORE = f"Solo se nombran las {MAX_OVERLAPS} superposiciones mayores: hay más."
_MEMBERS = frozenset({"geometry", "zone"})


class _OverlapSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="zone.pk")
    title = serializers.CharField(source="zone.title")
    area_ha = serializers.FloatField()
    percent = serializers.FloatField(help_text="De la superficie de la zona dibujada.")


class _UnitSerializer(serializers.Serializer[Any]):
    ubigeo = serializers.CharField()
    name = serializers.CharField()
    level = serializers.CharField()


class _ScopeSerializer(serializers.Serializer[Any]):
    allowed = serializers.BooleanField()
    reason = serializers.CharField()


class ZoneTerrainSerializer(WireNames[Any]):
    """El terreno de la zona; nulo es lo que no se puede saber."""

    layer = serializers.CharField(source="layer.name")
    title = serializers.CharField(source="layer.title")
    source_ = serializers.CharField(source="layer.source")
    cutoff_date = serializers.DateField(source="layer.summary.cutoff_date", allow_null=True)
    accuracy = serializers.CharField(source="layer.raster.accuracy", allow_blank=True)
    altitude_mean_m = serializers.FloatField(source="altitude.mean", allow_null=True)
    altitude_minimum_m = serializers.FloatField(source="altitude.minimum", allow_null=True)
    altitude_maximum_m = serializers.FloatField(source="altitude.maximum", allow_null=True)
    slope_deg = serializers.FloatField(
        allow_null=True, help_text="Media; nula si no se puede saber."
    )
    slope_note = serializers.CharField(allow_blank=True, help_text="Por qué no se puede saber.")
    covered = serializers.FloatField(
        source="altitude.covered", help_text="Parte de la zona con dato, de 0 a 1."
    )


class ZoneMeasuresSerializer(serializers.Serializer[Any]):
    """``reason`` says why a shape can't be stored; then nothing of it is measured."""

    valid = serializers.BooleanField()
    reason = serializers.CharField()
    notes = serializers.ListField(
        child=serializers.CharField(),
        help_text="Qué se le hace a la forma para guardarla: partes que se unen, por su número.",
    )
    area_ha = serializers.FloatField()
    overlaps = _OverlapSerializer(many=True)
    overlaps_note = serializers.CharField(help_text="Si la lista se corta; si no, vacío.")
    units = _UnitSerializer(many=True)
    units_note = serializers.CharField()
    scope = _ScopeSerializer()
    contents = ThemeContentsSerializer(many=True, help_text="Qué hay adentro, tema por tema.")
    contents_note = serializers.CharField(help_text="Qué se cuenta y qué no.")
    terrain = ZoneTerrainSerializer(
        allow_null=True,
        help_text="Nulo si ningún ráster de terreno tiene dato en la zona, o no se puede leer.",
    )
    people = PeopleSerializer(
        allow_null=True, help_text="Quién vive adentro, según la población por celda cargada."
    )


class ZoneMeasureInSerializer(serializers.Serializer[Any]):
    geometry = serializers.DictField(help_text="Polygon o MultiPolygon, longitud y latitud.")
    zone = serializers.IntegerField(
        required=False, allow_null=True, help_text="La zona que se cambia: no se cuenta consigo."
    )


class ZoneMeasure(APIView):
    """Superficie, superposiciones, unidades y alcance de una zona que se dibuja."""

    parser_classes = PARSERS

    @extend_schema(request=ZoneMeasureInSerializer, responses=ZoneMeasuresSerializer)
    def post(self, request: Request) -> Response:
        check_known(request)
        geometry, zone = _asked(request.data)
        try:
            checked = checked_multipolygon(read_polygon(geometry))
        except InvalidGeometry as error:
            return Response(ZoneMeasuresSerializer(_unmeasured(error.message)).data)
        return Response(ZoneMeasuresSerializer(_measured(request, checked, zone)).data)


def _asked(data: Any) -> tuple[Any, int | None]:
    if not isinstance(data, dict) or "geometry" not in data:
        raise InvalidParameter("Falta la geometría.", parameter="geometry")
    for name in data:
        if name not in _MEMBERS:
            raise InvalidParameter(f"El miembro «{name[:40]}» no existe.", parameter=name[:40])
    zone = data.get("zone")
    is_key = isinstance(zone, int) and not isinstance(zone, bool) and 0 <= zone < 2**63
    if zone is not None and not is_key:
        raise InvalidParameter("Se espera el número de una zona, o null.", parameter="zone")
    return data["geometry"], zone


def _measured(request: Request, checked: Checked, zone: int | None) -> dict[str, Any]:
    shape = checked.shape
    area = shapely.from_wkb(bytes(shape.wkb))
    reason = scope_reason(request.user, shape)
    units = touched_units(shape)
    shared = overlaps(shape, request.user, leaving_out=zone)
    return {
        "valid": True,
        "reason": "",
        "notes": list(checked.notes),
        "area_ha": area_ha(shape),
        "overlaps": shared.largest,
        "overlaps_note": _MORE if shared.has_more else "",
        "units": units,
        "units_note": _NOTE if names_departments_only() else "",
        "scope": {"allowed": not reason, "reason": reason},
        "contents": contents_of(shape, units),
        "contents_note": CONTENTS_NOTE,
        "terrain": _terrain(area, request.user),
        "people": _people(area, request.user),
    }


def _terrain(area: shapely.Geometry, user: AnyUser) -> Ground | None:
    """Whoever draws isn't kept from it by a storage that doesn't answer."""
    try:
        return ground_of(area, user)
    except StorageAway:
        return None


def _people(area: shapely.Geometry, user: AnyUser) -> dict[str, Any]:
    """Where too many cells would be summed, or none can be read now, it is said."""
    try:
        return told_of(people_in(area, user))
    except (InvalidParameter, StorageAway) as error:
        return told_of(None) | {"note": error.message}


def _unmeasured(reason: str) -> dict[str, Any]:
    return {
        "valid": False,
        "reason": reason,
        "notes": [],
        "area_ha": 0.0,
        "overlaps": [],
        "overlaps_note": "",
        "units": [],
        "units_note": "",
        "scope": {"allowed": False, "reason": reason},
        "contents": [],
        "contents_note": "",
        "terrain": None,
        "people": None,
    }
