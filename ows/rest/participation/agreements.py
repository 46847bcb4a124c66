"""Agreements of forums, as the account sees them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import Pages
from ows.rest.participation.spaces import COMMITMENT, SPACE
from ows.rest.units import UBIGEO
from territory.models import Agreement
from territory.participation.processes.agreements import OVERDUE, Chosen, agreements, today

_PROGRESS = [*Agreement.Progress.values, OVERDUE]


class AgreementSerializer(serializers.ModelSerializer[Agreement]):
    """What a session agreed; whether it is overdue follows from its day, in Lima."""

    commitment = serializers.IntegerField(source="session.forum.commitment.number")
    space = serializers.CharField(source="session.forum.slug")
    session = serializers.IntegerField(source="session.number")
    owner = serializers.CharField(source="owner.acronym")
    overdue = serializers.BooleanField()
    state = serializers.CharField()

    class Meta:
        model = Agreement
        fields = [
            "commitment",
            "space",
            "session",
            "code",
            "text",
            "topic",
            "owner",
            "due_on",
            "progress",
            "fulfilled_on",
            "overdue",
            "units",
            "source_url",
            "cutoff_date",
            "state",
            "is_sample",
        ]


class AgreementList(ListAPIView[Agreement]):
    """Los acuerdos de los foros, los que vencen primero antes que los demás."""

    serializer_class = AgreementSerializer
    pagination_class = Pages
    known_parameters = ("commitment", "space", "progress", "topic", "unit")

    @extend_schema(
        operation_id="participation_agreements",
        parameters=[
            COMMITMENT,
            SPACE,
            OpenApiParameter("progress", OpenApiTypes.STR, enum=_PROGRESS),
            OpenApiParameter("topic", OpenApiTypes.STR),
            OpenApiParameter("unit", OpenApiTypes.STR, description="Un ubigeo: 2, 4 o 6 dígitos."),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        return agreements(self.request.user, today(), self._chosen())

    def _chosen(self) -> Chosen:
        kvp = Kvp.from_query(self.request.query_params)
        progress, unit = kvp.get("progress") or "", kvp.get("unit") or ""
        if progress and progress not in _PROGRESS:
            raise InvalidValue("progress", f"Use uno de {', '.join(_PROGRESS)}.")
        if unit and not UBIGEO.fullmatch(unit):
            raise InvalidValue("unit", f"«{unit[:40]}» no es un ubigeo: 2, 4 o 6 dígitos.")
        number = kvp.integer("commitment", 0, minimum=1, maximum=18)
        return Chosen(
            progress=progress,
            topic=kvp.get("topic") or "",
            ubigeo=unit,
            commitment=number or None,
            forum=kvp.get("space") or "",
        )
