"""Parameters of the domain API's lists: none is ignored, none is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.drainage import set_override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from layers.exports.csvw import MEDIA_TYPE as CSVM
from layers.exports.workbook import MEDIA_TYPE as XLSX
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.negotiation import canonical, preferred

# What asks for one of these gets JSON.
JSON_ALIASES = {
    "application/json": (
        "application/geo+json",
        "application/vnd.geo+json",
        "application/problem+json",
        "text/json",
    )
}
_JSON = frozenset({"json", "geojson", "application/json", *JSON_ALIASES["application/json"]})

# A table's forms beside JSON: what ``f`` calls them, and their media types.
# Two are descriptions of the CSV: for who follows a link to it, and to be kept beside.
TABLE_TYPES = {"csv": "text/csv", "xlsx": XLSX, "csv-csvm": CSVM, "csv-metadata": CSVM}

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000


# For operations whose answer ``requested_form`` chooses.
FORM = OpenApiParameter("f", OpenApiTypes.STR, enum=["json", *TABLE_TYPES])


def check_known(request: Request, *known: str) -> None:
    """Raise InvalidValue for a parameter that the list doesn't have: a typo filters nothing."""
    for name in request.query_params:
        if name == "f" and "f" not in known and canonical(request.query_params["f"]) in _JSON:
            continue  # every resource is JSON
        if name not in known:
            shown = name[:40].replace("\x00", "")
            raise InvalidValue(shown, f"El parámetro «{shown}» no existe en este recurso.")


def requested_form(request: Request) -> str:
    """What ``f`` asks for, "json" or one of ``TABLE_TYPES``; raises InvalidValue."""
    wanted = request.query_params.get("f")
    if wanted is None:
        offered = ("application/json", *TABLE_TYPES.values())
        liked = preferred(request.headers.get("Accept", ""), offered, JSON_ALIASES)
        return next((form for form, type_ in TABLE_TYPES.items() if type_ == liked), "json")
    form = canonical(wanted)
    for name, type_ in TABLE_TYPES.items():
        if form in (name, type_):
            return name
    if form not in _JSON:
        raise InvalidValue("f", "Use «json», «csv» o «xlsx».")
    return "json"


class JsonByDefault(DefaultContentNegotiation):
    """What ``Accept`` prefers of what there is; the first, where it lists nothing of it."""

    def select_renderer(
        self, request: Any, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        if request.query_params.get(self.settings.URL_FORMAT_OVERRIDE):
            found: tuple[BaseRenderer, str] = super().select_renderer(
                request, renderers, format_suffix
            )
            return found
        by_type = {str(renderer.media_type): renderer for renderer in reversed([*renderers])}
        offered = [str(renderer.media_type) for renderer in renderers]
        chosen = preferred(request.headers.get("Accept", ""), offered, JSON_ALIASES)
        return by_type[chosen], chosen


class Pages(LimitOffsetPagination):
    """Pages by ``limit`` and ``offset``; what is no number is refused, not replaced."""

    default_limit = DEFAULT_LIMIT
    max_limit = MAX_LIMIT

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: Any = None
    ) -> list[Any] | None:
        check_known(request, "limit", "offset", *view.known_parameters)
        return super().paginate_queryset(queryset, request, view)

    def get_limit(self, request: Request) -> int:
        """From 1 to ``max_limit``."""
        kvp = Kvp.from_query(request.query_params)
        return kvp.integer("limit", self.default_limit, minimum=1, maximum=self.max_limit)

    def get_offset(self, request: Request) -> int:
        """From 0."""
        return Kvp.from_query(request.query_params).integer("offset", 0)

    @staticmethod
    def schema(of: type[serializers.Serializer[Any]], name: str) -> Any:
        """What the schema says of a page, where the view doesn't say it by itself."""
        return _one_page(name, {}, {"results": of(many=True)})


def _one_page(name: str, first: dict[str, Any], rows: dict[str, Any]) -> Any:
    links = {
        "count": serializers.IntegerField(),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
    }
    page = inline_serializer(name, first | links | rows)
    # Of a list's view the library would take it for one of the rows of a page of its own.
    set_override(page, "many", False)
    return page


class FeaturePages(Pages):
    """Pages of Features, each page a GeoJSON FeatureCollection."""

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "type": "FeatureCollection",
                "count": self.count,
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
                "features": data,
            }
        )

    @staticmethod
    def schema(of: type[serializers.Serializer[Any]], name: str) -> Any:
        """What the schema says of a page."""
        kind = serializers.ChoiceField(choices=["FeatureCollection"])
        return _one_page(name, {"type": kind}, {"features": of(many=True)})
