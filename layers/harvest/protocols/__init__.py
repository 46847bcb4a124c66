"""How a layer is asked for, protocol by protocol: each fills a session with its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from layers.harvest.protocols import arcgis, file, ogc_api, wfs
from layers.harvest.session import Session
from layers.harvest.sources import Protocol

PAGES: Mapping[Protocol, Callable[[Session], None]] = {
    Protocol.WFS: wfs.pages,
    Protocol.OGC_API: ogc_api.pages,
    Protocol.ARCGIS: arcgis.pages,
    Protocol.FILE: file.pages,
}
# A WMS has no rows: what is taken of it is how it is drawn (``layers.cascade``).
HARVESTED = frozenset({*PAGES, Protocol.WMS})
