"""Intervention zones: read, drawn, reviewed, with every version of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers import registry
from layers.editing import Decide, Decision, Delete, Edit, Insert, Saved, Update, apply
from layers.errors import FeatureNotFound, InvalidGeometry, InvalidParameter, VersionConflict
from ows.crs import CRS84, parse_bbox
from ows.errors import OwsError, from_domain
from ows.kvp import Kvp
from ows.rest.geojson_in import PARSERS, FeatureIn, read_feature
from ows.rest.parameters import FeaturePages, check_known
from ows.rest.preconditions import etag, required_version
from ows.rest.zone_features import (
    READ_ONLY,
    ZoneFeatureSerializer,
    ZoneInSerializer,
    ZoneSavedSerializer,
    ZoneVersionSerializer,
    feature,
)
from territory.addresses import on_site
from territory.models import InterventionZone
from territory.zones import versions_of, zones_for_display

LAYER = "intervention_zones"

_IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="El ETag de la versión que se cambia.",
)
_CONFLICT = OpenApiResponse(
    OpenApiTypes.OBJECT, description="Problema con «current» y «base», las dos versiones."
)


class ZonePages(FeaturePages):
    """Short ones: each zone may have twenty thousand vertices, and a page is built in memory."""

    max_limit = 100


class ZoneList(APIView):
    """Las zonas que quien pregunta puede ver."""

    parser_classes = PARSERS
    known_parameters = ("mine", "bbox")

    @extend_schema(
        operation_id="zones_list",
        parameters=[
            OpenApiParameter("limit", OpenApiTypes.INT),
            OpenApiParameter("offset", OpenApiTypes.INT),
            OpenApiParameter("mine", OpenApiTypes.STR, enum=["1"], description="Solo las propias."),
            OpenApiParameter("bbox", OpenApiTypes.STR, description="Oeste,sur,este,norte."),
        ],
        responses=ZonePages.schema(ZoneFeatureSerializer, "ZoneCollection"),
    )
    def get(self, request: Request) -> Response:
        pages = ZonePages()
        zones = pages.paginate_queryset(_chosen(request), request, self) or []
        return pages.get_paginated_response([feature(zone, request.user) for zone in zones])

    @extend_schema(request=ZoneInSerializer, responses={201: ZoneSavedSerializer})
    def post(self, request: Request) -> Response:
        """Una zona nueva, en borrador."""
        check_known(request)
        sent = read_feature(request.data, READ_ONLY)
        if sent.geometry is None:
            raise InvalidGeometry("Falta la geometría.", parameter="geometry")
        saved = _apply(request, Insert(sent.geometry, sent.properties))
        response = _answer(request, int(saved.fid), status=201, notes=saved.notes)
        response["Location"] = request.build_absolute_uri(on_site(f"/api/v1/zones/{saved.fid}/"))
        return response


class ZoneDetail(APIView):
    """Una zona."""

    parser_classes = PARSERS

    @extend_schema(responses=ZoneFeatureSerializer)
    def get(self, request: Request, pk: int) -> Response:
        check_known(request)
        return _answer(request, pk)

    @extend_schema(
        parameters=[_IF_MATCH],
        request=ZoneInSerializer,
        responses={200: ZoneSavedSerializer, 412: _CONFLICT},
    )
    def put(self, request: Request, pk: int) -> HttpResponseBase:
        """La zona entera: lo que falte queda vacío."""
        version = required_version(request)
        sent = read_feature(request.data, READ_ONLY)
        if sent.geometry is None:
            raise InvalidGeometry("Falta la geometría.", parameter="geometry")
        if "title" not in sent.properties:
            raise InvalidParameter("Falta el título.", parameter="title")
        values = {"description": "", "commitments": []} | sent.properties
        saved = _apply(request, Update(str(pk), version, values, sent.geometry))
        return _answer(request, pk, notes=saved.notes)

    @extend_schema(
        parameters=[_IF_MATCH],
        request=ZoneInSerializer,
        responses={200: ZoneSavedSerializer, 412: _CONFLICT},
    )
    def patch(self, request: Request, pk: int) -> HttpResponseBase:
        """Solo lo que se da (RFC 7396)."""
        version = required_version(request)
        sent = read_feature(request.data, READ_ONLY)
        if "geometry" in request.data and sent.geometry is None:
            raise InvalidGeometry("Una zona no puede quedar sin geometría.", parameter="geometry")
        saved = _apply(request, Update(str(pk), version, _emptied(sent), sent.geometry))
        return _answer(request, pk, notes=saved.notes)

    @extend_schema(parameters=[_IF_MATCH], responses={204: None, 412: _CONFLICT})
    def delete(self, request: Request, pk: int) -> Response:
        _apply(request, Delete(str(pk), required_version(request)))
        return Response(status=204)


class ZoneDecision(APIView):
    """Un paso de la revisión de una zona."""

    decision = Decision.SUBMIT

    @extend_schema(
        parameters=[_IF_MATCH],
        request=None,
        responses={200: ZoneFeatureSerializer, 412: _CONFLICT},
    )
    def post(self, request: Request, pk: int) -> Response:
        check_known(request)
        _apply(request, Decide(str(pk), required_version(request), self.decision))
        return _answer(request, pk)


class ZoneVersions(APIView):
    """Las versiones de una zona, la última primero."""

    @extend_schema(responses=ZoneVersionSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        check_known(request)
        zone = _zone(request, pk)
        versions = versions_of(zone, request.user).defer("geom", "description")
        return Response(ZoneVersionSerializer(versions, many=True).data)


class ZoneVersionDetail(APIView):
    """Una zona como fue en una de sus versiones."""

    @extend_schema(responses=ZoneFeatureSerializer)
    def get(self, request: Request, pk: int, version: int) -> Response:
        check_known(request)
        zone = _zone(request, pk)
        found = versions_of(zone, request.user).filter(version=version).first()
        if found is None:
            raise FeatureNotFound(
                f"La zona {pk} no tiene la versión {version}.", parameter="version"
            )
        return Response(feature(found, request.user))


def _chosen(request: Request) -> QuerySet[InterventionZone]:
    kvp = Kvp.from_query(request.query_params)
    zones = zones_for_display(request.user).order_by("pk")
    if kvp.boolean("mine"):
        zones = zones.filter(author=request.user.pk)
    if (text := kvp.get("bbox")) is not None:
        shape = parse_bbox(text, CRS84).polygon(4326)
        zones = zones.none() if shape is None else zones.filter(geom__intersects=shape)
    return zones


def _zone(request: Request, pk: int) -> InterventionZone:
    zone = zones_for_display(request.user).filter(pk=pk).first() if pk < 2**63 else None
    if zone is None:
        raise FeatureNotFound(f"No existe la zona {str(pk)[:20]}.", parameter="id")
    return zone


def _answer(
    request: Request, pk: int, *, status: int = 200, notes: tuple[str, ...] = ()
) -> Response:
    """The zone as it is stored, with its version as the tag and what was done to store it."""
    zone = _zone(request, pk)
    body = feature(zone, request.user)
    if notes:
        body["notes"] = list(notes)
    return Response(body, status=status, headers={"ETag": etag(zone.version)})


def _apply(request: Request, edit: Edit) -> Saved:
    """The zone after the edit."""
    layer = registry.get(LAYER, request.user)
    with _conflicts_described(request):
        return apply(request.user, layer, [edit])[0]


@contextmanager
def _conflicts_described(request: Request) -> Iterator[None]:
    """A conflict leaves with both versions, so that nothing of either has to be lost."""
    try:
        yield
    except VersionConflict as conflict:
        error = from_domain(conflict)
        zone = _zone(request, int(conflict.fid))
        base = versions_of(zone, request.user).filter(version=conflict.named).first()
        raise OwsError(
            error.message,
            code=error.code,
            locator=error.locator,
            status=error.status,
            members={
                "current": feature(zone, request.user),
                "base": feature(base, request.user) if base is not None else None,
            },
        ) from None


def _emptied(sent: FeatureIn) -> dict[str, Any]:
    """In a merge patch null takes a member away: what may be empty is then."""
    empty: dict[str, Any] = {"description": "", "commitments": []}
    return {
        name: empty[name] if value is None and name in empty else value
        for name, value in sent.properties.items()
    }
