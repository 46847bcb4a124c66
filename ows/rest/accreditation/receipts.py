"""Receipts: asked for by a facility or an insurer, and verified by anybody."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.errors import InvalidParameter, WrongState
from ows.rest.geojson_in import PARSERS
from ows.rest.parameters import check_known
from ows.rest.participation.status import PRIVATE
from ows.rest.permissions import Offered
from territory.accreditation.receipts.appending import append
from territory.accreditation.receipts.chain import check_chain
from territory.accreditation.receipts.checking import check, written
from territory.accreditation.receipts.statements import Refused, parse_transaction

MOST_LINKS = 5_000


class TransactionSerializer(serializers.Serializer[Any]):
    """What the facility and the insurer signed."""

    query = serializers.DictField(child=serializers.CharField())
    query_signature = serializers.CharField(help_text="Ed25519, en base64url.")
    answer = serializers.DictField(child=serializers.CharField(), allow_null=True)
    answer_signature = serializers.CharField(allow_null=True)


class ReceiptSerializer(TransactionSerializer):
    """A receipt, as both parties keep it."""

    received_at = serializers.CharField()
    number = serializers.IntegerField()
    previous = serializers.CharField()
    leaf = serializers.CharField()
    link = serializers.CharField()
    site_key = serializers.CharField()
    site_signature = serializers.CharField()


class LinkSerializer(serializers.Serializer[Any]):
    """A link of the public chain."""

    number = serializers.IntegerField()
    previous = serializers.CharField()
    leaf = serializers.CharField()
    link = serializers.CharField()
    key = serializers.CharField()
    signature = serializers.CharField()


class VerifyInSerializer(serializers.Serializer[Any]):
    receipt = ReceiptSerializer(required=False)
    chain = LinkSerializer(many=True, required=False)


class FaultSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()
    line = serializers.IntegerField(allow_null=True, help_text="En una cadena, desde 1.")
    number = serializers.IntegerField(allow_null=True)


class VerdictSerializer(serializers.Serializer[Any]):
    is_good = serializers.BooleanField()
    faults = FaultSerializer(many=True)
    remarks = serializers.ListField(child=serializers.CharField())
    links = serializers.IntegerField(allow_null=True, help_text="Cuántos eslabones se leyeron.")
    missing = serializers.IntegerField(
        allow_null=True, help_text="Cuántos eslabones públicos siguen al último."
    )


class AccreditationReceipts(APIView):
    """Deja constancia de una consulta y su respuesta, firmadas por la IPRESS y la IAFAS.

    Las firmas dicen quién es quién: no hace falta una cuenta. La misma transacción otra vez da el
    mismo recibo. Del asegurado no se recibe nada.
    """

    parser_classes = PARSERS
    permission_classes = (Offered,)

    @extend_schema(
        operation_id="accreditation_receipts",
        request=TransactionSerializer,
        responses={201: ReceiptSerializer, 200: ReceiptSerializer},
    )
    def post(self, request: Request) -> Response:
        check_known(request)
        try:
            receipt, is_new = append(parse_transaction(request.data))
        except Refused as refused:
            raise _error(refused) from refused
        return Response(written(receipt), status=201 if is_new else 200, headers=PRIVATE)


class AccreditationVerify(APIView):
    """Si un recibo es lo que firmaron las partes y este sitio, o dónde se rompe una cadena.

    Nada de lo que se envía se guarda.
    """

    parser_classes = PARSERS
    permission_classes = (Offered,)

    @extend_schema(
        operation_id="accreditation_verify", request=VerifyInSerializer, responses=VerdictSerializer
    )
    def post(self, request: Request) -> Response:
        check_known(request)
        data = request.data
        if not isinstance(data, dict) or len(data) != 1 or not {"receipt", "chain"} & data.keys():
            raise InvalidParameter("Se espera «receipt» o «chain».", parameter="body")
        found = _of_receipt(data["receipt"]) if "receipt" in data else _of_chain(data["chain"])
        return Response(VerdictSerializer(found).data, headers=PRIVATE)


def _of_receipt(given: Any) -> dict[str, Any]:
    try:
        checked = check(given)
    except Refused as refused:
        raise _error(refused) from refused
    faults = [
        {"code": fault.code, "message": fault.message, "line": None, "number": None}
        for fault in checked.faults
    ]
    return {
        "is_good": checked.is_good,
        "faults": faults,
        "remarks": checked.remarks,
        "links": None,
        "missing": None,
    }


def _of_chain(given: Any) -> dict[str, Any]:
    if not isinstance(given, list) or not 0 < len(given) <= MOST_LINKS:
        raise InvalidParameter(
            f"Se espera una lista de 1 a {MOST_LINKS} eslabones.", parameter="chain"
        )
    verdict = check_chain(given)
    return {
        "is_good": not verdict.breaks,
        "faults": [vars(one) for one in verdict.breaks],
        "remarks": [],
        "links": verdict.links,
        "missing": verdict.missing,
    }


def _error(refused: Refused) -> InvalidParameter | WrongState:
    kind = WrongState if refused.code == "nonce_reused" else InvalidParameter
    return kind(refused.message, parameter=refused.member or None)
