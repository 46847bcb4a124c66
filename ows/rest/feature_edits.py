"""The features of agencies' layers, written one by one: what a request means, what it gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from layers import registry
from layers.editing import Edit, Insert, Saved, apply, version_path, written_names
from layers.editing.dataset_history import former
from layers.errors import FeatureNotFound, InvalidGeometry, InvalidParameter, VersionConflict
from layers.features import of_keys
from layers.layer import Layer
from ows.errors import OwsError, from_domain
from ows.rest.geojson_in import ANY_SHAPE, FeatureIn, read_feature
from ows.rest.layer_rows import LayerFeatureSchema, only_needed, serializer_of
from ows.rest.preconditions import etag
from territory.addresses import on_site

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class FeatureInSerializer(serializers.Serializer[Any]):
    """A Feature as a client writes it; ``properties`` are the layer's fields."""

    type = serializers.ChoiceField(choices=["Feature"])
    geometry = serializers.DictField(
        allow_null=True, help_text="En longitud y latitud, de la clase de la capa; null: sin lugar."
    )
    properties = serializers.DictField(help_text="Los campos de la capa; null: sin valor.")


class FeatureSavedSerializer(LayerFeatureSchema):
    """A Feature as it was just stored; ``notes`` only where its shape was changed for that."""

    notes = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Qué se le hizo a la forma para guardarla: partes que se unieron.",
    )


class Written:
    """A view whose methods that write are offered of the layers that take features alone."""

    kwargs: Mapping[str, Any] = MappingProxyType({})  # until it is asked for

    @property
    def allowed_methods(self) -> list[str]:
        offered: list[str] = super().allowed_methods  # type: ignore[misc] # a view's
        if any(layer.name == self.kwargs.get("name") for layer in registry.LAYERS):
            return [method for method in offered if method in _READING]
        return offered


def answer(
    request: Request, layer: Layer, fid: str, *, status: int = 200, notes: tuple[str, ...] = ()
) -> Response:
    """The feature as it is stored, with its version as the tag where it has one."""
    row, body = _feature(request, layer, fid)
    if notes:
        body["notes"] = list(notes)
    path = version_path(layer)
    headers = {} if path is None else {"ETag": etag(getattr(row, path))}
    return Response(body, status=status, headers=headers)


def added(request: Request, name: str) -> Response:
    """A new feature: 201, with its address."""
    layer = registry.get_edited(name, request.user)
    sent = sent_feature(request, layer, whole=True)
    saved = applied(request, layer, Insert(sent.geometry, sent.properties))
    response = answer(request, layer, saved.fid, status=201, notes=saved.notes)
    path = on_site(f"/api/v1/layers/{name}/features/{saved.fid}/")
    response["Location"] = request.build_absolute_uri(path)
    return response


def sent_feature(request: Request, layer: Layer, *, whole: bool) -> FeatureIn:
    """What the client sent; ``whole`` where it has to be all of a Feature (RFC 7946, 3.2)."""
    read_only = frozenset(layer.field_names).difference(written_names(layer))
    sent = read_feature(request.data, read_only, ANY_SHAPE)
    if whole and layer.has_geometry and "geometry" not in request.data:
        raise InvalidGeometry(
            "Falta «geometry»: null si el elemento no tiene lugar.", parameter="geometry"
        )
    if whole and "properties" not in request.data:
        raise InvalidParameter("Falta «properties».", parameter="properties")
    return sent


def applied(request: Request, layer: Layer, edit: Edit) -> Saved:
    """The feature after the edit."""
    with _conflicts_described(request, layer):
        return apply(request.user, layer, [edit])[0]


def _feature(request: Request, layer: Layer, fid: str) -> tuple[Any, dict[str, Any]]:
    rows = of_keys(layer, layer.rows(request.user), (fid,))
    version = version_path(layer)
    row = only_needed(rows, layer, *([version] if version else [])).first()
    if row is None:
        raise FeatureNotFound(f"No existe el elemento «{fid[:40]}».", parameter="id")
    body: Any = serializer_of(layer, request.user)(row).data
    return row, body


@contextmanager
def _conflicts_described(request: Request, layer: Layer) -> Iterator[None]:
    """A conflict leaves with both versions, so that nothing of either has to be lost."""
    try:
        yield
    except VersionConflict as conflict:
        error = from_domain(conflict)
        raise OwsError(
            error.message,
            code=error.code,
            locator=error.locator,
            status=error.status,
            members={
                "current": _feature(request, layer, conflict.fid)[1],
                "base": _base(request, layer, conflict),
            },
        ) from None


def _base(request: Request, layer: Layer, conflict: VersionConflict) -> dict[str, Any] | None:
    found = former(layer, request.user, conflict.fid, conflict.named)
    if found is None:
        return None
    values, shape = found
    geometry = None
    if shape is not None:
        coordinates: Any = shape
        geometry = {"type": shape.geom_type, "coordinates": coordinates.coords}
    return {
        "id": int(conflict.fid),
        "type": "Feature",
        "geometry": geometry,
        "properties": values,
    }
