"""Units on the wire."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from territory.addresses import on_site
from territory.models import AdminUnit

Extent = list[float]


class UnitSerializer(serializers.ModelSerializer[AdminUnit]):
    """A unit in a list: enough to tell it from its namesakes and to find it on a map."""

    level_title = serializers.CharField(source="get_level_display")
    path = serializers.SerializerMethodField(help_text="Las unidades superiores, de menor a mayor.")
    extent = serializers.SerializerMethodField(help_text="Oeste, sur, este, norte, en grados.")
    point = serializers.SerializerMethodField(help_text="La capital: longitud, latitud.")
    url = serializers.SerializerMethodField(help_text="La página de la unidad.")

    class Meta:
        model = AdminUnit
        fields = ["ubigeo", "name", "level", "level_title", "path", "extent", "point", "url"]

    def get_path(self, unit: AdminUnit) -> str:
        """``"Cusco, Cusco"``: province and department of a district."""
        return unit.path

    @extend_schema_field({"type": "array", "items": {"type": "number"}, "nullable": True})
    def get_extent(self, unit: AdminUnit) -> Extent | None:
        envelope = getattr(unit, "envelope", None)
        return None if envelope is None or envelope.empty else list(envelope.extent)

    @extend_schema_field({"type": "array", "items": {"type": "number"}, "nullable": True})
    def get_point(self, unit: AdminUnit) -> list[float] | None:
        point = unit.capital_point
        return None if point is None else [point.x, point.y]

    def get_url(self, unit: AdminUnit) -> str:
        return on_site(f"/t/{unit.ubigeo}/")


# The library carries no types.
class UnitFeatureSerializer(GeoFeatureModelSerializer):  # type: ignore[misc]
    """A unit as a GeoJSON Feature with its polygon, EPSG:4326."""

    level_title = serializers.CharField(source="get_level_display")
    path = serializers.SerializerMethodField()

    class Meta:
        model = AdminUnit
        geo_field = "geom"
        id_field = "ubigeo"
        fields = [
            "ubigeo",
            "name",
            "level",
            "level_title",
            "path",
            "parent",
            "capital",
            "capital_category",
            "altitude_m",
            "population",
            "population_year",
            "boundary_source",
            "boundary_origin",
            "boundary_cutoff_date",
            "source",
            "cutoff_date",
            "valid_from",
        ]

    @extend_schema_field(OpenApiTypes.STR)
    def get_path(self, unit: AdminUnit) -> str:
        return unit.path

    def get_properties(self, instance: AdminUnit, fields: Any) -> dict[str, Any]:
        """The key is a property too, as in every layer."""
        return {"ubigeo": instance.ubigeo, **super().get_properties(instance, fields)}
