"""The public chain of receipts, and the keys by which it and the receipts are verified."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.errors import InvalidParameter
from ows.rest.accreditation.receipts import LinkSerializer
from ows.rest.parameters import check_known
from territory.accreditation.receipts.canonical import encoded
from territory.accreditation.receipts.chain import written_links
from territory.accreditation.receipts.length import public
from territory.models import AccreditationKey
from territory.titles.signing import key_id, public_keys

AT_ONCE = 10_000
_NDJSON = "application/x-ndjson"
_MOST_DIGITS = 15
MOST_CODES = 50
_CODE = re.compile(r"[0-9]{5}|[0-9]{8}")


class PartyKeySerializer(serializers.ModelSerializer[AccreditationKey]):
    """A public key of a facility or an insurer."""

    class Meta:
        model = AccreditationKey
        fields = [
            "kind",
            "code",
            "name",
            "key_id",
            "public_key",
            "valid_from",
            "valid_until",
            "revoked_at",
        ]


class SiteKeySerializer(serializers.Serializer[Any]):
    key_id = serializers.CharField()
    public_key = serializers.CharField()


class RegisterSerializer(serializers.Serializer[Any]):
    site_keys = SiteKeySerializer(many=True, help_text="Las de este sitio, la de hoy primero.")
    party_keys = PartyKeySerializer(many=True, help_text="Las de quienes se piden con «code».")
    links = serializers.IntegerField(help_text="Cuántos eslabones son públicos.")
    last = LinkSerializer(allow_null=True, help_text="El último eslabón público.")


class AccreditationRegister(APIView):
    """Las claves con que se comprueban los recibos y la cadena, y hasta dónde llega esta."""

    @extend_schema(
        operation_id="accreditation",
        parameters=[
            OpenApiParameter(
                "code", str, description=f"De quiénes se piden las claves, con comas: {MOST_CODES}."
            )
        ],
        responses=RegisterSerializer,
    )
    def get(self, request: Request) -> Response:
        check_known(request, "code")
        last = next(written_links(public().reverse()[:1]), None)
        found = {
            "site_keys": [
                {"key_id": key_id(key), "public_key": encoded(key.public_bytes_raw())}
                for key in public_keys()
            ],
            "party_keys": AccreditationKey.objects.filter(code__in=_codes(request)),
            "links": last["number"] if last else 0,
            "last": last,
        }
        return Response(RegisterSerializer(found).data)


class AccreditationChain(APIView):
    """La cadena pública, un eslabón por línea: ni quién ni cuándo. La de un día, cuando termina."""

    @extend_schema(
        operation_id="accreditation_chain",
        parameters=[
            OpenApiParameter(
                "after", int, description=f"Desde el eslabón siguiente a este; {AT_ONCE} cada vez."
            )
        ],
        responses={(200, _NDJSON): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> HttpResponse:
        check_known(request, "after")
        rows = public().filter(number__gt=_after(request))[:AT_ONCE]
        text = "".join(json.dumps(link) + "\n" for link in written_links(rows))
        return HttpResponse(
            text,
            content_type=_NDJSON,
            headers={"Content-Disposition": 'attachment; filename="cadena.ndjson"'},
        )


def _codes(request: Request) -> list[str]:
    codes = [code for code in request.query_params.get("code", "").split(",") if code]
    if len(codes) > MOST_CODES or not all(_CODE.fullmatch(code) for code in codes):
        raise InvalidParameter(
            f"Se esperan hasta {MOST_CODES} códigos de IPRESS (8 dígitos) o IAFAS (5), con comas.",
            parameter="code",
        )
    return codes


def _after(request: Request) -> int:
    text = request.query_params.get("after", "0")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise InvalidParameter("Se espera un número entero desde 0.", parameter="after")
    return int(text)
