"""Forums and their sessions as GeoJSON Features, as the account sees them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from ows.kvp import Kvp
from ows.rest.parameters import FeaturePages
from ows.rest.participation.chosen import of_commitment
from territory.addresses import on_site
from territory.models import Forum, ForumSession, SessionMinutes
from territory.models.participation import SECTORS
from territory.participation.processes.seen import seen

COMMITMENT = OpenApiParameter("commitment", OpenApiTypes.INT)
SPACE = OpenApiParameter("space", OpenApiTypes.STR, description="El identificador de un espacio.")
_PROVENANCE = ["source_url", "cutoff_date", "state", "is_sample"]
_POINT = {
    "type": "object",
    "nullable": True,
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {"type": "array", "items": {"type": "number"}},
    },
}


@extend_schema_field(_POINT)
class VenueField(serializers.Field[Any, Any, dict[str, Any], Any]):
    """A point as GeoJSON, EPSG:4326."""

    def to_representation(self, geom: Any) -> dict[str, Any]:
        return {"type": "Point", "coordinates": [geom.x, geom.y]}


class _FeatureSerializer(serializers.Serializer[Any]):
    """A Feature at its venue; ``geometry`` is null where that isn't known."""

    type = serializers.SerializerMethodField()
    geometry = VenueField(source="geom", allow_null=True)

    @extend_schema_field({"type": "string", "enum": ["Feature"]})
    def get_type(self, row: Any) -> str:
        return "Feature"


class SpacePropertiesSerializer(serializers.ModelSerializer[Forum]):
    """A forum; members are numbers by sector, null where nobody counted."""

    commitment = serializers.IntegerField(source="commitment.number")
    sector = serializers.CharField()
    sector_title = serializers.CharField(source="get_sector_display")
    state = serializers.CharField()
    evaluation_outcome = serializers.CharField(allow_null=True)
    url = serializers.SerializerMethodField(help_text="Su página.")

    class Meta:
        model = Forum
        fields = [
            "slug",
            "name",
            "commitment",
            "sector",
            "sector_title",
            "purpose",
            "venue",
            "units",
            *SECTORS,
            "is_pilot",
            "evaluation",
            "evaluation_outcome",
            "evaluated_on",
            "evaluation_url",
            *_PROVENANCE,
            "url",
        ]

    def get_url(self, forum: Forum) -> str:
        return on_site(f"/participar/espacios/{forum.slug}/")


class SpaceSerializer(_FeatureSerializer):
    id = serializers.CharField(source="slug")
    properties = SpacePropertiesSerializer(source="*")


class ForumSessionPropertiesSerializer(serializers.ModelSerializer[ForumSession]):
    """A session; who attended are numbers by sector, and minutes those that were confirmed."""

    space = serializers.CharField(source="forum.slug")
    commitment = serializers.IntegerField(source="forum.commitment.number")
    state = serializers.CharField()
    minutes = serializers.SerializerMethodField(
        help_text="El acta, una vez que alguien confirmó que no tiene datos personales."
    )
    url = serializers.SerializerMethodField(help_text="La página de su espacio.")

    class Meta:
        model = ForumSession
        fields = [
            "space",
            "commitment",
            "number",
            "title",
            "held_on",
            "agenda",
            "venue",
            "units",
            *SECTORS,
            *_PROVENANCE,
            "minutes",
            "url",
        ]

    def get_minutes(self, session: ForumSession) -> str | None:
        found: SessionMinutes | None = getattr(session, "minutes", None)
        return None if found is None else found.text

    def get_url(self, session: ForumSession) -> str:
        return on_site(f"/participar/espacios/{session.forum.slug}/")


class ForumSessionSerializer(_FeatureSerializer):
    id = serializers.IntegerField(source="pk")
    properties = ForumSessionPropertiesSerializer(source="*")


class _Features(ListAPIView[Any]):
    pagination_class = FeaturePages


class SpaceList(_Features):
    """Los foros multiactor que quien pregunta puede ver, en su sede."""

    serializer_class = SpaceSerializer
    known_parameters = ("commitment",)

    @extend_schema(
        operation_id="participation_spaces",
        parameters=[COMMITMENT],
        responses=FeaturePages.schema(SpaceSerializer, "SpacePage"),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        rows = of_commitment(seen(Forum, self.request.user), self.request, "commitment")
        return rows.select_related("commitment").order_by("commitment__number", "slug")


class SessionList(_Features):
    """Las sesiones de los foros, en el lugar donde fueron."""

    serializer_class = ForumSessionSerializer
    known_parameters = ("commitment", "space")

    @extend_schema(
        operation_id="participation_sessions",
        parameters=[COMMITMENT, SPACE],
        responses=FeaturePages.schema(ForumSessionSerializer, "SessionPage"),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        rows = of_commitment(seen(ForumSession, user), self.request, "forum__commitment")
        if space := Kvp.from_query(self.request.query_params).get("space"):
            rows = rows.filter(forum__slug=space)
        confirmed = seen(SessionMinutes, user).filter(cleared_at__isnull=False)
        rows = rows.select_related("forum__commitment").defer("forum__geom")
        rows = rows.prefetch_related(Prefetch("minutes", confirmed))
        return rows.order_by("forum__slug", "number")
