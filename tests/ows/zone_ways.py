"""Every way by which a zone could come out, each as «does this client see this zone?»."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import mapbox_vector_tile
from django.test import Client
from lxml import etree
from PIL import Image

from territory.models import InterventionZone
from tests.zones import LAYER

Way = Callable[[Client, InterventionZone], bool]
# Where the boxes of a layer end may be rounded outward, degrees.
ROUNDING = 1e-4


def get(client: Client, path: str, **parameters: Any) -> Any:
    response: Any = client.get(path, parameters)
    assert response.status_code in (200, 204, 404), (path, response.getvalue()[:500])
    return response


def reaches(extent: Any, zone: InterventionZone) -> bool:
    """Whether an extent covers the zone; an absent one covers nothing."""
    if not extent:
        return False
    west, south, east, north = zone.geom.extent
    return bool(
        extent[0] <= west + ROUNDING
        and extent[1] <= south + ROUNDING
        and extent[2] >= east - ROUNDING
        and extent[3] >= north - ROUNDING
    )


def box(zone: InterventionZone) -> str:
    return ",".join(map(str, zone.geom.extent))


# REST


def rest_list(client: Client, zone: InterventionZone) -> bool:
    found = get(client, "/api/v1/zones/").json()
    assert found["count"] == len(found["features"])
    return zone.pk in {item["id"] for item in found["features"]}


def rest_zone(client: Client, zone: InterventionZone) -> bool:
    return bool(get(client, f"/api/v1/zones/{zone.pk}/").status_code == 200)


def rest_versions(client: Client, zone: InterventionZone) -> bool:
    return bool(get(client, f"/api/v1/zones/{zone.pk}/versions/").status_code == 200)


def rest_version(client: Client, zone: InterventionZone) -> bool:
    return bool(get(client, f"/api/v1/zones/{zone.pk}/versions/1/").status_code == 200)


def rest_remarks(client: Client, zone: InterventionZone) -> bool:
    return bool(get(client, f"/api/v1/zones/{zone.pk}/remarks/").status_code == 200)


def rest_contents(client: Client, zone: InterventionZone) -> bool:
    return bool(get(client, f"/api/v1/zones/{zone.pk}/contents/").status_code == 200)


def rest_comparison(client: Client, zone: InterventionZone) -> bool:
    query = {"from": 1, "to": 1}
    return bool(get(client, f"/api/v1/zones/{zone.pk}/compare/", **query).status_code == 200)


def rest_export(client: Client, zone: InterventionZone) -> bool:
    response = get(client, f"/api/v1/zones/{zone.pk}/export/", f="geojson")
    return response.status_code == 200 and zone.title in response.getvalue().decode()


def page_comparison(client: Client, zone: InterventionZone) -> bool:
    return bool(get(client, f"/zonas/{zone.pk}/comparar/").status_code == 200)


def rest_layers(client: Client, zone: InterventionZone) -> bool:
    layers = get(client, "/api/v1/layers/").json()["results"]
    return reaches(next(item for item in layers if item["name"] == LAYER)["extent"], zone)


# OGC API


def ogc_items(client: Client, zone: InterventionZone) -> bool:
    path = f"/ogc/collections/{LAYER}/items"
    found = json.loads(get(client, path, f="json").getvalue())
    assert found["numberMatched"] == found["numberReturned"]
    return str(zone.pk) in {str(item["id"]) for item in found["features"]}


def ogc_count(client: Client, zone: InterventionZone) -> bool:
    path = f"/ogc/collections/{LAYER}/items"
    found = json.loads(get(client, path, f="json", bbox=box(zone), limit=1).getvalue())
    return bool(found["numberMatched"])


def ogc_filtered(client: Client, zone: InterventionZone) -> bool:
    path = f"/ogc/collections/{LAYER}/items"
    text = f"status = '{zone.status}' AND version = {zone.version}"
    found = json.loads(get(client, path, f="json", filter=text).getvalue())
    return bool(found["numberMatched"])


def ogc_item(client: Client, zone: InterventionZone) -> bool:
    path = f"/ogc/collections/{LAYER}/items/{zone.pk}"
    return bool(get(client, path, f="json").status_code == 200)


def ogc_table(client: Client, zone: InterventionZone) -> bool:
    path = f"/ogc/collections/{LAYER}/items"
    return zone.title in get(client, path, f="html").content.decode()


def ogc_extent(client: Client, zone: InterventionZone) -> bool:
    document = get(client, f"/ogc/collections/{LAYER}", f="json").json()
    boxes = document.get("extent", {}).get("spatial", {}).get("bbox", [None])
    return reaches(boxes[0], zone)


def ogc_tileset(client: Client, zone: InterventionZone) -> bool:
    path = f"/ogc/collections/{LAYER}/tiles/WebMercatorQuad"
    found = get(client, path, f="json").json().get("boundingBox")
    return found is not None and reaches([*found["lowerLeft"], *found["upperRight"]], zone)


def tile(client: Client, zone: InterventionZone) -> bool:
    """The tile of the whole world."""
    path = f"/ogc/collections/{LAYER}/tiles/WebMercatorQuad/0/0/0"
    layers = mapbox_vector_tile.decode(get(client, path, f="mvt").content)
    fids = {
        str(item["properties"]["fid"]) for layer in layers.values() for item in layer["features"]
    }
    return str(zone.pk) in fids


# WFS


def wfs(client: Client, **parameters: Any) -> Any:
    common = {"service": "WFS", "version": "2.0.0"}
    return get(client, "/ows/wfs", **(common | parameters))


def wfs_features(client: Client, zone: InterventionZone) -> bool:
    body = wfs(client, request="GetFeature", typeNames=f"ta:{LAYER}").getvalue().decode()
    return f'gml:id="{LAYER}.{zone.pk}"' in body


def wfs_hits(client: Client, zone: InterventionZone) -> bool:
    body = (
        wfs(
            client,
            request="GetFeature",
            typeNames=f"ta:{LAYER}",
            resultType="hits",
            bbox=f"{box(zone)},EPSG:4326",
        )
        .getvalue()
        .decode()
    )
    return 'numberMatched="0"' not in body


def wfs_by_id(client: Client, zone: InterventionZone) -> bool:
    query = "urn:ogc:def:query:OGC-WFS::GetFeatureById"
    found = wfs(client, request="GetFeature", storedQuery_Id=query, id=f"{LAYER}.{zone.pk}")
    return bool(found.status_code == 200)


def wfs_values(client: Client, zone: InterventionZone) -> bool:
    body = wfs(client, request="GetPropertyValue", typeNames=f"ta:{LAYER}", valueReference="title")
    return zone.title in body.getvalue().decode()


def wfs_capabilities(client: Client, zone: InterventionZone) -> bool:
    root = etree.fromstring(wfs(client, request="GetCapabilities").getvalue())
    ns = {"wfs": "http://www.opengis.net/wfs/2.0", "ows": "http://www.opengis.net/ows/1.1"}
    for type_ in root.findall(".//wfs:FeatureType", ns):
        if (type_.findtext("wfs:Name", "", ns)).endswith(LAYER):
            lower = type_.findtext(".//ows:LowerCorner", "", ns).split()
            upper = type_.findtext(".//ows:UpperCorner", "", ns).split()
            return reaches([float(n) for n in (*lower, *upper)], zone)
    raise AssertionError("the layer is not listed")


# WMS


def wms(client: Client, zone: InterventionZone, **parameters: Any) -> Any:
    common = {
        "service": "WMS",
        "version": "1.3.0",
        "layers": LAYER,
        "styles": "",
        "crs": "CRS:84",
        "bbox": box(zone),
        "width": 64,
        "height": 64,
        "format": "image/png",
        "transparent": "true",
    }
    return get(client, "/ows/wms", **(common | parameters))


def wms_pixel(client: Client, zone: InterventionZone) -> bool:
    image = Image.open(BytesIO(wms(client, zone, request="GetMap").content)).convert("RGBA")
    return bool(image.getpixel((20, 20))[3])  # type: ignore[index]


def wms_info(client: Client, zone: InterventionZone) -> bool:
    found = wms(
        client,
        zone,
        request="GetFeatureInfo",
        query_layers=LAYER,
        i=20,
        j=20,
        info_format="application/geo+json",
        feature_count=10,
    ).json()
    return zone.title in {item["properties"]["title"] for item in found["features"]}


def wms_capabilities(client: Client, zone: InterventionZone) -> bool:
    root = etree.fromstring(
        get(client, "/ows/wms", service="WMS", request="GetCapabilities").content
    )
    ns = {"wms": "http://www.opengis.net/wms"}
    for layer in root.findall(".//wms:Layer", ns):
        if layer.findtext("wms:Name", "", ns) == LAYER:
            edges = layer.findall("wms:EX_GeographicBoundingBox/*", ns)
            if not edges:
                return False
            west, east, south, north = (float(edge.text or "nan") for edge in edges)
            return reaches([west, south, east, north], zone)
    raise AssertionError("the layer is not listed")


WAYS: dict[str, Way] = {
    way.__name__: way
    for way in (
        rest_list,
        rest_zone,
        rest_versions,
        rest_version,
        rest_remarks,
        rest_contents,
        rest_comparison,
        rest_export,
        page_comparison,
        rest_layers,
        ogc_items,
        ogc_count,
        ogc_filtered,
        ogc_item,
        ogc_table,
        ogc_extent,
        ogc_tileset,
        tile,
        wfs_features,
        wfs_hits,
        wfs_by_id,
        wfs_values,
        wfs_capabilities,
        wms_pixel,
        wms_info,
        wms_capabilities,
    )
}
