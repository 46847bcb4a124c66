"""One feature of a layer: read of every layer, written of those that agencies made."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers import registry
from layers.editing import Delete, Update, written_names
from layers.layer import Layer
from ows.rest.feature_edits import (
    FeatureInSerializer,
    FeatureSavedSerializer,
    Written,
    added,
    answer,
    applied,
    sent_feature,
)
from ows.rest.geojson_in import PARSERS
from ows.rest.layer_features import LayerFeatures
from ows.rest.layer_rows import LayerFeatureSchema
from ows.rest.parameters import check_known
from ows.rest.preconditions import CONFLICT, IF_MATCH, required_version


class LayerFeatureList(Written, LayerFeatures):
    """Los elementos de una capa: los que hay, y uno más en las que hizo una entidad."""

    parser_classes = PARSERS

    @extend_schema(
        operation_id="layers_features_add",
        request=FeatureInSerializer,
        responses={201: FeatureSavedSerializer},
    )
    def post(self, request: Request, name: str) -> Response:
        """Un elemento nuevo, en una capa que hizo una entidad."""
        check_known(request)
        return added(request, name)


class LayerFeature(Written, APIView):
    """Un elemento de una capa."""

    parser_classes = PARSERS

    @extend_schema(responses=LayerFeatureSchema)
    def get(self, request: Request, name: str, fid: str) -> Response:
        check_known(request)
        return answer(request, registry.get(name, request.user), fid)

    @extend_schema(
        parameters=[IF_MATCH],
        request=FeatureInSerializer,
        responses={200: FeatureSavedSerializer, 412: CONFLICT},
    )
    def put(self, request: Request, name: str, fid: str) -> HttpResponseBase:
        """El elemento entero: el campo que falte queda vacío, y con «geometry» null, sin lugar."""
        layer, version = _edited(request, name)
        sent = sent_feature(request, layer, whole=True)
        values = dict.fromkeys(written_names(layer)) | sent.properties
        nowhere = layer.has_geometry and sent.geometry is None
        edit = Update(fid, version, values, sent.geometry, without_geom=nowhere)
        return _changed(request, layer, edit)

    @extend_schema(
        parameters=[IF_MATCH],
        request=FeatureInSerializer,
        responses={200: FeatureSavedSerializer, 412: CONFLICT},
    )
    def patch(self, request: Request, name: str, fid: str) -> HttpResponseBase:
        """Solo lo que se da (RFC 7396): null vacía un campo, y «geometry» null quita el lugar."""
        layer, version = _edited(request, name)
        sent = sent_feature(request, layer, whole=False)
        nowhere = "geometry" in request.data and sent.geometry is None
        edit = Update(fid, version, sent.properties, sent.geometry, without_geom=nowhere)
        return _changed(request, layer, edit)

    @extend_schema(parameters=[IF_MATCH], responses={204: None, 412: CONFLICT})
    def delete(self, request: Request, name: str, fid: str) -> Response:
        layer, version = _edited(request, name)
        applied(request, layer, Delete(fid, version))
        return Response(status=204)


def _edited(request: Request, name: str) -> tuple[Layer, int]:
    check_known(request)
    return registry.get_edited(name, request.user), required_version(request)


def _changed(request: Request, layer: Layer, edit: Update) -> Response:
    saved: Any = applied(request, layer, edit)
    return answer(request, layer, saved.fid, notes=saved.notes)
