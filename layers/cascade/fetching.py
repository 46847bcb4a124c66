"""A picture asked of the remote server: guarded, bounded, drawn anew in the sandbox."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import lru_cache

import numpy as np
from django.core.cache import cache
from PIL import Image
from pyproj import CRS

from layers import remote as web
from layers import sandbox
from layers.bbox import Bbox, image
from layers.cascade.layer import CascadedLayer
from layers.errors import CascadeFailed
from layers.harvest.policy import policy
from layers.harvest.protocols.addresses import with_parameters
from layers.reading.results import SourceError
from layers.temporary import temporary_folder

# A person waits before the map: what takes longer is told not to answer.
READ_S, TOTAL_S = 10.0, 20.0
MAX_BYTES = 40_000_000
# So many pictures are asked for at once: a slow server holds no more of our threads.
_AT_ONCE = threading.BoundedSemaphore(4)
_WAIT_S = 5.0
# For so long a server that failed isn't asked again.
DOWN_S = 30
DRAWN = "map.png"


def picture(layer: CascadedLayer, bbox: Bbox, width_px: int, height_px: int) -> Image.Image:
    """What the remote server draws of the rectangle, RGBA of exactly that size.

    In a CRS that it hasn't, its picture in another is reprojected. Raises CascadeFailed.
    """
    srids = layer.remote.srids
    if bbox.srid in srids:
        return _fetched(layer, bbox, width_px, height_px)
    srid = 3857 if 3857 in srids else srids[0]
    box = image(bbox, srid)
    if box is None or not (box.width > 0 and box.height > 0):
        return Image.new("RGBA", (width_px, height_px))
    return _warped(_fetched(layer, box, width_px, height_px), box, bbox)


def _fetched(layer: CascadedLayer, bbox: Bbox, width_px: int, height_px: int) -> Image.Image:
    down = f"cascade-down:{layer.remote.key}:{layer.version}"
    if cache.get(down):
        raise CascadeFailed(layer.title)
    if not _AT_ONCE.acquire(timeout=_WAIT_S):
        raise CascadeFailed(layer.title)
    try:
        return _asked(layer, bbox, width_px, height_px)
    except SourceError as error:
        cache.set(down, True, DOWN_S)
        raise CascadeFailed(layer.title, str(error)) from error
    finally:
        _AT_ONCE.release()


def _asked(layer: CascadedLayer, bbox: Bbox, width_px: int, height_px: int) -> Image.Image:
    address = address_of(layer, bbox, width_px, height_px)
    bounds = replace(policy(), max_bytes=MAX_BYTES, read_s=READ_S, total_s=TOTAL_S)
    with temporary_folder("cascade") as folder:
        path = folder / "answer"
        with web.opened(address, bounds) as answer, path.open("wb") as file:
            for block in answer.blocks:
                file.write(block)
        output = folder / "read"
        output.mkdir()
        size = {"width": width_px, "height": height_px}
        sandbox.run("redraw_map", {"file": path}, size, output)
        with Image.open(output / DRAWN) as drawn:
            return drawn.convert("RGBA")


def address_of(layer: CascadedLayer, bbox: Bbox, width_px: int, height_px: int) -> str:
    """GetMap of the remote server (OGC 06-042, 7.3), in its axis order."""
    corners = (bbox.minx, bbox.miny, bbox.maxx, bbox.maxy)
    if _is_north_first(bbox.srid):
        corners = (bbox.miny, bbox.minx, bbox.maxy, bbox.maxx)
    return with_parameters(
        layer.remote.address,
        service="WMS",
        version="1.3.0",
        request="GetMap",
        layers=layer.remote.name,
        styles=layer.remote.style,
        crs=f"EPSG:{bbox.srid}",
        bbox=",".join(f"{each:.10g}" for each in corners),
        width=width_px,
        height=height_px,
        format="image/png",
        transparent="TRUE",
    )


@lru_cache
def _is_north_first(srid: int) -> bool:
    return bool(CRS.from_epsg(srid).axis_info[0].direction == "north")


def _warped(picture: Image.Image, box: Bbox, bbox: Bbox) -> Image.Image:
    """The picture of ``box`` on the grid of ``bbox``: each pixel of it that of the nearest one."""
    from rasterio import crs as raster_crs  # noqa: PLC0415 - most requests do without
    from rasterio.transform import from_bounds  # noqa: PLC0415
    from rasterio.warp import Resampling, reproject  # noqa: PLC0415

    source = np.moveaxis(np.asarray(picture), 2, 0)
    target = np.zeros_like(source)
    grids = [
        from_bounds(each.minx, each.miny, each.maxx, each.maxy, picture.width, picture.height)
        for each in (box, bbox)
    ]
    reproject(
        source,
        target,
        src_transform=grids[0],
        dst_transform=grids[1],
        src_crs=raster_crs.CRS.from_wkt(CRS.from_epsg(box.srid).to_wkt()),
        dst_crs=raster_crs.CRS.from_wkt(CRS.from_epsg(bbox.srid).to_wkt()),
        resampling=Resampling.nearest,
    )
    return Image.fromarray(np.moveaxis(target, 0, 2), "RGBA")
