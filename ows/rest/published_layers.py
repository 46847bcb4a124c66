"""The published layers as the map viewer needs them: metadata, style, legend, addresses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from layers import registry
from layers.choices import Choice, Choices
from layers.coverage import covered_units
from layers.fields import Field
from layers.layer import Layer
from layers.layer_info import LayerInfo
from layers.styles.viewer import flat_style, legend
from layers.tile_rows import SCALE_AT_ZOOM_0
from ows.rest.covered import CoveredUnitSerializer
from ows.rest.parameters import Pages
from ows.rest.wire_names import WireNames
from territory.addresses import on_site
from territory.covered import CoveredUnit, published_coverage
from territory.models import Theme

_THEME_TITLES: dict[str, str | Promise] = {"territory": _("Territorio"), **dict(Theme.choices)}

_NUMBERS = {"type": "array", "items": {"type": "number"}}
_OBJECTS = {"type": "array", "items": {"type": "object"}}


def theme_title(layer: Layer) -> str:
    """The theme's name as a person reads it."""
    return str(_THEME_TITLES[layer.theme])


class FieldSerializer(serializers.Serializer[Field]):
    name = serializers.CharField()
    title = serializers.CharField()
    type = serializers.CharField()
    unit = serializers.CharField()
    labels = serializers.SerializerMethodField(help_text="Qué leer en lugar de cada código.")

    def get_labels(self, field: Field) -> dict[str, str]:
        return {code: str(label) for code, label in field.labels}


class ChoiceSerializer(serializers.Serializer[Choice]):
    code = serializers.CharField()
    title = serializers.CharField()
    filter = serializers.CharField(help_text="La condición, en CQL2.")


class ChoicesSerializer(serializers.Serializer[Choices]):
    title = serializers.CharField()
    values = ChoiceSerializer(many=True)


@dataclass(frozen=True)
class PublishedLayer:
    """A layer and what it holds now; ``covers`` as of ``layers.coverage``."""

    layer: Layer
    info: LayerInfo
    covers: tuple[CoveredUnit, ...] | None = None

    @property
    def choices(self) -> Choices | None:
        """What one may look at by itself; of some layers a query."""
        now = self.layer.choices_now
        return now() if now else self.layer.choices

    @property
    def is_partial(self) -> bool:
        """Whether its facts are of a part of the country."""
        return self.covers is not None


class LayerSerializer(WireNames[PublishedLayer]):
    name = serializers.CharField(source="layer.name")
    title = serializers.CharField(source="info.title")
    abstract = serializers.CharField(source="info.abstract")
    theme = serializers.CharField(source="layer.theme")
    theme_title = serializers.SerializerMethodField()
    commitments = serializers.ListField(
        source="layer.commitments", child=serializers.IntegerField()
    )
    geometry_type = serializers.CharField(source="layer.geometry_type")
    fields_ = FieldSerializer(source="layer.fields", many=True)
    title_field = serializers.CharField(source="layer.title_field")
    sheet = serializers.SerializerMethodField(
        help_text="Dirección, en el sitio, de la página de una fila; entre llaves, sus campos y "
        "«fid», su identificador.",
    )
    takes_contributions = serializers.BooleanField(
        source="layer.takes_contributions",
        help_text="Quien ve un elemento puede aportar sobre él en el sitio.",
    )
    source_ = serializers.CharField(source="info.source")
    source_url = serializers.CharField(source="info.source_url")
    licence = serializers.CharField(source="info.licence")
    attribution = serializers.CharField(source="info.attribution")
    cutoff_date = serializers.DateField(source="info.cutoff_date", allow_null=True)
    has_samples = serializers.BooleanField(source="info.has_samples")
    is_partial = serializers.BooleanField(
        help_text="Lo publicado no cubre el país: solo «covers», o no se sabe qué si está vacío."
    )
    covers = CoveredUnitSerializer(many=True, allow_null=True)
    extent = serializers.SerializerMethodField(help_text="Oeste, sur, este, norte, en grados.")
    min_zoom = serializers.SerializerMethodField()
    max_zoom = serializers.SerializerMethodField()
    choices = ChoicesSerializer(
        allow_null=True,
        help_text="Lo que el mapa deja ver por separado, un valor a la vez; nulo si nada.",
    )
    tiles = serializers.SerializerMethodField(help_text="Plantilla de los mosaicos vectoriales.")
    items = serializers.SerializerMethodField(help_text="Los elementos, en la OGC API.")
    style_ = serializers.SerializerMethodField(
        method_name="get_style", help_text="Estilo plano de OpenLayers."
    )
    legend = serializers.SerializerMethodField()

    def get_theme_title(self, published: PublishedLayer) -> str:
        return theme_title(published.layer)

    def get_sheet(self, published: PublishedLayer) -> str:
        return on_site(published.layer.sheet) if published.layer.sheet else ""

    @extend_schema_field({**_NUMBERS, "nullable": True})
    def get_extent(self, published: PublishedLayer) -> list[float] | None:
        return None if published.info.extent is None else list(published.info.extent)

    def get_min_zoom(self, published: PublishedLayer) -> float | None:
        """The zoom from which the layer is drawn: where its largest scale denominator lies."""
        return _zoom(published.layer.max_scale)

    def get_max_zoom(self, published: PublishedLayer) -> float | None:
        return _zoom(published.layer.min_scale)

    def get_tiles(self, published: PublishedLayer) -> str:
        return f"{_collection(published)}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}?f=mvt"

    def get_items(self, published: PublishedLayer) -> str:
        return f"{_collection(published)}/items"

    @extend_schema_field(_OBJECTS)
    def get_style(self, published: PublishedLayer) -> list[dict[str, Any]]:
        return flat_style(published.layer.style)

    @extend_schema_field(_OBJECTS)
    def get_legend(self, published: PublishedLayer) -> list[dict[str, Any]]:
        return legend(published.info.legend(published.layer.style))


class LayerList(ListAPIView[Any]):
    """Las capas publicadas, con lo que el visor necesita para dibujarlas."""

    serializer_class = LayerSerializer
    pagination_class = Pages
    known_parameters: tuple[str, ...] = ()

    def get_queryset(self) -> Any:
        user, coverage = self.request.user, published_coverage()
        return [
            PublishedLayer(layer, info, covered_units(layer, info, user, coverage))
            for layer, info in registry.describe_all(user)
        ]


def _collection(published: PublishedLayer) -> str:
    return on_site(f"/ogc/collections/{published.layer.name}")


def _zoom(scale: float | None) -> float | None:
    return None if scale is None else round(math.log2(SCALE_AT_ZOOM_0 / scale), 2)
