"""Many titles at once, for an account that says what for; the answer signed."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib.auth.models import User
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.errors import InvalidParameter, NotAuthenticated
from layers.titles.batch import COLUMNS, MOST_ROWS, check, row_of
from ows.rest.geojson_in import PARSERS
from ows.rest.parameters import check_known
from ows.rest.participation.status import PRIVATE
from ows.rest.permissions import Offered
from ows.rest.titles.check import TitleSerializer, written
from territory.models import TitleCheck
from territory.titles.lookup import NOT_A_CERTIFICATE
from territory.titles.signing import key_id, public_key

_MEMBERS = ("purpose", "titles")


class BatchInSerializer(serializers.Serializer[Any]):
    purpose = serializers.ChoiceField(choices=TitleCheck.Purpose.choices)
    titles = TitleSerializer(many=True)


class RowAnswerSerializer(serializers.Serializer[Any]):
    row = serializers.IntegerField(help_text="El lugar del título, desde 1.")
    answer = serializers.CharField(help_text="consta, no consta o no se pudo consultar: por qué.")


class BatchAnswerSerializer(serializers.Serializer[Any]):
    answers = RowAnswerSerializer(many=True)
    document = serializers.CharField(help_text="El CSV que se firma; en UTF-8, con su marca.")
    signature = serializers.CharField(
        allow_null=True, help_text="Ed25519 del documento, en base64; null si son ejemplos."
    )
    key = serializers.CharField(allow_null=True, help_text="La clave de la firma.")
    answered_at = serializers.DateTimeField()
    is_sample = serializers.BooleanField()
    notice = serializers.CharField()


class TitleBatch(APIView):
    """Si unos títulos están en el registro, con una cuenta y diciendo para qué.

    Se guardan la cuenta, el día, para qué y cuántos; no cuáles. No es un certificado.
    """

    parser_classes = PARSERS
    permission_classes = (Offered,)

    @extend_schema(
        operation_id="titles_batch", request=BatchInSerializer, responses=BatchAnswerSerializer
    )
    def post(self, request: Request) -> Response:
        check_known(request)
        if not isinstance(request.user, User):
            raise NotAuthenticated
        purpose, titles = _read(request.data)
        rows = []
        for place, title in enumerate(titles, start=1):
            parts = written(title, f"titles[{place}].")
            rows.append(row_of(place, {column: parts[part] for column, part in COLUMNS.items()}))
        checked = check(request.user, rows, purpose)
        signature = checked.signature
        found = {
            "answers": [{"row": row, "answer": said} for row, said in checked.answers],
            "document": checked.content.decode("utf-8"),
            "signature": base64.b64encode(signature).decode() if signature else None,
            "key": key_id(public_key()) if signature else None,
            "answered_at": checked.at,
            "is_sample": checked.are_samples,
            "notice": NOT_A_CERTIFICATE,
        }
        return Response(BatchAnswerSerializer(found).data, headers=PRIVATE)


def _read(data: Any) -> tuple[str, list[Any]]:
    """Purpose and titles; raises InvalidParameter, which names the member."""
    if not isinstance(data, dict):
        raise InvalidParameter("Se espera un objeto JSON.", parameter="body")
    for name in data:
        if name not in _MEMBERS:
            raise InvalidParameter(
                f"No se conoce el miembro «{str(name)[:40]}».", parameter=str(name)[:60]
            )
    purpose, titles = (data.get(name) for name in _MEMBERS)
    if not isinstance(purpose, str):
        raise InvalidParameter("Se espera un texto.", parameter="purpose")
    if not isinstance(titles, list) or not 0 < len(titles) <= MOST_ROWS:
        raise InvalidParameter(
            f"Se espera una lista de 1 a {MOST_ROWS} títulos.", parameter="titles"
        )
    return purpose, titles
