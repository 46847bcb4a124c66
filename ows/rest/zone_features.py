"""Zones on the wire: a Feature as it is stored, or as one of its versions was."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from layers.editing.zone_review import decisions_for
from layers.editing.zone_rules import may_edit
from territory.addresses import on_site
from territory.models import InterventionZone

GEOMETRY = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["MultiPolygon"]},
        "coordinates": {"type": "array", "items": {"type": "array", "items": {}}},
    },
}
_WRITABLE = frozenset({"title", "description", "commitments"})


class ZonePropertiesSerializer(serializers.Serializer[InterventionZone]):
    title = serializers.CharField()
    description = serializers.CharField()
    commitments = serializers.ListField(child=serializers.IntegerField())
    status = serializers.ChoiceField(choices=InterventionZone.Status.choices)
    status_title = serializers.CharField(source="get_status_display")
    version = serializers.IntegerField()
    author = serializers.CharField(source="author_name")
    department = serializers.CharField(source="department_id", help_text="Su ubigeo.")
    department_name = serializers.CharField(source="department.name")
    area_ha = serializers.FloatField(help_text="Superficie geodésica, en hectáreas.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    is_sample = serializers.BooleanField()
    url = serializers.SerializerMethodField(help_text="La página de la zona.")
    can_edit = serializers.SerializerMethodField(help_text="Si quien pregunta puede cambiarla.")
    decisions = serializers.SerializerMethodField(
        help_text="Los pasos de revisión que puede dar: submit, approve, return."
    )

    def get_url(self, zone: InterventionZone) -> str:
        return on_site(f"/zonas/{zone.id}/")

    def get_can_edit(self, zone: Any) -> bool:
        """Of a past version nothing can be changed."""
        return isinstance(zone, InterventionZone) and may_edit(self.context["user"], zone)

    def get_decisions(self, zone: Any) -> list[str]:
        if not isinstance(zone, InterventionZone):
            return []
        return [str(decision) for decision in decisions_for(self.context["user"], zone)]


# A client may send back what it got: what isn't its to write is left aside.
READ_ONLY = frozenset(ZonePropertiesSerializer().fields) - _WRITABLE


@extend_schema_field(GEOMETRY)
class ZoneGeometryField(serializers.Field[Any, Any, dict[str, Any], Any]):
    """Polygons as GeoJSON with every digit, which GDAL would round: clients compare versions."""

    def to_representation(self, geom: Any) -> dict[str, Any]:
        return {"type": geom.geom_type, "coordinates": geom.coords}


class ZoneFeatureSerializer(serializers.Serializer[InterventionZone]):
    """A zone as a GeoJSON Feature, EPSG:4326."""

    type = serializers.SerializerMethodField()
    id = serializers.IntegerField()
    geometry = ZoneGeometryField(source="geom")
    properties = ZonePropertiesSerializer(source="*")

    @extend_schema_field({"type": "string", "enum": ["Feature"]})
    def get_type(self, zone: InterventionZone) -> str:
        return "Feature"


class ZoneSavedSerializer(ZoneFeatureSerializer):
    """A zone as it was just stored; ``notes`` only where its shape was changed for that."""

    notes = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Qué se le hizo a la forma para guardarla: partes que se unieron.",
    )


class ZoneInPropertiesSerializer(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=200)
    description = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    commitments = serializers.ListField(child=serializers.IntegerField(), required=False)


class ZoneInSerializer(serializers.Serializer[Any]):
    """A zone as a client writes it."""

    type = serializers.ChoiceField(choices=["Feature"])
    geometry = serializers.DictField(help_text="Polygon o MultiPolygon, longitud y latitud.")
    properties = ZoneInPropertiesSerializer()


class ZoneVersionSerializer(serializers.Serializer[Any]):
    """One line of a zone's history; ``author`` is empty where it wasn't written on this site."""

    version = serializers.IntegerField()
    saved_at = serializers.DateTimeField(source="updated_at")
    author = serializers.SerializerMethodField(help_text="Quien guardó esa versión.")
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=InterventionZone.Status.choices)
    status_title = serializers.CharField(source="get_status_display")
    area_ha = serializers.FloatField()

    def get_author(self, version: Any) -> str:
        return str((version.pgh_context or {}).get("name", ""))


def feature(zone: Any, user: Any) -> dict[str, Any]:
    """The Feature of a zone, or of one of its versions, as this user gets it."""
    found: dict[str, Any] = ZoneFeatureSerializer(zone, context={"user": user}).data
    return found
