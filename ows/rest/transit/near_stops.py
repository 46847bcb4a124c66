"""People within 500 m of a stop, by unit and by feed, as JSON or a table."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ows.rest.parameters import FORM
from ows.rest.table_lists import TableList, responses_of
from ows.rest.wire_names import WireNames
from territory.models import PeopleNearStops, UnitPopulation
from territory.population import REACH_M

_COLUMNS = (
    "ubigeo",
    "place",
    "feed",
    "people",
    "people_in_unit",
    "stops",
    "stops_not_covered",
    "distance_m",
    "distance_kind",
    "population_kind",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
    "is_partial",
)


class NearStopsSerializer(WireNames[PeopleNearStops]):
    """A unit's line or a feed's; null is what isn't known."""

    ubigeo = serializers.CharField(source="unit_id", allow_null=True)
    place = serializers.CharField(source="unit.name", default=None, allow_null=True)
    feed = serializers.CharField(allow_blank=True)
    people = serializers.SerializerMethodField(help_text="En línea recta; entero.")
    people_in_unit = serializers.SerializerMethodField(
        help_text="Todas las de la unidad según la misma fuente; nulo para una red."
    )
    stops = serializers.IntegerField()
    stops_not_covered = serializers.IntegerField(
        source="uncovered",
        help_text="De cuántos no cubre la población todo el entorno: la cifra es de una parte.",
    )
    distance_m = serializers.SerializerMethodField()
    distance_kind = serializers.SerializerMethodField()
    population_kind = serializers.CharField(source="population.kind")
    source_ = serializers.CharField(source="population.source")
    source_url = serializers.URLField(source="population.source_url")
    cutoff_date = serializers.DateField(source="population.cutoff_date")
    is_sample = serializers.BooleanField(help_text="Los paraderos son de ejemplo.")
    is_partial = serializers.SerializerMethodField()

    def get_people(self, row: PeopleNearStops) -> int | None:
        return None if row.people is None else round(row.people)

    def get_people_in_unit(self, row: Any) -> int | None:
        return None if row.total is None else round(row.total)

    def get_distance_m(self, _row: PeopleNearStops) -> int:
        return REACH_M

    def get_distance_kind(self, _row: PeopleNearStops) -> str:
        return "línea recta"

    def get_is_partial(self, row: PeopleNearStops) -> bool:
        return row.uncovered > 0


class NearStopsList(TableList):
    """Personas a menos de 500 m, en línea recta, de un paradero: por unidad y por red.

    Sin una población cargada no hay ninguna línea: no se puede saber.
    """

    serializer_class = NearStopsSerializer
    file_name = "personas_cerca_de_paraderos"
    title = "Personas a menos de 500 m de un paradero"
    columns = _COLUMNS

    @extend_schema(
        parameters=[FORM],
        responses=responses_of(NearStopsSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        own = UnitPopulation.objects.filter(
            population=OuterRef("population"), unit=OuterRef("unit")
        )
        rows = PeopleNearStops.objects.select_related("population", "unit").defer("unit__geom")
        return rows.annotate(total=Subquery(own.values("people"))).order_by("unit_id", "feed")
