"""What every answer says of the raster that its numbers are of."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from layers import registry
from layers.layer import AnyUser
from layers.rasters.coverage import RasterLayer
from layers.styles.viewer import legend
from ows.rest.published_layers import theme_title
from ows.rest.wire_names import WireNames
from territory.addresses import on_site


class RasterBandSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)


class RasterSerializer(WireNames[Any]):
    """A raster: whose it is, of which date, in which cells, how far it may be trusted."""

    name = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    bands = RasterBandSerializer(many=True)
    source_ = serializers.CharField()
    source_url = serializers.CharField(allow_blank=True)
    cutoff_date = serializers.DateField(allow_null=True)
    licence = serializers.CharField(allow_blank=True)
    accuracy = serializers.CharField(allow_blank=True)
    extent = serializers.ListField(
        child=serializers.FloatField(), help_text="Oeste, sur, este, norte, en grados."
    )
    srid = serializers.IntegerField()
    cell = serializers.ListField(
        child=serializers.FloatField(), help_text="Ancho y alto, en unidades de su sistema."
    )


class ListedRasterSerializer(RasterSerializer):
    """And what a map needs to show it."""

    abstract = serializers.CharField(allow_blank=True)
    theme = serializers.CharField()
    theme_title = serializers.CharField()
    attribution = serializers.CharField(allow_blank=True)
    map_tiles = serializers.CharField(help_text="Plantilla de los mosaicos de imágenes (PNG).")
    feature_info = serializers.CharField(help_text="El WMS que dice el valor de un punto.")
    legend = serializers.ListField(child=serializers.DictField())


_TILES = "/map/tiles/WebMercatorQuad/{z}/{y}/{x}?f=png"


def listed(layer: RasterLayer, user: AnyUser) -> dict[str, Any]:
    """As ``ListedRasterSerializer`` writes it."""
    info = registry.describe(layer, user)
    return {
        **described(layer),
        "title": info.title,
        "abstract": info.abstract,
        "theme": layer.theme,
        "theme_title": theme_title(layer),
        "attribution": info.attribution,
        "map_tiles": f"{on_site(f'/ogc/collections/{layer.name}')}{_TILES}",
        "feature_info": on_site("/ows/wms"),
        "legend": legend(layer.style),
    }


def described(layer: RasterLayer) -> dict[str, Any]:
    """As ``RasterSerializer`` writes it."""
    raster, summary = layer.raster, layer.summary
    assert summary is not None, "a coverage has one"
    return {
        "name": layer.name,
        "title": layer.title,
        "kind": raster.kind.value,
        "bands": [
            {"name": band.name, "title": band.title, "unit": band.unit} for band in raster.bands
        ],
        "source": layer.source,
        "source_url": summary.source_url,
        "cutoff_date": summary.cutoff_date,
        "licence": layer.licence,
        "accuracy": raster.accuracy,
        "extent": list(summary.extent or ()),
        "srid": raster.srid,
        "cell": list(raster.cell),
    }
