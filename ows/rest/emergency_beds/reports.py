"""Reports of emergency beds: a facility's program sends them, everybody reads them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    inline_serializer,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.emergency_beds.numbers import Reported, read_area, read_instant, read_numbers
from layers.emergency_beds.reporting import AlreadyReported, Outcome, facility_for, report
from layers.errors import InvalidParameter, NotAuthenticated
from ows.authentication import ServiceAuthentication
from ows.errors import OwsError
from ows.kvp import Kvp
from ows.rest.geojson_in import PlainJSONParser
from ows.rest.parameters import FORM, TABLE_TYPES, check_known, requested_form
from ows.rest.participation.status import PRIVATE
from ows.rest.permissions import OfferedOrSignedIn
from ows.rest.table_lists import TableList, responses_of
from ows.token_authentication import TokenAuthentication, token_for
from territory.emergency_beds.current import LIVE_SOURCE
from territory.emergency_beds.freshness import LIMA, NOT_THE_106
from territory.emergency_beds.live import changes_of_report, live_reports
from territory.models import BedArea, LiveBedReport, TokenScope
from territory.models.emergency_beds import BED_NUMBERS

MEMBERS = ("facility", "area", "at", *BED_NUMBERS, "corrects")
_COLUMNS = (
    "id",
    "facility",
    "area",
    "at",
    *BED_NUMBERS,
    "version",
    "received_at",
    "updated_at",
    "source",
    "cutoff_date",
    "is_sample",
)
_FACILITY = OpenApiParameter("facility", OpenApiTypes.STR, description="Código único, 8 dígitos.")
_NUMBER: dict[str, Any] = {"min_value": 0, "required": False, "allow_null": True}


class ReportParser(PlainJSONParser):
    """JSON of a report's size: there is nothing in one that takes more."""

    most_bytes = 8 * 1024


class BedReportInSerializer(serializers.Serializer[Any]):
    """What a facility sends; ``occupied + available ≤ operational ≤ total``."""

    facility = serializers.CharField(help_text="Código único de la IPRESS, 8 dígitos.")
    area = serializers.ChoiceField(choices=BedArea.choices)
    at = serializers.DateTimeField(help_text="Con zona: 2026-01-31T14:05:00-05:00.")
    operational = serializers.IntegerField(min_value=0)
    total = serializers.IntegerField(**_NUMBER)
    inoperative = serializers.IntegerField(**_NUMBER)
    available = serializers.IntegerField(**_NUMBER)
    occupied = serializers.IntegerField(**_NUMBER)
    corrects = serializers.IntegerField(
        required=False,
        help_text="La versión que se corrige; solo para cambiar lo ya enviado de ese instante.",
    )


class BedReportSerializer(serializers.ModelSerializer[LiveBedReport]):
    """A report as it is kept; null is what it doesn't say."""

    facility = serializers.CharField(source="facility_code")
    source = serializers.SerializerMethodField()  # type: ignore[assignment]
    cutoff_date = serializers.SerializerMethodField()

    class Meta:
        model = LiveBedReport
        fields = _COLUMNS

    def get_source(self, _row: LiveBedReport) -> str:
        return LIVE_SOURCE

    def get_cutoff_date(self, row: LiveBedReport) -> str:
        return row.at.astimezone(LIMA).date().isoformat()


class KeptBedReportSerializer(BedReportSerializer):
    """A report and what became of it."""

    outcome = serializers.ChoiceField(choices=[outcome.value for outcome in Outcome])
    notice = serializers.CharField()

    class Meta:
        model = LiveBedReport
        fields = (*_COLUMNS, "outcome", "notice")


