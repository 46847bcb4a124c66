"""Addresses of the OGC API, below ``/ogc/``."""

from __future__ import annotations

from django.urls import path

from ows.api import dataset_tiles, map_tiles
from ows.api.collections import collection, collections
from ows.api.items import item, items
from ows.api.landing import conformance, landing
from ows.api.openapi import api
from ows.api.schemas import queryables, schema
from ows.api.tiles import tile, tileset, tilesets
from ows.api.tiling import tile_matrix_set, tile_matrix_sets

app_name = "ogc"

_COLLECTION = "collections/<str:name>"

urlpatterns = [
    path("", landing, name="landing"),
    path("api", api, name="api"),
    path("conformance", conformance, name="conformance"),
    path("collections", collections, name="collections"),
    path(_COLLECTION, collection, name="collection"),
    path(f"{_COLLECTION}/queryables", queryables, name="queryables"),
    path(f"{_COLLECTION}/schema", schema),
    path(f"{_COLLECTION}/items", items, name="items"),
    path(f"{_COLLECTION}/items/<str:fid>", item, name="item"),
    path(f"{_COLLECTION}/tiles", tilesets),
    path(f"{_COLLECTION}/tiles/<str:tms>", tileset),
    path(f"{_COLLECTION}/tiles/<str:tms>/<str:z>/<str:y>/<str:x>", tile),
    path(f"{_COLLECTION}/map/tiles", map_tiles.tilesets, name="map-tiles"),
    path(f"{_COLLECTION}/map/tiles/<str:tms>", map_tiles.tileset),
    path(f"{_COLLECTION}/map/tiles/<str:tms>/<str:z>/<str:y>/<str:x>", map_tiles.tile),
    path("tiles", dataset_tiles.tilesets, name="tiles"),
    path("tiles/<str:tms>", dataset_tiles.tileset),
    path("tiles/<str:tms>/<str:z>/<str:y>/<str:x>", dataset_tiles.tile),
    path("tileMatrixSets", tile_matrix_sets, name="tile-matrix-sets"),
    path("tileMatrixSets/<str:tms>", tile_matrix_set, name="tile-matrix-set"),
]
