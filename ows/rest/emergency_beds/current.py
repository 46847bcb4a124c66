"""What is known of emergency beds now, by facility and by region, and how punctually it is told."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ows.rest.parameters import FORM
from ows.rest.table_lists import TableList, responses_of
from ows.rest.wire_names import WireNames
from territory.emergency_beds.freshness import NOT_THE_106, TOLD, since, stale_after
from territory.emergency_beds.occupancy import Occupancy, by_region
from territory.emergency_beds.punctuality import Punctuality, punctuality
from territory.models import EmergencyBeds

_NUMBERS = tuple(dict.fromkeys(TOLD.values()))
_CURRENT = (
    "facility",
    "facility_name",
    "category",
    "ubigeo",
    "area",
    *TOLD,
    *(f"{number}_{part}" for number in _NUMBERS for part in ("on", "at", "is_stale")),
    "fresh_until",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
    "notice",
)
_REGIONS = (
    "ubigeo",
    "place",
    "is_stale",
    "areas",
    "counted",
    "operational",
    "occupied",
    "percent",
    "oldest_on",
    "newest_on",
    "source",
    "cutoff_date",
    "is_sample",
    "notice",
)
_PUNCTUALITY = (
    "facility",
    "facility_name",
    "ubigeo",
    "area",
    "reports",
    "last_at",
    "percent",
    "source",
    "cutoff_date",
    "is_sample",
    "notice",
)


class _Noticed(serializers.Serializer[Any]):
    notice = serializers.SerializerMethodField()

    def get_notice(self, _row: Any) -> str:
        return NOT_THE_106


class CurrentBedsSerializer(_Noticed, serializers.ModelSerializer[EmergencyBeds]):
    """The latest of each number, with its day, its instant where it is known, and its age's end.

    ``used_…`` is of available and occupied beds.
    """

    facility = serializers.CharField(source="facility_code")
    ubigeo = serializers.CharField(source="declared_unit_id", allow_null=True)
    total_is_stale = serializers.SerializerMethodField()
    inoperative_is_stale = serializers.SerializerMethodField()
    operational_is_stale = serializers.SerializerMethodField()
    used_is_stale = serializers.SerializerMethodField()

    class Meta:
        model = EmergencyBeds
        fields = _CURRENT

    def get_total_is_stale(self, row: EmergencyBeds) -> bool | None:
        return _is_stale(row, "total")

    def get_inoperative_is_stale(self, row: EmergencyBeds) -> bool | None:
        return _is_stale(row, "inoperative")

    def get_operational_is_stale(self, row: EmergencyBeds) -> bool | None:
        return _is_stale(row, "operational")

    def get_used_is_stale(self, row: EmergencyBeds) -> bool | None:
        return _is_stale(row, "used")


class OccupancySerializer(_Noticed, WireNames[Any]):
    """A region's areas, those with stale numbers apart."""

    ubigeo = serializers.CharField(allow_null=True)
    place = serializers.CharField(allow_null=True)
    is_stale = serializers.BooleanField()
    areas = serializers.IntegerField()
    counted = serializers.IntegerField(
        help_text="De cuántas áreas son las sumas: las que dijeron operativas y ocupadas a la vez."
    )
    operational = serializers.IntegerField(allow_null=True)
    occupied = serializers.IntegerField(allow_null=True)
    percent = serializers.FloatField(allow_null=True, help_text="Ocupadas, de las operativas.")
    oldest_on = serializers.DateField(allow_null=True)
    newest_on = serializers.DateField(allow_null=True)
    source_ = serializers.CharField()
    cutoff_date = serializers.DateField(allow_null=True)
    is_sample = serializers.BooleanField()


class PunctualitySerializer(_Noticed, WireNames[Any]):
    """How much of the last seven days was covered by what a facility said."""

    facility = serializers.CharField(source="facility_code")
    facility_name = serializers.CharField(allow_null=True)
    ubigeo = serializers.CharField(allow_null=True)
    area = serializers.CharField()
    reports = serializers.IntegerField()
    last_at = serializers.DateTimeField()
    percent = serializers.FloatField()
    source_ = serializers.SerializerMethodField()
    cutoff_date = serializers.SerializerMethodField()
    is_sample = serializers.BooleanField()

    def get_source(self, _row: Punctuality) -> str:
        return "Reportes de los establecimientos en este sitio"

    def get_cutoff_date(self, row: Punctuality) -> str:
        return timezone.localtime(row.last_at).date().isoformat()


class CurrentBeds(TableList):
    """Lo último que se sabe de las camas de emergencia, cada número con su día o su instante.

    Un número vencido (``…_is_stale``) no dice nada del presente. No sustituye a la línea 106.
    """

    serializer_class = CurrentBedsSerializer
    file_name = "camas_de_emergencia"
    title = "Camas de emergencia, lo último informado"
    columns = _CURRENT

    @extend_schema(
        operation_id="emergency_beds",
        parameters=[FORM],
        responses=responses_of(CurrentBedsSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[EmergencyBeds]:
        rows: Any = EmergencyBeds.objects.published().defer("geom")
        found: QuerySet[EmergencyBeds] = rows.order_by("declared_unit_id", "facility_code", "-area")
        return found


class RegionList(TableList):
    """Ocupación de las camas de emergencia por región, lo vencido aparte de lo vigente."""

    serializer_class = OccupancySerializer
    file_name = "ocupacion_de_emergencias_por_region"
    title = "Ocupación de las emergencias por región"
    columns = _REGIONS

    @extend_schema(
        operation_id="emergency_bed_regions",
        parameters=[FORM],
        responses=responses_of(OccupancySerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        found: list[Occupancy] = by_region()
        return found


class PunctualityList(TableList):
    """Con qué puntualidad reporta cada establecimiento a este sitio, en los últimos siete días."""

    serializer_class = PunctualitySerializer
    file_name = "puntualidad_de_reportes_de_camas"
    title = "Puntualidad de los reportes de camas de emergencia"
    columns = _PUNCTUALITY

    @extend_schema(
        operation_id="emergency_bed_punctuality",
        parameters=[FORM],
        responses=responses_of(PunctualitySerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return punctuality()


def _is_stale(row: EmergencyBeds, number: str) -> bool | None:
    start = since(getattr(row, f"{number}_on"), getattr(row, f"{number}_at"))
    return None if start is None else timezone.now() - start >= stale_after()
