"""Trainings of DRE and UGEL, and what their published numbers add up to, as JSON or tables."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ows.kvp import Kvp
from ows.rest.parameters import FORM
from ows.rest.table_lists import TableList, responses_of
from ows.rest.ugel.codes import CODE, ugel_code
from territory.models import UgelTraining
from territory.models.ugel_trainings import PARTICIPANTS, SECTORS
from territory.ugel.trainings import OfficeTrainings, trainings, trainings_by_office

_NUMBERS = (PARTICIPANTS, *SECTORS)
_TRAININGS = (
    "session_code",
    "held_on",
    "topic",
    "organisers",
    "unit",
    "venue",
    "office_code",
    "office",
    *_NUMBERS,
    "withheld",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)
_COUNTS = (
    "office_code",
    "office",
    "sessions",
    *_NUMBERS,
    *(f"{name}_withheld" for name in _NUMBERS),
    "source",
    "cutoff_date",
    "is_sample",
)


class UgelTrainingSerializer(serializers.ModelSerializer[UgelTraining]):
    """An office's people at a session; ``withheld`` names the numbers that are reserved."""

    unit = serializers.CharField(source="declared_unit_id", allow_null=True)

    class Meta:
        model = UgelTraining
        fields = _TRAININGS


class TrainingCountSerializer(serializers.Serializer[OfficeTrainings]):
    """An office's published numbers added up; null where none is published, which isn't zero."""

    def get_fields(self) -> dict[str, Any]:
        number = {
            name: serializers.IntegerField(allow_null=True, help_text="Suma de los publicados.")
            for name in _NUMBERS
        }
        withheld = {
            f"{name}_withheld": serializers.IntegerField(help_text="Cuántos números reservados.")
            for name in _NUMBERS
        }
        return {
            "office_code": serializers.CharField(),
            "office": serializers.CharField(),
            "sessions": serializers.IntegerField(),
            **number,
            **withheld,
            "source": serializers.CharField(),
            "cutoff_date": serializers.DateField(help_text="El más antiguo."),
            "is_sample": serializers.BooleanField(),
        }

    def to_representation(self, instance: OfficeTrainings) -> Any:
        return {
            "office_code": instance.code,
            "office": instance.name,
            "sessions": instance.sessions,
            **{name: added.total for name, added in instance.numbers.items()},
            **{f"{name}_withheld": added.withheld for name, added in instance.numbers.items()},
            "source": instance.sources,
            "cutoff_date": instance.first_cutoff.isoformat(),
            "is_sample": instance.is_sample,
        }


class UgelTrainingList(TableList):
    """Las capacitaciones: una fila por sesión y oficina, la más reciente primero."""

    serializer_class = UgelTrainingSerializer
    file_name = "capacitaciones_de_ugel"
    title = "Capacitaciones"
    columns = _TRAININGS
    known_parameters = ("code", "f")

    @extend_schema(
        operation_id="ugel_trainings",
        parameters=[FORM, CODE],
        responses=responses_of(UgelTrainingSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[UgelTraining]:
        return trainings(_code(self.request))


class TrainingCountList(TableList):
    """Lo que suman los números publicados de cada DRE y UGEL, por sector."""

    serializer_class = TrainingCountSerializer
    file_name = "participantes_por_oficina"
    title = "Participantes por oficina"
    columns = _COUNTS
    known_parameters = ("code", "f")

    @extend_schema(
        operation_id="ugel_training_counts",
        parameters=[FORM, CODE],
        responses=responses_of(TrainingCountSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    def get_queryset(self) -> Any:
        return trainings_by_office(_code(self.request))


def _code(request: Any) -> str:
    code = Kvp.from_query(request.query_params).get("code")
    return "" if code is None else ugel_code(code)
