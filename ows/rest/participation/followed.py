"""One contribution by its tracking code: read, and taken back."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers.participation.admission import by_code
from layers.participation.receiving import withdraw
from ows.rest.parameters import check_known
from ows.rest.participation.status import PRIVATE, StatusSerializer, address_of
from ows.rest.permissions import Offered

_CODE = OpenApiParameter(
    "code", OpenApiTypes.STR, OpenApiParameter.PATH, description="El código de seguimiento."
)


class ContributionByCode(APIView):
    """Un aporte, para quien tiene su código.

    Un código equivocado se responde igual sea cual sea, y pocas veces por dirección.
    """

    permission_classes = (Offered,)

    @extend_schema(
        operation_id="contributions_retrieve", parameters=[_CODE], responses=StatusSerializer
    )
    def get(self, request: Request, code: str) -> Response:
        check_known(request)
        found = by_code(address_of(request), code)
        return Response(StatusSerializer(found).data, headers=PRIVATE)

    @extend_schema(operation_id="contributions_destroy", parameters=[_CODE], responses={204: None})
    def delete(self, request: Request, code: str) -> Response:
        """Retirarlo: se borra todo. Uno que ya se retiró sigue retirado."""
        check_known(request)
        withdraw(by_code(address_of(request), code))
        return Response(status=204, headers=PRIVATE)
