"""Commitments held against SDG targets, OGP's values and axes, and OGP's record, cell by cell."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.errors import FeatureNotFound
from ows.rest.parameters import FORM, TABLE_TYPES, check_known, requested_form
from ows.rest.tables import Table, table_response
from territory.alignment import Cell, Framework, cross_table
from territory.models import Commitment

_HEADER = (
    "commitment",
    "short_title",
    "framework",
    "code",
    "title",
    "is_proposal",
    "source",
    "source_url",
    "cutoff_date",
    "missing_on",
)


class AlignmentSerializer(serializers.Serializer[dict[str, Any]]):
    """A link of a commitment, of a published source or proposed by this site."""

    commitment = serializers.IntegerField()
    short_title = serializers.CharField()
    code = serializers.CharField(help_text="Meta, valor o eje.")
    title = serializers.CharField(allow_null=True)
    is_proposal = serializers.BooleanField(help_text="Propuesta de este sitio: no tiene fuente.")
    source = serializers.CharField()  # type: ignore[assignment]  # the wire's name, not DRF's
    source_url = serializers.URLField(allow_null=True)
    cutoff_date = serializers.DateField(allow_null=True, help_text="El día en que se leyó.")
    missing_on = serializers.DateField(
        allow_null=True, help_text="Un día posterior en que la página ya no lo tenía."
    )


class CrossTableSerializer(serializers.Serializer[dict[str, Any]]):
    framework = serializers.ChoiceField(choices=Framework.choices)
    title = serializers.CharField()
    cells = AlignmentSerializer(many=True)


class PlanAlignment(APIView):
    """Los compromisos y las metas, valores o ejes a que se vinculan, cada uno con su fuente."""

    @extend_schema(
        parameters=[
            FORM,
            OpenApiParameter(
                "framework", OpenApiTypes.STR, OpenApiParameter.PATH, enum=list(Framework.values)
            ),
        ],
        responses={
            (200, "application/json"): CrossTableSerializer,
            (200, "text/csv"): OpenApiTypes.STR,
            (200, TABLE_TYPES["xlsx"]): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, framework: str) -> Any:
        check_known(request, "f")
        form = requested_form(request)
        if framework not in Framework.values:
            raise FeatureNotFound(f"No hay el cuadro «{framework[:40]}».", parameter="framework")
        chosen = Framework(framework)
        rows = [_row(*pair) for pair in cross_table(chosen).cells]
        if form in TABLE_TYPES:
            cells = [[{**row, "framework": str(chosen)}[name] for name in _HEADER] for row in rows]
            name = f"compromisos_{chosen}"
            return table_response(
                Table(name, str(chosen.label), _HEADER, cells, False), form, request
            )
        content = {"framework": str(chosen), "title": chosen.label, "cells": rows}
        return Response(CrossTableSerializer(content).data)


def _row(commitment: Commitment, cell: Cell) -> dict[str, Any]:
    return {
        "commitment": commitment.number,
        "short_title": commitment.short_title,
        "code": cell.code,
        "title": cell.title or None,
        "is_proposal": cell.is_proposal,
        "source": "Propuesta de este sitio" if cell.is_proposal else cell.source,
        "source_url": cell.source_url or None,
        "cutoff_date": cell.read_on,
        "missing_on": cell.missing_on,
    }
