"""Ratings of commitments, an agency's of itself and the independent review's apart."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM
from ows.rest.table_lists import TableList, responses_of
from territory.models import Rating, RatingScale
from territory.reviewing import visible_to

_COLUMNS = (
    "commitment",
    "scale",
    "scale_title",
    "by",
    "by_title",
    "value",
    "value_title",
    "value_original",
    "document",
    "source_url",
    "cutoff_date",
    "state",
    "is_sample",
)
_CHOSEN = {"by": Rating.By, "scale": RatingScale}


class RatingSerializer(serializers.ModelSerializer[Rating]):
    """A rating of one source; ``value`` is null where the source's words aren't on the scale."""

    commitment = serializers.IntegerField(source="commitment.number")
    scale_title = serializers.CharField(source="get_scale_display")
    by_title = serializers.CharField(source="get_by_display")
    value_title = serializers.CharField(source="get_value_display", allow_null=True)
    cutoff_date = serializers.DateField(source="read_on", help_text="Cuándo se leyó.")
    state = serializers.CharField()

    class Meta:
        model = Rating
        fields = _COLUMNS


class RatingList(TableList):
    """Las evaluaciones que quien pregunta puede ver; las dos fuentes, nunca una sola."""

    serializer_class = RatingSerializer
    file_name = "evaluaciones"
    title = "Evaluaciones de los compromisos"
    columns = _COLUMNS
    source_column = "document"
    known_parameters = ("commitment", "by", "scale", "f")

    @extend_schema(
        operation_id="tracking_ratings",
        parameters=[
            FORM,
            OpenApiParameter("commitment", OpenApiTypes.INT),
            OpenApiParameter("by", OpenApiTypes.STR, enum=Rating.By.values),
            OpenApiParameter("scale", OpenApiTypes.STR, enum=RatingScale.values),
        ],
        responses=responses_of(RatingSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Rating]:
        rows = visible_to(Rating.objects.all(), self.request.user)
        kvp = Kvp.from_query(self.request.query_params)
        if "commitment" in self.request.query_params:
            number = kvp.integer("commitment", 0, minimum=1, maximum=18)
            rows = rows.filter(commitment__number=number)
        for name, choices in _CHOSEN.items():
            value = kvp.get(name) or ""
            if value and value not in choices.values:
                raise InvalidValue(name, f"Use uno de {', '.join(choices.values)}.")
            if value:
                rows = rows.filter(**{name: value})
        order = ("commitment__number", "scale", "by", "-read_on", "pk")
        return rows.select_related("commitment").order_by(*order)