class BedReports(TableList):
    """Los reportes al instante de camas de emergencia, el último primero; y cómo se envían.

    Los envía el programa de un establecimiento con su clave de acceso (``Authorization: Bearer``),
    o una cuenta que actúa por él. El mismo reporte enviado otra vez no cambia nada; otros números
    del mismo establecimiento, área e instante son una corrección, que dice qué versión corrige
    (``corrects``) y deja historia. Los de un establecimiento se dan también como tabla. No
    sustituye a la línea 106.
    """

    authentication_classes = (TokenAuthentication, ServiceAuthentication)
    permission_classes = (OfferedOrSignedIn,)
    parser_classes = (ReportParser,)
    serializer_class = BedReportSerializer
    known_parameters = ("facility", "f")
    file_name = "reportes_de_camas_de_emergencia"
    title = "Reportes al instante de camas de emergencia"
    columns = _COLUMNS

    @extend_schema(
        operation_id="emergency_bed_reports",
        parameters=[_FACILITY, FORM],
        responses=responses_of(BedReportSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        asked = Kvp.from_query(request.query_params)
        if requested_form(request) in TABLE_TYPES and not asked.get("facility"):
            # Of the whole country there are millions a year.
            raise InvalidParameter(
                "Una tabla de reportes es de un establecimiento.", parameter="facility"
            )
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[LiveBedReport]:
        return live_reports(Kvp.from_query(self.request.query_params).get("facility") or "")

    @extend_schema(
        operation_id="emergency_bed_report",
        request=BedReportInSerializer,
        responses={
            201: KeptBedReportSerializer,
            200: OpenApiResponse(KeptBedReportSerializer, "El mismo otra vez, o una corrección."),
        },
    )
    def post(self, request: Request) -> Response:
        check_known(request)
        if not isinstance(request.user, User):
            raise NotAuthenticated
        token = token_for(request, TokenScope.REPORT_BEDS)
        code, said, corrects = read_report(request.data)
        facility = facility_for(request.user, code, token)
        try:
            kept = report(request.user, facility, said, corrects=corrects)
        except AlreadyReported as error:
            raise _conflict(error) from error
        answer = {
            **BedReportSerializer(kept.report).data,
            "outcome": kept.outcome.value,
            "notice": NOT_THE_106,
        }
        status = 201 if kept.outcome == Outcome.CREATED else 200
        return Response(answer, status=status, headers=PRIVATE)


class ChangeSerializer(serializers.Serializer[Any]):
    """What became of a report: when, by which office, and each number before and after."""

    at = serializers.DateTimeField()
    office = serializers.CharField()
    action = serializers.CharField()
    version = serializers.IntegerField()
    before = serializers.DictField()
    after = serializers.DictField()


class BedReportHistory(APIView):
    """Un reporte y sus correcciones, la última primero: cuándo, por quién, antes y después."""

    @extend_schema(
        operation_id="emergency_bed_report_history",
        responses=inline_serializer(
            "BedReportHistory",
            {
                "report": BedReportSerializer(),
                "changes": ChangeSerializer(many=True),
                "notice": serializers.CharField(),
            },
        ),
    )
    def get(self, request: Request, pk: int) -> Response:
        check_known(request)
        found = get_object_or_404(live_reports(), pk=pk)
        changes = [
            {
                "at": change.at,
                "office": change.office,
                "action": change.action,
                "version": change.version,
                "before": {name: pair[0] for name, pair in change.values.items()},
                "after": {name: pair[1] for name, pair in change.values.items()},
            }
            for change in changes_of_report(found)
        ]
        answer = {
            "report": BedReportSerializer(found).data,
            "changes": ChangeSerializer(changes, many=True).data,
            "notice": NOT_THE_106,
        }
        return Response(answer)


def read_report(data: Any) -> tuple[str, Reported, int | None]:
    """The facility's code, the report, the version that it corrects; raises InvalidParameter."""
    if not isinstance(data, dict):
        raise InvalidParameter("Se espera un objeto JSON.", parameter="body")
    for name in data:
        if name not in MEMBERS:
            shown = str(name)[:40]
            raise InvalidParameter(f"Un reporte no tiene el miembro «{shown}».", parameter=shown)
    code, corrects = data.get("facility"), data.get("corrects")
    if not isinstance(code, str) or not (len(code) == 8 and code.isascii() and code.isdigit()):
        raise InvalidParameter("Se espera un código único de 8 dígitos.", parameter="facility")
    if corrects is not None and (isinstance(corrects, bool) or not isinstance(corrects, int)):
        raise InvalidParameter("Se espera el número de una versión.", parameter="corrects")
    said = Reported(
        area=read_area(data.get("area")),
        at=read_instant(data.get("at")),
        numbers=read_numbers(data),
    )
    return code, said, corrects


def _conflict(error: AlreadyReported) -> OwsError:
    """What is kept goes with it, so that the program can decide."""
    return OwsError(
        error.message,
        code="AlreadyReported",
        locator=error.parameter,
        status=409,
        members={"kept": BedReportSerializer(error.report).data},
    )
