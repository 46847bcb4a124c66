"""Work in the background: its progress, its end, and the request to cancel it."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers import jobs
from layers.errors import FeatureNotFound
from layers.models import Job
from ows.rest.parameters import Pages, check_known
from territory.addresses import on_site


class JobSerializer(serializers.ModelSerializer[Job]):
    """A job: what it is, how far it has come, how it ended."""

    id = serializers.UUIDField(source="uuid")
    state_title = serializers.CharField(source="get_state_display", help_text="El estado, dicho.")
    step = serializers.CharField(help_text="Lo que hace ahora.")
    rows_done = serializers.IntegerField(help_text="Filas hechas del paso.")
    rows_total = serializers.IntegerField(
        allow_null=True, help_text="Filas del paso; null si no se sabe."
    )
    rows_per_second = serializers.FloatField(
        allow_null=True, help_text="Filas por segundo del paso; null si aún no se sabe."
    )
    seconds_left = serializers.FloatField(
        allow_null=True, help_text="Segundos que faltan del paso a ese ritmo; null si no se sabe."
    )
    cancel_asked = serializers.SerializerMethodField(help_text="Si se pidió cancelarlo.")
    message = serializers.CharField(help_text="Por qué falló, o qué espera.")
    result = serializers.JSONField(allow_null=True, help_text="Lo que dio; depende del tipo.")
    expires_at = serializers.DateTimeField(
        allow_null=True, help_text="Hasta cuándo se guardan el trabajo y su resultado."
    )
    url = serializers.SerializerMethodField(help_text="Su dirección en esta API.")
    page = serializers.SerializerMethodField(help_text="Su página.")

    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "title",
            "state",
            "state_title",
            "step",
            "rows_done",
            "rows_total",
            "rows_per_second",
            "seconds_left",
            "cancel_asked",
            "message",
            "result",
            "created_at",
            "started_at",
            "finished_at",
            "expires_at",
            "url",
            "page",
        ]

    @extend_schema_field(serializers.BooleanField())
    def get_cancel_asked(self, job: Job) -> bool:
        return job.cancel_asked_at is not None

    @extend_schema_field(serializers.URLField())
    def get_url(self, job: Job) -> str:
        address: str = self.context["request"].build_absolute_uri(
            on_site(f"/api/v1/jobs/{job.uuid}/")
        )
        return address

    @extend_schema_field(serializers.CharField())
    def get_page(self, job: Job) -> str:
        return on_site(f"/trabajos/{job.uuid}/")


class JobList(ListAPIView[Job]):
    """Los trabajos que pidió quien pregunta, los últimos primero."""

    serializer_class = JobSerializer
    pagination_class = Pages
    known_parameters: tuple[str, ...] = ()

    def get_queryset(self) -> QuerySet[Job]:
        if not self.request.user.is_authenticated:
            raise NotAuthenticated
        return jobs.own(self.request.user)


class JobDetail(APIView):
    """Un trabajo: lo ven quien lo pidió y la administración; para los demás no existe."""

    @extend_schema(responses=JobSerializer)
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        check_known(request)
        return _answer(_job(request, pk), request)

    @extend_schema(responses={200: JobSerializer})
    def delete(self, request: Request, pk: uuid.UUID) -> Response:
        """Pide cancelarlo: si espera, enseguida; si está en marcha, cuando pueda deshacerse.

        409 si ya acabó.
        """
        check_known(request)
        return _answer(jobs.cancel(_job(request, pk)), request)


def _job(request: Request, pk: uuid.UUID) -> Job:
    job = jobs.visible_to(request.user).filter(pk=pk).first()
    if job is None:
        raise FeatureNotFound(f"No existe el trabajo {pk}.", parameter="id")
    return job


def _answer(job: Job, request: Request) -> Response:
    body = JobSerializer(job, context={"request": request}).data
    return Response(body, headers={"Cache-Control": "private, no-store"})
