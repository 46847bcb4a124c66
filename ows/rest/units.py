"""Territorial units: their list and search, each one's feature, and what is known of it."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from layers.errors import FeatureNotFound
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM, TABLE_TYPES, Pages, check_known, requested_form
from ows.rest.unit_serializers import UnitFeatureSerializer, UnitSerializer
from ows.rest.unit_summary import UnitSummarySerializer, summarize, summary_file
from territory.models import AdminUnit
from territory.queries import current_units, search_units, units_with_extents

# A search is for finding a place, not for listing: nobody reads on beyond this.
MAX_FOUND = 200

UBIGEO = re.compile(r"([0-9]{2}){1,3}")


class UnitList(ListAPIView[AdminUnit]):
    """Las unidades por ubigeo; con «q», las que mejor responden a un nombre o un ubigeo."""

    serializer_class = UnitSerializer
    pagination_class = Pages
    known_parameters = ("q", "level", "parent")

    @extend_schema(
        parameters=[
            OpenApiParameter("q", OpenApiTypes.STR, description="Un nombre o un ubigeo."),
            OpenApiParameter("level", OpenApiTypes.STR, enum=list(AdminUnit.Level.values)),
            OpenApiParameter("parent", OpenApiTypes.STR, description="El ubigeo superior."),
        ]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        kvp = Kvp.from_query(self.request.query_params)
        among = _level(kvp) & _parent(kvp)
        if "q" in self.request.query_params:
            # All at once: to count them would take as long as to find them.
            return list(units_with_extents(search_units(kvp.get("q") or "", MAX_FOUND, among)))
        return units_with_extents(current_units().filter(among).order_by("pk"))


class UnitDetail(RetrieveAPIView[AdminUnit]):
    """Una unidad como elemento GeoJSON, con su límite."""

    serializer_class = UnitFeatureSerializer

    def get_object(self) -> AdminUnit:
        check_known(self.request)
        return _unit(self.kwargs["ubigeo"], with_polygon=True)


class UnitSummary(RetrieveAPIView[Any]):
    """Las cifras de una unidad y lo que cada compromiso significa en ella.

    Toda cifra lleva su fuente y su fecha de corte; la que sale de ejemplos lo dice
    («is_sample» y su título) y nunca se suma a un dato.
    """

    serializer_class = UnitSummarySerializer

    @extend_schema(
        parameters=[FORM],
        responses={
            (200, "application/json"): UnitSummarySerializer,
            (200, "text/csv"): OpenApiTypes.STR,
            (200, TABLE_TYPES["xlsx"]): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        form = requested_form(request)
        if form in TABLE_TYPES:
            return summary_file(self.get_object(), form, request)
        return self.retrieve(request, *args, **kwargs)

    def get_object(self) -> Any:
        check_known(self.request, "f")
        return summarize(_unit(self.kwargs["ubigeo"]), self.request.user)


def _unit(ubigeo: str, *, with_polygon: bool = False) -> AdminUnit:
    missing = FeatureNotFound(f"No hay unidad con el ubigeo «{ubigeo[:40]}».", parameter="ubigeo")
    if not UBIGEO.fullmatch(ubigeo):
        raise missing
    units = units_with_extents(current_units())
    if with_polygon:
        units = units.defer(None).defer("parent__geom", "parent__parent__geom")
    unit = units.filter(pk=ubigeo).first()
    if unit is None:
        raise missing
    return unit


def _level(kvp: Kvp) -> Q:
    level = kvp.get("level")
    if level is None:
        return Q()
    if level not in AdminUnit.Level.values:
        offered = ", ".join(AdminUnit.Level.values)
        raise InvalidValue("level", f"«{level[:40]}» no es un nivel: use {offered}.")
    return Q(level=level)


def _parent(kvp: Kvp) -> Q:
    parent = kvp.get("parent")
    return Q() if parent is None else Q(parent=parent)
