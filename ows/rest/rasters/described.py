"""What every answer says of the raster that its numbers are of."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from layers.rasters.coverage import RasterLayer
from ows.rest.wire_names import WireNames


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
