"""QGIS Server as two FastCGI processes behind nginx, on the bench's database.

Its project trusts the layers' metadata and the table's estimated ones, printing is off, and it
writes coordinates with as many digits as the site. The level of its PNG can't be set.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.peers import peer
from bench.peers.database import Place
from bench.peers.environments import NotToBeHad
from bench.peers.fastcgi import fastcgi
from bench.peers.peer import Box, Column, Peer, Pixel, Size
from bench.ports import free_port, wait_for_answer
from layers.layer import Layer

PROGRAM = Path("/usr/lib/cgi-bin/qgis_mapserv.fcgi")
# The system's, which python3-qgis is installed for.
_PYTHON = "/usr/bin/python3"
_WRITER = Path(__file__).with_name("scripts") / "qgis_project.py"


def version() -> str:
    """Its version, "3.22.16"."""
    done = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", "qgis-server"],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.match(r"[\d.]+", done.stdout)
    return found[0] if found else "?"


@contextmanager
def qgis_server(layers: Iterable[Layer], dsn: str) -> Iterator[QgisServer]:
    """Runs it during the block.

    Raises:
        NotToBeHad: it isn't installed, or can't write its project.
    """
    if not PROGRAM.exists():
        raise NotToBeHad("qgis-server")
    with tempfile.TemporaryDirectory(prefix="ta-bench-") as place:
        directory, port = Path(place), free_port()
        project = directory / "bench.qgs"
        environment = {
            "HOME": place,
            "QT_QPA_PLATFORM": "offscreen",
            "QGIS_PROJECT_FILE": str(project),
            "QGIS_SERVER_TRUST_LAYER_METADATA": "1",
            "QGIS_SERVER_DISABLE_GETPRINT": "1",
            "QGIS_SERVER_LOG_LEVEL": "2",
        }
        asked = {
            "place": asdict(Place.of(dsn)),
            "layers": [_described(layer) for layer in layers],
            "project": str(project),
        }
        done = subprocess.run(
            [_PYTHON, str(_WRITER)],
            input=json.dumps(asked),
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0 or not project.exists():
            raise NotToBeHad(f"qgis-server: {done.stderr[-500:]}")
        with fastcgi(PROGRAM, environment, directory, port):
            url = f"http://127.0.0.1:{port}/"
            wait_for_answer(f"{url}?service=WMS&request=GetCapabilities")
            yield QgisServer(url)


def _described(layer: Layer) -> dict[str, Any]:
    """What the project's writer needs of a layer."""
    classes = []
    for rule in layer.style.rules:
        kind: dict[str, Any] = {"value": str(rule.name)}
        if rule.marker:
            kind |= {"color": rule.marker.fill.color, "size_px": rule.marker.size_px}
        elif rule.fill:
            kind |= {"color": rule.fill.color}
        if rule.stroke:
            kind |= {"stroke": rule.stroke.color, "width_px": rule.stroke.width_px}
        classes.append(kind)
    return {"table": layer.name, "geometry_type": layer.geometry_type, "classes": classes}


class QgisServer(Peer):
    """WFS 1.1, the latest that it has, with QGIS's own parameter for filters."""

    name = "QGIS Server"

    def geojson(self, layer: str, count: int, *, start: int = 0, box: Box | None = None) -> str:
        asked: dict[str, object] = {"outputFormat": "application/vnd.geo+json"}
        asked["maxFeatures"] = count
        if start:
            asked["startIndex"] = start
        if box:
            asked["bbox"] = _degrees(box)
        return self._wfs(layer, asked)

    def hits(self, layer: str, *, column: Column | None = None, box: Box | None = None) -> str:
        asked: dict[str, object] = {"resultType": "hits"}
        if column:
            asked["exp_filter"] = f"\"{column.name}\" = '{column.value}'"
        if box:
            asked["bbox"] = _degrees(box)
        return self._wfs(layer, asked)

    def one(self, layer: str, key: int) -> str:
        return self._wfs(
            layer, {"outputFormat": "application/vnd.geo+json", "featureId": f"{layer}.{key}"}
        )

    def image(self, layers: str, bbox: Box, size: Size) -> str:
        return f"{self.url}?{urlencode(peer.wms(layers, bbox, size))}"

    def information(self, layer: str, pixel: Pixel) -> str:
        asked = peer.wms(layer, pixel.bbox, pixel.size) | peer.at(layer, pixel)
        return f"{self.url}?{urlencode(asked | {'info_format': 'application/json'})}"

    def legend(self, layer: str) -> str:
        asked = "service=WMS&version=1.3.0&request=GetLegendGraphic&format=image/png"
        return f"{self.url}?{asked}&layer={layer}"

    def document(self, kind: str) -> str | None:
        asked = {
            peer.WMS: "service=WMS&request=GetCapabilities",
            peer.WFS: "service=WFS&request=GetCapabilities",
            peer.DESCRIBE: (
                "service=WFS&version=1.1.0&request=DescribeFeatureType&typeName=bench_points"
            ),
        }.get(kind)
        return asked and f"{self.url}?{asked}"

    def _wfs(self, layer: str, asked: dict[str, object]) -> str:
        common = {"service": "WFS", "version": "1.1.0", "request": "GetFeature"}
        return f"{self.url}?{urlencode(common | {'typeName': layer} | asked)}"


def _degrees(box: Box) -> str:
    return ",".join(map(repr, box)) + ",EPSG:4326"
