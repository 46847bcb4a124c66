"""Contributions: the published ones as GeoJSON Features, and a new one received."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers import registry
from layers.layer import GEOMETRY_PROPERTY, Layer
from layers.participation.admission import admit
from layers.participation.contributions import NAME
from layers.participation.receiving import receive
from ows.crs import CRS84, parse_bbox
from ows.kvp import Kvp
from ows.rest.geojson_in import PARSERS
from ows.rest.layer_features import FeaturePage, LayerFeatures, placed_in
from ows.rest.layer_rows import LayerFeatureSchema
from ows.rest.parameters import check_known
from ows.rest.participation.sending import ContributionInSerializer, read_sent
from ows.rest.participation.status import (
    PRIVATE,
    ChallengeSerializer,
    ReceivedSerializer,
    address_of,
    received_answer,
)
from ows.rest.permissions import Offered
from territory.participation.proofs import BITS, new_challenge

Condition = dict[str, Any]


class ContributionList(LayerFeatures):
    """Los aportes publicados como GeoJSON, por páginas, en grados (EPSG:4326).

    Los lugares están redondeados, salvo los públicos; nada de lo que espera revisión está aquí.
    """

    parser_classes = PARSERS
    permission_classes = (Offered,)
    known_parameters = ("unit", "commitment", "bbox", "consultation", "answered")

    @extend_schema(
        operation_id="contributions_list",
        parameters=[
            OpenApiParameter("unit", OpenApiTypes.STR, description="Un ubigeo: 2, 4 o 6 dígitos."),
            OpenApiParameter("commitment", OpenApiTypes.INT),
            OpenApiParameter("bbox", OpenApiTypes.STR, description="Oeste,sur,este,norte."),
            OpenApiParameter(
                "consultation", OpenApiTypes.STR, description="El identificador de una consulta."
            ),
            OpenApiParameter("answered", OpenApiTypes.BOOL),
        ],
        responses=FeaturePage.schema(LayerFeatureSchema, "ContributionPage"),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)

    @extend_schema(
        operation_id="contributions_create",
        request=ContributionInSerializer,
        responses={201: ReceivedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Un aporte nuevo, sin cuenta: la respuesta trae el código con que se sigue y se retira.

        No es un canal de denuncias ni una línea de emergencia. En los compromisos 16, 17 y 18 no
        se guarda ninguna posición (solo el distrito, la provincia o la región) y se publica un
        resumen de quien revisa, nunca el texto.
        """
        check_known(request)
        sent, challenge, nonce = read_sent(request.data)
        admit(address_of(request), challenge, nonce)
        return received_answer(request, receive(sent))

    def layer(self) -> Layer:
        """Always the one of contributions."""
        return registry.get(NAME, self.request.user)

    def conditions(self, layer: Layer) -> Condition | None:
        """All that is asked at once; raises InvalidValue and InvalidParameter, by name."""
        kvp = Kvp.from_query(self.request.query_params)
        asked = [condition(kvp) for condition in _CONDITIONS]
        found = [tree for tree in (placed_in(layer, self.request), *asked) if tree]
        if len(found) < 2:
            return found[0] if found else None
        return {"op": "and", "args": found}


def _commitment(kvp: Kvp) -> Condition | None:
    if kvp.get("commitment") is None:
        return None
    return _equals("commitment", kvp.integer("commitment", 0, minimum=1, maximum=18))


def _consultation(kvp: Kvp) -> Condition | None:
    slug = kvp.get("consultation")
    return None if slug is None else _equals("consultation", slug)


def _answered(kvp: Kvp) -> Condition | None:
    if kvp.get("answered") is None:
        return None
    return _equals("response", "answered" if kvp.boolean("answered") else "unanswered")


def _inside(kvp: Kvp) -> Condition | None:
    text = kvp.get("bbox")
    if text is None:
        return None
    box = parse_bbox(text, CRS84, wraps=True)
    literal = {"bbox": [box.minx, box.miny, box.maxx, box.maxy], "srid": box.srid}
    return {"op": "s_intersects", "args": [{"property": GEOMETRY_PROPERTY}, literal]}


_CONDITIONS: tuple[Callable[[Kvp], Condition | None], ...] = (
    _commitment,
    _consultation,
    _answered,
    _inside,
)


def _equals(name: str, value: Any) -> Condition:
    return {"op": "=", "args": [{"property": name}, value]}


class Challenge(APIView):
    """Un cálculo que hacer antes de enviar: con él se puede enviar más a menudo.

    Se busca un número «nonce» tal que el SHA-256 de «challenge:nonce» empiece con «bits» bits en
    cero. Cada uno sirve una vez.
    """

    @extend_schema(operation_id="contributions_challenge", responses=ChallengeSerializer)
    def get(self, request: Request) -> Response:
        check_known(request)
        return Response({"challenge": new_challenge(), "bits": BITS}, headers=PRIVATE)
