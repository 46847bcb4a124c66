"""The UGEL with their indicators; of one its districts and peers too. Polygons are the layer's."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.eib.coverage import CoverageSerializer
from ows.rest.parameters import Pages, check_known
from ows.rest.ugel.codes import is_ugel_code
from ows.rest.ugel.peers import PeersSerializer
from ows.rest.ugel.shares import UgelDistrictSerializer
from territory.addresses import on_site
from territory.models import UgelArea
from territory.ugel.peers import peers_of
from territory.ugel.shares import districts_of
from territory.ugel.sheets import Indicator, areas, indicators_of, languages_of

_DEPARTMENT = OpenApiParameter(
    "department", OpenApiTypes.STR, description="Un ubigeo de 2 dígitos."
)


class IndicatorSerializer(serializers.Serializer[Indicator]):
    """A number with its source; ``value`` is null where it isn't known."""

    name = serializers.CharField()
    title = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    unit = serializers.CharField(allow_blank=True)
    known = serializers.IntegerField(help_text="De cuántos servicios se conoce.")
    services = serializers.IntegerField()
    # ``source`` is also what a field of a serializer is called by.
    cutoff_date = serializers.DateField(allow_null=True)

    def to_representation(self, instance: Indicator) -> Any:
        return {**super().to_representation(instance), "source": instance.source}


class UgelSerializer(serializers.ModelSerializer[UgelArea]):
    """A UGEL; its polygon is a feature of the layer ``ugel_areas``."""

    unit = serializers.CharField(source="declared_unit_id", allow_null=True)
    page = serializers.SerializerMethodField()
    indicators = serializers.SerializerMethodField()

    class Meta:
        model = UgelArea
        fields = (
            "code",
            "name",
            "unit",
            "districts",
            "shared_districts",
            "tied_districts",
            "undrawn_districts",
            "boundary_source",
            "boundary_origin",
            "boundary_cutoff_date",
            "indicators",
            "source",
            "source_url",
            "cutoff_date",
            "is_sample",
            "page",
        )

    def get_page(self, row: UgelArea) -> str:
        return on_site(f"/ugel/{row.code}/")

    @extend_schema_field(IndicatorSerializer(many=True))
    def get_indicators(self, row: UgelArea) -> Any:
        indicators: Any = indicators_of(row)
        return IndicatorSerializer(indicators, many=True).data


class UgelSheetSerializer(UgelSerializer):
    """The same with EIB services by language, what each office has in its districts, peers."""

    languages = serializers.SerializerMethodField()
    shares = serializers.SerializerMethodField()
    peers = serializers.SerializerMethodField()

    class Meta:
        model = UgelArea
        fields = (*UgelSerializer.Meta.fields, "languages", "shares", "peers")

    @extend_schema_field(CoverageSerializer(many=True))
    def get_languages(self, row: UgelArea) -> Any:
        languages: Any = languages_of(row)
        return CoverageSerializer(languages, many=True).data

    @extend_schema_field(UgelDistrictSerializer(many=True))
    def get_shares(self, row: UgelArea) -> Any:
        rows = [share for district in districts_of(row.code) for share in district.rows]
        return UgelDistrictSerializer(rows, many=True).data

    @extend_schema_field(PeersSerializer)
    def get_peers(self, row: UgelArea) -> Any:
        return PeersSerializer(peers_of(row.code, list(areas()))).data


class UgelList(ListAPIView[UgelArea]):
    """Las UGEL con sus indicadores, por código."""

    serializer_class = UgelSerializer
    pagination_class = Pages
    known_parameters = ("department",)

    @extend_schema(operation_id="ugel_list", parameters=[_DEPARTMENT])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[UgelArea]:
        department = Kvp.from_query(self.request.query_params).get("department") or ""
        if department and not (len(department) == 2 and department.isdecimal()):
            raise InvalidValue("department", f"«{department[:40]}» no es un ubigeo de 2 dígitos.")
        return areas(department)


class UgelDetail(APIView):
    """Una UGEL: indicadores, distritos y las que se le parecen, con el porqué."""

    @extend_schema(operation_id="ugel_retrieve", responses=UgelSheetSerializer)
    def get(self, request: Request, code: str) -> Response:
        check_known(request)
        found = areas().filter(code=code).first() if is_ugel_code(code) else None
        if found is None:
            raise NotFound
        return Response(UgelSheetSerializer(found).data)
