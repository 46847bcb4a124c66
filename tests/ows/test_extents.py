"""An extent holds what it is of, in every CRS and as every protocol rounds; also of nothing."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from layers import registry
from layers.bbox import Bbox, image, outward
from layers.layer import OFFERED_SRIDS
from layers.layer_info import COUNTRY_EXTENT
from tests.ows.api.wire import CRS84, EPSG, items, read
from tests.ows.wfs import wire as wfs
from tests.ows.wms.test_capabilities import document, layers_of
from tests.ows.wms.wire import NS

pytestmark = pytest.mark.django_db

EMPTY = "intervention_zones"
PERU = Bbox(*COUNTRY_EXTENT)
TOLERANCE_M = 1e-3


@pytest.mark.parametrize("srid", [srid for srid in OFFERED_SRIDS if srid != 4326])
def test_the_image_of_a_rectangle_holds_all_its_points(srid: int) -> None:
    """pyproj's own: a parallel bends between the points that an edge is cut into."""
    box = image(PERU, srid)
    assert box is not None
    west, south, east, north = COUNTRY_EXTENT
    xs, ys = np.meshgrid(np.linspace(west, east, 1001), np.linspace(south, north, 201))
    moved_x, moved_y = Transformer.from_crs(4326, srid, always_xy=True).transform(xs, ys)
    assert box.minx <= moved_x.min() + TOLERANCE_M
    assert box.miny <= moved_y.min() + TOLERANCE_M
    assert box.maxx >= moved_x.max() - TOLERANCE_M
    assert box.maxy >= moved_y.max() - TOLERANCE_M
    # And it is no larger than it has to be.
    assert box.maxy - moved_y.max() < 0.5
    assert moved_y.min() - box.miny < 0.5


@pytest.mark.parametrize("box", [(0.0, 0.0, 0.0, 0.0), (-180.0, -90.0, 180.0, 90.0)])
def test_what_a_zone_cannot_reach_has_no_image_or_a_part(box: Any) -> None:
    found = image(Bbox(*box), 32718)
    assert found is None or found.width > 0


@given(
    st.lists(st.floats(-180, 180), min_size=2, max_size=2),
    st.lists(st.floats(-90, 90), min_size=2, max_size=2),
    st.integers(0, 9),
)
def test_rounding_outward_holds_the_values_however_they_are_rounded(
    xs: list[float], ys: list[float], digits: int
) -> None:
    box = outward(Bbox(min(xs), min(ys), max(xs), max(ys)), digits)
    for low, value, high in ((box.minx, x, box.maxx) for x in xs):
        assert low <= value <= high
        assert low <= round(value, digits) <= high
    for low, value, high in ((box.miny, y, box.maxy) for y in ys):
        assert low <= value <= high
        assert low <= round(value, digits) <= high


def positions(shape: Any) -> np.ndarray:
    """All coordinates of a GeoJSON geometry, as written."""
    found: list[list[float]] = []

    def walk(part: Any) -> None:
        if part and isinstance(part[0], int | float):
            found.append(part[:2])
        else:
            for inner in part or ():
                walk(inner)

    walk(shape["coordinates"] if shape else None)
    return np.array(found or np.empty((0, 2)))


LAYERS = ("departments", "district_capitals", "transit_routes", "extractive_sites")


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("srid", OFFERED_SRIDS)
def test_wms_states_what_holds_every_feature(client: Client, name: str, srid: int) -> None:
    """Held against the coordinates that WFS writes in that CRS."""
    answer = wfs.ask(client, typeNames=name, outputFormat="json", srsName=f"EPSG:{srid}")
    features = json.loads(wfs.body(answer))["features"]
    every = np.vstack([positions(feature["geometry"]) for feature in features])
    assert len(every)
    layer = layers_of(document(client))[name]
    (box,) = (b for b in layer.findall("wms:BoundingBox", NS) if b.get("CRS") == f"EPSG:{srid}")
    low = [float(box.get("minx", "")), float(box.get("miny", ""))]
    high = [float(box.get("maxx", "")), float(box.get("maxy", ""))]
    if srid == 4326:  # latitude first
        low, high = low[::-1], high[::-1]
    assert (every.min(axis=0) >= low).all()
    assert (every.max(axis=0) <= high).all()


@pytest.mark.parametrize("name", LAYERS)
def test_the_api_and_wfs_state_what_holds_every_feature(client: Client, name: str) -> None:
    features = items(client, name, limit=10_000)["features"]
    every = np.vstack([positions(feature["geometry"]) for feature in features])
    (stated,) = read(client, f"/collections/{name}")["extent"]["spatial"]["bbox"]
    root = wfs.xml(wfs.ask(client, "GetCapabilities"))
    path = f"//wfs:FeatureType[wfs:Name='ta:{name}']/ows:WGS84BoundingBox/*/text()"
    corners = [float(n) for text in wfs.texts(root, path) for n in text.split()]
    for west, south, east, north in (stated, corners):
        assert (every.min(axis=0) >= [west, south]).all()
        assert (every.max(axis=0) <= [east, north]).all()


def test_an_empty_layer_has_a_type_an_extent_and_a_number(client: Client) -> None:
    """What it may come to hold lies within the country; how many it holds is said."""
    info = registry.describe(registry.get(EMPTY, AnonymousUser()), AnonymousUser())
    assert (info.number_of_features, info.extent) == (0, None)
    collection = read(client, f"/collections/{EMPTY}")
    assert collection["itemCount"] == 0
    (stated,) = collection["extent"]["spatial"]["bbox"]
    assert stated == pytest.approx(COUNTRY_EXTENT, abs=1e-6)
    schema = read(client, f"/collections/{EMPTY}/schema", f="json")
    assert schema["properties"]["geom"]["format"] == "geometry-multipolygon"
    root = wfs.xml(wfs.ask(client, "GetCapabilities"))
    assert wfs.texts(root, f"//wfs:FeatureType[wfs:Name='ta:{EMPTY}']/ows:WGS84BoundingBox/*")
    described = wfs.xml(wfs.ask(client, "DescribeFeatureType", typeNames=EMPTY))
    types = wfs.texts(described, "//xsd:element[@name='geom']/@type")
    assert types == ["gml:MultiSurfacePropertyType"]
    boxes = layers_of(document(client))[EMPTY].findall("wms:BoundingBox", NS)
    assert {box.get("CRS") for box in boxes} == {f"EPSG:{s}" for s in OFFERED_SRIDS} | {"CRS:84"}


@pytest.mark.parametrize("crs", [CRS84, *(f"{EPSG}{srid}" for srid in OFFERED_SRIDS)])
def test_an_empty_layer_answers_every_crs(client: Client, crs: str) -> None:
    """OGC 18-058r1, 6.2.1: as the list of the collection promises."""
    assert crs in read(client, f"/collections/{EMPTY}")["crs"]
    asked = {"crs": crs, "bbox": "-90,-20,-60,5", "bbox-crs": CRS84}
    response = client.get(f"/ogc/collections/{EMPTY}/items", asked)
    assert response.status_code == 200
    assert response["Content-Crs"] == f"<{crs}>"
    found = json.loads(response.getvalue())
    assert (found["features"], found["numberMatched"]) == ([], 0)
    if crs != CRS84:
        root = wfs.xml(wfs.ask(client, typeNames=EMPTY, srsName=crs))
        assert root.get("numberMatched") == "0"
