"""The files of the register that are asked, and whether they have a title."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.errors import InvalidParameter
from layers.titles.asking import MOST, admit, look_up, read_title
from layers.titles.batch import DAILY_ROWS, MOST_ROWS
from ows.rest.geojson_in import PARSERS
from ows.rest.parameters import check_known
from ows.rest.participation.status import PRIVATE, address_of
from ows.rest.permissions import Offered
from territory.models import TitleFile
from territory.titles.lookup import NOT_A_CERTIFICATE, register
from territory.titles.signing import key_id, pem, public_keys


class TitleFileSerializer(serializers.ModelSerializer[TitleFile]):
    """A file of the register of titles."""

    class Meta:
        model = TitleFile
        fields = ["source", "source_url", "cutoff_date", "first_year", "last_year", "is_sample"]


class TitleSerializer(serializers.Serializer[Any]):
    """What a title is known by in public."""

    institution = serializers.CharField(
        max_length=MOST["institution"], help_text="Código modular, 7 dígitos."
    )
    programme = serializers.CharField(max_length=MOST["programme"])
    year = serializers.IntegerField(help_text="El del registro en el ministerio.")
    number = serializers.CharField(
        max_length=MOST["number"], help_text="El número del título o su código público."
    )


class TitleAnswerSerializer(serializers.Serializer[Any]):
    found = serializers.BooleanField()
    files = TitleFileSerializer(many=True, help_text="El que lo tiene, o los que se consultaron.")
    is_sample = serializers.BooleanField()
    notice = serializers.CharField()


class KeySerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    pem = serializers.CharField()


class TitleRegisterSerializer(serializers.Serializer[Any]):
    files = TitleFileSerializer(many=True)
    unavailable = TitleFileSerializer(many=True, help_text="Los de una clave que ya no está.")
    keys = KeySerializer(many=True, help_text="Las claves públicas Ed25519, la de hoy primero.")
    most_rows = serializers.IntegerField()
    daily_rows = serializers.IntegerField()


class TitleRegister(APIView):
    """Los archivos del registro que se consultan y las claves con que se firman las respuestas."""

    @extend_schema(operation_id="titles", responses=TitleRegisterSerializer)
    def get(self, request: Request) -> Response:
        check_known(request)
        files, others = register()
        found = {
            "files": files,
            "unavailable": others,
            "keys": [{"id": key_id(key), "pem": pem(key)} for key in public_keys()],
            "most_rows": MOST_ROWS,
            "daily_rows": DAILY_ROWS,
        }
        return Response(TitleRegisterSerializer(found).data)


class TitleCheckOne(APIView):
    """Si un título está en el registro. No es un certificado.

    Una consulta equivocada y la de un título que no está se responden igual, y pocas por dirección
    y por cuenta. Va en el cuerpo: lo que se consulta no queda en la dirección.
    """

    parser_classes = PARSERS
    permission_classes = (Offered,)

    @extend_schema(
        operation_id="titles_check", request=TitleSerializer, responses=TitleAnswerSerializer
    )
    def post(self, request: Request) -> Response:
        check_known(request)
        title = read_title(written(request.data))
        admit(address_of(request), request.user)
        answers = look_up([title])
        (answer,) = answers.answers
        found = {
            "found": answer.is_there,
            "files": [answer.file] if answer.file else answers.files,
            "is_sample": answers.are_samples,
            "notice": NOT_A_CERTIFICATE,
        }
        return Response(TitleAnswerSerializer(found).data, headers=PRIVATE)


def written(data: Any, where: str = "") -> dict[str, str]:
    """The parts of a title as a client writes them; raises InvalidParameter, which names one."""
    if not isinstance(data, dict):
        raise InvalidParameter("Se espera un objeto JSON.", parameter=where or "body")
    for name in data:
        if name not in MOST:
            raise InvalidParameter(
                f"Un título no tiene el miembro «{str(name)[:40]}».",
                parameter=f"{where}{name}"[:60],
            )
    parts = {}
    for name in MOST:
        value = data.get(name)
        # Python takes true for a number.
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise InvalidParameter("Se espera un texto.", parameter=f"{where}{name}")
        parts[name] = str(value) if isinstance(value, str) or abs(value) < 10**12 else ""
    return parts
