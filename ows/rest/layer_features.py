"""A layer's rows as GeoJSON Features: for every theme the serializer follows from its fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from layers import registry
from layers.filters.compiler import apply_filter
from layers.layer import Layer
from layers.numbered_pages import NumberedFeatures
from layers.places import inside
from layers.query import FeatureQuery
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.layer_rows import LayerFeatureSchema, only_needed, serializer_of
from ows.rest.parameters import FeaturePages, check_known
from ows.rest.units import UBIGEO


class FeaturePage(FeaturePages):
    """Short pages: what is read here is built in memory; OGC API Features streams."""

    max_limit = 500

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: Any = None
    ) -> list[Any]:
        """By cursor however deep: SQL's OFFSET would read all that comes before the page."""
        check_known(request, "limit", "offset", *view.known_parameters)
        assert isinstance(queryset, QuerySet)
        self.request = request
        self.limit, self.offset = self.get_limit(request), self.get_offset(request)
        found = NumberedFeatures(view.asked())
        self.count = found.number_matched
        return found.rows(queryset, self.offset, self.limit)

    def get_paginated_response(self, data: Any) -> Response:
        # djangorestframework-gis makes a collection of a list by itself, without a count.
        return super().get_paginated_response(data["features"])


class LayerFeatures(ListAPIView[Any]):
    """Los elementos de una capa como GeoJSON, por páginas, en grados (EPSG:4326).

    Con «unit», los de una unidad o de una de las que hay dentro de ella.
    """

    pagination_class = FeaturePage
    known_parameters: tuple[str, ...] = ("unit",)

    @extend_schema(
        parameters=[
            OpenApiParameter("name", OpenApiTypes.STR, OpenApiParameter.PATH),
            OpenApiParameter("unit", OpenApiTypes.STR, description="Un ubigeo: 2, 4 o 6 dígitos."),
        ],
        responses=FeaturePage.schema(LayerFeatureSchema, "LayerFeaturePage"),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        layer = self.layer()
        rows = layer.rows(self.request.user)
        if tree := self.conditions(layer):
            rows = apply_filter(rows, tree, layer)
        return only_needed(rows, layer)

    def asked(self) -> FeatureQuery:
        """The same rows, as every protocol asks for them."""
        layer = self.layer()
        return FeatureQuery(layer, self.request.user, filter=self.conditions(layer))

    def get_serializer_class(self) -> type[Any]:
        if getattr(self, "swagger_fake_view", False):  # drf-spectacular asks without an address
            return LayerFeatureSchema
        return serializer_of(self.layer(), self.request.user)

    def layer(self) -> Layer:
        """The layer that is asked for; raises LayerNotFound."""
        return registry.get(self.kwargs["name"], self.request.user)

    def conditions(self, layer: Layer) -> dict[str, Any] | None:
        """What the parameters ask of its rows, as CQL2 JSON; None where they ask nothing."""
        return placed_in(layer, self.request)


def placed_in(layer: Layer, request: Request) -> dict[str, Any] | None:
    """The filter of the unit that is asked for, None where none is; raises InvalidValue."""
    unit = Kvp.from_query(request.query_params).get("unit")
    if unit is None:
        return None
    if not UBIGEO.fullmatch(unit):
        raise InvalidValue("unit", f"«{unit[:40]}» no es un ubigeo: 2, 4 o 6 dígitos.")
    tree = inside(layer, unit)
    if tree is None:
        raise InvalidValue("unit", "Los elementos de esta capa no declaran una unidad.")
    return tree
