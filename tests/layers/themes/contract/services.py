"""What the services have to give of a theme's layers: pictures, features, tiles, their source."""

from __future__ import annotations

from layers import registry, tiles
from territory.models.placed import SAMPLE_PREFIX
from tests.layers.themes.contract.asked import ANYONE, Asked, described
from tests.ows.wfs import wire as wfs
from tests.ows.wms import wire as wms

PROVENANCE = {"source", "cutoff_date", "is_sample", "commitments"}


def check_map(asked: Asked) -> None:
    """WMS draws each layer and says what its symbols mean; samples are named as such."""
    for layer in asked.layers():
        info = described(layer)
        west, south, east, north = info.extent or (0, 0, 0, 0)
        box = f"{west - 0.5},{south - 0.5},{east + 0.5},{north + 0.5}"
        drawn = wms.ask(asked.client, LAYERS=layer.name, CRS="CRS:84", BBOX=box)
        assert not wms.is_blank(wms.pixels(drawn)), f"{layer.name} draws nothing"
        legend = asked.client.get(
            "/ows/wms",
            {
                "service": "WMS",
                "version": "1.3.0",
                "request": "GetLegendGraphic",
                "layer": layer.name,
                "format": "image/png",
                "sld_version": "1.1.0",
            },
        )
        assert not wms.is_blank(wms.pixels(legend)), f"{layer.name} has no legend"
        assert info.has_samples == info.title.startswith(SAMPLE_PREFIX)


def check_features(asked: Asked) -> None:
    """WFS and OGC API give each layer's rows, with the same number of them."""
    for layer in asked.layers():
        answer = wfs.xml(wfs.ask(asked.client, typeNames=f"ta:{layer.name}", count="1"))
        assert len(wfs.ids(answer)) == 1, f"{layer.name}: WFS gives no feature"
        items = asked.json(f"/ogc/collections/{layer.name}/items", f="json", limit=1)
        assert len(items["features"]) == 1, f"{layer.name}: OGC API gives no feature"
        assert str(items["numberMatched"]) == answer.get("numberMatched")


def check_tile(asked: Asked) -> None:
    """Some vector tile of the country holds each layer."""
    for layer in asked.layers():
        extent = described(layer).extent
        assert extent is not None, f"{layer.name} is nowhere"
        places = [(x, y) for x in range(16, 20) for y in range(31, 36)]
        assert any(tiles.mvt_tile(layer, ANYONE, 6, x, y) for x, y in places), layer.name
        found = asked.client.get(f"/ogc/collections/{layer.name}/tiles/WebMercatorQuad/4/8/4?f=mvt")
        assert found.status_code in (200, 204), f"{layer.name}: {found.status_code}"


def check_api(asked: Asked) -> None:
    """The domain API describes each layer and gives its rows as GeoJSON."""
    listed = {layer["name"] for layer in asked.json("/api/v1/layers/", limit=1000)["results"]}
    for layer in asked.layers():
        assert layer.name in listed, f"{layer.name} is not in /api/v1/layers/"
        page = asked.json(f"/api/v1/layers/{layer.name}/features/", limit=2)
        assert page["type"] == "FeatureCollection"
        assert page["features"], f"{layer.name} has no feature"


def check_provenance(asked: Asked) -> None:
    """Every row says where it comes from and whether it is a sample, on every way out."""
    for layer in asked.layers():
        items = asked.json(f"/ogc/collections/{layer.name}/items", f="json", limit=5)
        rows = asked.json(f"/api/v1/layers/{layer.name}/features/", limit=5)
        for feature in (*items["features"], *rows["features"]):
            said = {name for name, value in feature["properties"].items() if value is not None}
            assert said >= PROVENANCE, f"{layer.name} lacks {PROVENANCE - said}"
        info = described(layer)
        assert info.source, f"{layer.name} has no source"
        assert info.cutoff_date is not None, f"{layer.name} has no cut-off date"


def check_permission(asked: Asked) -> None:
    """Everybody reads; nobody who is not signed in writes, by no protocol."""
    for layer in asked.layers():
        assert layer in registry.published(ANYONE), f"{layer.name} is not published"
        for address in (
            f"/ogc/collections/{layer.name}/items",
            f"/api/v1/layers/{layer.name}/features/",
        ):
            for method in ("post", "put", "patch", "delete"):
                answer = getattr(asked.client, method)(address, "{}", "application/json")
                assert answer.status_code in (401, 403, 405), f"{method} {address}"
