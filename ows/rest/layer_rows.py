"""A layer's rows as the domain API reads and writes them, whatever the layer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework_gis.serializers import GeoFeatureModelSerializer, GeometryField

from layers.fields import Field, FieldType
from layers.layer import GEOMETRY_PROPERTY, AnyUser, Layer


class _Instant(serializers.DateTimeField):
    """Written as the other protocols write it: in UTC, with its offset."""

    def to_representation(self, value: Any) -> Any:
        return value.astimezone(dt.UTC).isoformat()


_SERIALIZERS: dict[FieldType, type[Any]] = {
    FieldType.STRING: serializers.CharField,
    FieldType.INTEGER: serializers.IntegerField,
    FieldType.NUMBER: serializers.FloatField,
    FieldType.BOOLEAN: serializers.BooleanField,
    FieldType.DATE: serializers.DateField,
    FieldType.DATETIME: _Instant,
}
_ID = "id"


class LayerFeatureSchema(serializers.Serializer[Any]):
    """What all layers' Features have in common, for the API's description."""

    type = serializers.SerializerMethodField()
    id = serializers.CharField()
    geometry = serializers.DictField(allow_null=True)
    properties = serializers.DictField(help_text="Los campos de la capa.")

    @extend_schema_field({"type": "string", "enum": ["Feature"]})
    def get_type(self, row: Any) -> str:
        return "Feature"


def only_needed(rows: QuerySet[Any], layer: Layer, *also: str) -> QuerySet[Any]:
    """The rows by their key, with what a Feature says of each, ``also`` these, and no more."""
    paths = [layer.geom, *(field.path for field in layer.fields)]
    # What the layer computes is no column to ask for.
    paths = [path for path in paths if path not in rows.query.annotations]
    relations = {path.rpartition("__")[0] for path in paths if "__" in path}
    if relations:
        rows = rows.select_related(*relations)
    # Of a unit its name, not its polygon, unless that is what is drawn.
    return rows.only(*paths, *also).order_by(layer.key)


def serializer_of(layer: Layer, user: AnyUser) -> type[Any]:
    """The layer's fields by their types, under the names that they have in every protocol."""

    # The library carries no types.
    class LayerFeatureSerializer(GeoFeatureModelSerializer):  # type: ignore[misc]
        class Meta:
            model = layer.rows(user).model
            geo_field = GEOMETRY_PROPERTY
            id_field = _ID
            fields = ()

        def get_fields(self) -> dict[str, Any]:
            # Made here and not as attributes: a layer may have a field called «source».
            return {
                _ID: serializers.ReadOnlyField(source=layer.key),
                GEOMETRY_PROPERTY: GeometryField(
                    allow_null=True, **_source(GEOMETRY_PROPERTY, layer.geom)
                ),
                **{field.name: _field_of(field) for field in layer.fields},
            }

    return LayerFeatureSerializer


def _field_of(field: Field) -> Any:
    source = _source(field.name, field.path)
    if field.type is FieldType.INTEGER_LIST:
        return serializers.ListField(child=serializers.IntegerField(), allow_null=True, **source)
    return _SERIALIZERS[field.type](allow_null=True, **source)


def _source(name: str, path: str) -> dict[str, Any]:
    """The ORM path as the framework writes it, which wants none where it is the name."""
    return {} if path == name else {"source": path.replace("__", ".")}
