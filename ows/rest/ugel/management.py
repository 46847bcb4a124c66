"""The management model, focalised UGEL, routes and agreements, as JSON or tables."""

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
from ows.rest.ugel.codes import CODE, ugel_code
from territory.addresses import on_site
from territory.models import (
    FocalisedUgel,
    ManagementModelVersion,
    ManagementStage,
    UgelAgreement,
    UgelAgreementState,
    UgelRouteStep,
)
from territory.participation.processes.agreements import OVERDUE, today
from territory.ugel.management import Chosen, agreements, focalised, steps

_SOURCED = ("source", "source_url", "cutoff_date", "is_sample")
_COUNTS = (
    "steps_all",
    "steps_done",
    "agreements_all",
    "agreements_open",
    "agreements_overdue",
)
_FOCALISED = (
    "code",
    "name",
    "unit",
    "focalised_on",
    "instrument",
    "instrument_url",
    "stage",
    "stage_on",
    "model_edition",
    *_COUNTS,
    *_SOURCED,
    "page",
)
_STEPS = (
    "ugel_code",
    "position",
    "step",
    "progress",
    "happens_on",
    "actors",
    "evidence_url",
    *_SOURCED,
)
_AGREEMENTS = (
    "ugel_code",
    "code",
    "text",
    "parties",
    "agreed_on",
    "due_on",
    "progress",
    "overdue",
    "fulfilled_on",
    "evidence_url",
    *_SOURCED,
)
_VERSIONS = ("title", "edition", "issued_on", "changes", "document_url", *_SOURCED)
_STATES = (OVERDUE, *UgelAgreementState.values)


class FocalisedUgelSerializer(serializers.ModelSerializer[FocalisedUgel]):
    """A focalised UGEL; its polygon is a feature of the layer ``focalised_ugel``."""

    code = serializers.CharField(source="ugel_code")
    unit = serializers.CharField(source="declared_unit_id", allow_null=True)
    steps_all = serializers.IntegerField()
    steps_done = serializers.IntegerField()
    agreements_all = serializers.IntegerField()
    agreements_open = serializers.IntegerField()
    agreements_overdue = serializers.IntegerField(help_text="Al día de hoy en Lima.")
    page = serializers.SerializerMethodField()

    class Meta:
        model = FocalisedUgel
        fields = _FOCALISED

    def get_page(self, row: FocalisedUgel) -> str:
        return on_site(f"/ugel/focalizadas/{row.ugel_code}/")


class RouteStepSerializer(serializers.ModelSerializer[UgelRouteStep]):
    """A step of a route of consensus; actors are offices and sectors."""

    class Meta:
        model = UgelRouteStep
        fields = _STEPS


class UgelAgreementSerializer(serializers.ModelSerializer[UgelAgreement]):
    """An agreement; ``overdue`` is computed for today in Lima."""

    overdue = serializers.BooleanField()

    class Meta:
        model = UgelAgreement
        fields = _AGREEMENTS


class ModelVersionSerializer(serializers.ModelSerializer[ManagementModelVersion]):
    """A version of the management model."""

    class Meta:
        model = ManagementModelVersion
        fields = _VERSIONS


class FocalisedUgelList(TableList):
    """Las UGEL focalizadas con la etapa del modelo y lo que suman su ruta y sus acuerdos."""

    serializer_class = FocalisedUgelSerializer
    file_name = "ugel_focalizadas"
    title = "UGEL focalizadas"
    columns = _FOCALISED
    known_parameters = ("stage", "f")

    @extend_schema(
        operation_id="ugel_focalised",
        parameters=[
            FORM,
            OpenApiParameter("stage", OpenApiTypes.STR, enum=ManagementStage.values),
        ],
        responses=responses_of(FocalisedUgelSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        stage = Kvp.from_query(self.request.query_params).get("stage") or ""
        return focalised(today(), _one_of(stage, "stage", ManagementStage.values))


class RouteStepList(TableList):
    """Los pasos de las rutas de consenso, por UGEL y en su orden."""

    serializer_class = RouteStepSerializer
    file_name = "rutas_de_consenso"
    title = "Rutas de consenso"
    columns = _STEPS
    known_parameters = ("code", "f")

    @extend_schema(
        operation_id="ugel_route_steps",
        parameters=[FORM, CODE],
        responses=responses_of(RouteStepSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[UgelRouteStep]:
        code = Kvp.from_query(self.request.query_params).get("code")
        return steps("" if code is None else ugel_code(code))


class UgelAgreementList(TableList):
    """Los acuerdos intersectoriales de las UGEL, los vencidos primero."""

    serializer_class = UgelAgreementSerializer
    file_name = "acuerdos_de_ugel"
    title = "Acuerdos de UGEL"
    columns = _AGREEMENTS
    known_parameters = ("code", "progress", "f")

    @extend_schema(
        operation_id="ugel_agreements",
        parameters=[FORM, CODE, OpenApiParameter("progress", OpenApiTypes.STR, enum=_STATES)],
        responses=responses_of(UgelAgreementSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        kvp = Kvp.from_query(self.request.query_params)
        code, progress = kvp.get("code"), kvp.get("progress") or ""
        return agreements(
            today(),
            Chosen(_one_of(progress, "progress", _STATES), "" if code is None else ugel_code(code)),
        )


class ModelVersionList(TableList):
    """Las versiones del modelo de gestión descentralizada."""

    serializer_class = ModelVersionSerializer
    file_name = "modelo_de_gestion"
    title = "Modelo de gestión"
    columns = _VERSIONS
    known_parameters = ("f",)

    @extend_schema(
        operation_id="ugel_model_versions",
        parameters=[FORM],
        responses=responses_of(ModelVersionSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[ManagementModelVersion]:
        found: QuerySet[ManagementModelVersion] = ManagementModelVersion.objects.published()
        return found


def _one_of(text: str, parameter: str, values: Any) -> str:
    """Raises InvalidValue where it is none of them; empty asks for all."""
    if text and text not in values:
        raise InvalidValue(parameter, f"Use {', '.join(values)}.")
    return text
