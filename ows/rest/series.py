"""Series of counts: of a unit or of the country, period by period, as JSON or CSV."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request

from layers import periods, registry
from layers.errors import FeatureNotFound
from layers.series import Series, cells_of, find_series, published_series
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM, TABLE_TYPES, Pages, check_known, requested_form
from ows.rest.series_cells import CellSerializer, series_file
from ows.rest.wire_names import WireNames
from territory.addresses import on_site
from territory.models.counts import labels_of
from territory.periods import Period
from territory.queries import current_units
from territory.series import COUNTRY


class SeriesSerializer(WireNames[Series]):
    """What a series is of; its values are at ``values``."""

    name = serializers.CharField(source="layer.name")
    title = serializers.SerializerMethodField()
    commitments = serializers.ListField(
        source="layer.commitments", child=serializers.IntegerField()
    )
    dimensions = serializers.SerializerMethodField(
        help_text="Cada dimensión con sus códigos y lo que significan."
    )
    adds_units = serializers.BooleanField(
        source="model.adds_units", help_text="Si lo de una unidad es la suma de lo de sus partes."
    )
    adds_categories = serializers.BooleanField(
        source="model.adds_categories", help_text="Si las categorías no se superponen."
    )
    periods = serializers.SerializerMethodField()
    values_ = serializers.SerializerMethodField(method_name="get_address")

    def get_title(self, series: Series) -> str:
        return registry.describe(series.layer, self.context["request"].user).title

    def get_dimensions(self, series: Series) -> dict[str, dict[str, str]]:
        return {name: labels_of(series.model, name) for name in series.dimensions}

    def get_periods(self, series: Series) -> list[str]:
        found = periods.periods_of(series.layer, self.context["request"].user)
        return [period.code for period in found]

    def get_address(self, series: Series) -> str:
        return on_site(f"/api/v1/series/{series.layer.name}/")


class SeriesList(ListAPIView[Any]):
    """Las series publicadas: conteos por lugar y periodo."""

    serializer_class = SeriesSerializer
    pagination_class = Pages
    known_parameters: tuple[str, ...] = ()

    def get_queryset(self) -> Any:
        return published_series(self.request.user)


class SeriesValues(ListAPIView[Any]):
    """Los valores de una serie en una unidad o en todo el país, periodo por periodo.

    Cada dimensión de la serie es también un parámetro con su nombre.
    """

    serializer_class = CellSerializer
    pagination_class = Pages

    @property
    def known_parameters(self) -> tuple[str, ...]:
        return ("unit", "from", "to", "f", *self.series.dimensions)

    @property
    def series(self) -> Series:
        return find_series(self.kwargs["name"], self.request.user)

    @extend_schema(
        operation_id="series_values_list",
        parameters=[
            OpenApiParameter("unit", OpenApiTypes.STR, description="Ubigeo; sin él, el país."),
            OpenApiParameter("category", OpenApiTypes.STR, description="Una de las categorías."),
            OpenApiParameter("from", OpenApiTypes.STR, description="Desde este periodo."),
            OpenApiParameter("to", OpenApiTypes.STR, description="Hasta este periodo."),
            FORM,
        ],
        responses={
            (200, "application/json"): CellSerializer(many=True),
            (200, "text/csv"): OpenApiTypes.STR,
            (200, TABLE_TYPES["xlsx"]): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        form = requested_form(request)
        if form in TABLE_TYPES:
            check_known(request, *self.known_parameters)
            title = registry.describe(self.series.layer, request.user).title
            return series_file(self.series, title, self.get_queryset(), form, request)
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        kvp = Kvp.from_query(self.request.query_params)
        series = self.series
        where = _between(kvp)
        for name in series.dimensions:
            where &= _coded(series, name, kvp.get(name))
        return cells_of(series, _unit(kvp), where)


def _unit(kvp: Kvp) -> str:
    ubigeo = kvp.get("unit")
    if ubigeo is None:
        return COUNTRY
    if "\x00" in ubigeo or not current_units().filter(pk=ubigeo).exists():
        raise FeatureNotFound(f"No hay unidad con el ubigeo «{ubigeo[:40]}».", parameter="unit")
    return ubigeo


def _coded(series: Series, name: str, code: str | None) -> Q:
    if code is None:
        return Q()
    known = labels_of(series.model, name)
    if code not in known:
        raise InvalidValue(name, f"«{code[:40]}» no existe: use {', '.join(known)}.")
    return Q(**{name: code})


def _between(kvp: Kvp) -> Q:
    first, last = _period(kvp, "from"), _period(kvp, "to")
    where = Q()
    if first is not None:
        where &= Q(period_start__gte=first.start)
    if last is not None:
        where &= Q(period_end__lte=last.end)
    return where


def _period(kvp: Kvp, name: str) -> Period | None:
    text = kvp.get(name)
    if text is None:
        return None
    try:
        return Period.parse(text)
    except ValueError:
        raise InvalidValue(name, f"«{text[:40]}» no es AAAA, AAAA-MM ni AAAA-MM-DD.") from None
