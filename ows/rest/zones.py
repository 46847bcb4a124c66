"""Intervention zones: read and drawn."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.editing import Delete, Insert, Update
from layers.errors import InvalidGeometry, InvalidParameter
from ows.crs import CRS84, parse_bbox
from ows.kvp import Kvp
from ows.rest.geojson_in import PARSERS, FeatureIn, read_feature
from ows.rest.parameters import FeaturePages, check_known
from ows.rest.preconditions import CONFLICT, IF_MATCH, required_version
from ows.rest.zone_answers import answer, applied
from ows.rest.zone_features import (
    READ_ONLY,
    ZoneFeatureSerializer,
    ZoneInSerializer,
    ZoneSavedSerializer,
    feature,
)
from territory.addresses import on_site
from territory.models import InterventionZone
from territory.zones import zones_for_display


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
        saved = applied(request, Insert(sent.geometry, sent.properties))
        response = answer(request, int(saved.fid), status=201, notes=saved.notes)
        response["Location"] = request.build_absolute_uri(on_site(f"/api/v1/zones/{saved.fid}/"))
        return response


class ZoneDetail(APIView):
    """Una zona."""

    parser_classes = PARSERS

    @extend_schema(responses=ZoneFeatureSerializer)
    def get(self, request: Request, pk: int) -> Response:
        check_known(request)
        return answer(request, pk)

    @extend_schema(
        parameters=[IF_MATCH],
        request=ZoneInSerializer,
        responses={200: ZoneSavedSerializer, 412: CONFLICT},
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
        saved = applied(request, Update(str(pk), version, values, sent.geometry))
        return answer(request, pk, notes=saved.notes)

    @extend_schema(
        parameters=[IF_MATCH],
        request=ZoneInSerializer,
        responses={200: ZoneSavedSerializer, 412: CONFLICT},
    )
    def patch(self, request: Request, pk: int) -> HttpResponseBase:
        """Solo lo que se da (RFC 7396)."""
        version = required_version(request)
        sent = read_feature(request.data, READ_ONLY)
        if "geometry" in request.data and sent.geometry is None:
            raise InvalidGeometry("Una zona no puede quedar sin geometría.", parameter="geometry")
        saved = applied(request, Update(str(pk), version, _emptied(sent), sent.geometry))
        return answer(request, pk, notes=saved.notes)

    @extend_schema(parameters=[IF_MATCH], responses={204: None, 412: CONFLICT})
    def delete(self, request: Request, pk: int) -> Response:
        applied(request, Delete(str(pk), required_version(request)))
        return Response(status=204)


def _chosen(request: Request) -> QuerySet[InterventionZone]:
    kvp = Kvp.from_query(request.query_params)
    zones = zones_for_display(request.user).order_by("pk")
    if kvp.boolean("mine"):
        zones = zones.filter(author=request.user.pk)
    if (text := kvp.get("bbox")) is not None:
        shape = parse_bbox(text, CRS84).polygon(4326)
        zones = zones.none() if shape is None else zones.filter(geom__intersects=shape)
    return zones


def _emptied(sent: FeatureIn) -> dict[str, Any]:
    """In a merge patch null takes a member away: what may be empty is then."""
    empty: dict[str, Any] = {"description": "", "commitments": []}
    return {
        name: empty[name] if value is None and name in empty else value
        for name, value in sent.properties.items()
    }
