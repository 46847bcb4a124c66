"""The peer: MapServer 8 as two FastCGI processes behind nginx, on the bench's database.

The settings are those that serve it best here: connections to the database are kept
(``CLOSE_CONNECTION=DEFER``), extents are given, the balancer chooses the idler process and
keeps no connection to it (kept ones were seen to stall), logs are off.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.peers import peer
from bench.peers.fastcgi import fastcgi, nginx_program
from bench.peers.mapfile import write_config, write_mapfile
from bench.peers.peer import Box, Pixel, Size
from bench.peers.wfs import Wfs2
from bench.ports import free_port, wait_for_answer
from layers.layer import Layer

PROGRAM = Path("/usr/lib/cgi-bin/mapserv")


def missing_programs() -> list[str]:
    """What the peer needs and this machine lacks."""
    missing = [] if PROGRAM.exists() else ["cgi-mapserver"]
    missing += [] if shutil.which("ogr2ogr") else ["gdal-bin"]
    return missing if shutil.which(nginx_program()) else [*missing, "nginx"]


def version() -> str:
    """MapServer's version, "8.0.0"."""
    done = subprocess.run([str(PROGRAM), "-v"], capture_output=True, text=True, check=True)
    found = re.search(r"version (\S+)", done.stdout)
    return found[1] if found else done.stdout.strip()


@contextmanager
def mapserver(layers: Iterable[Layer], dsn: str) -> Iterator[MapServer]:
    """Runs it during the block."""
    with tempfile.TemporaryDirectory(prefix="ta-bench-") as place:
        directory, port = Path(place), free_port()
        url = f"http://127.0.0.1:{port}/?map=BENCH"
        mapfile = directory / "bench.map"
        mapfile.write_text(write_mapfile(layers, f"{url}&", dsn))
        config = directory / "mapserver.conf"
        config.write_text(write_config(str(mapfile)))
        with fastcgi(PROGRAM, {"MAPSERVER_CONFIG_FILE": str(config)}, directory, port):
            wait_for_answer(f"{url}&service=WMS&request=GetCapabilities")
            yield MapServer(url, directory / "static")


class MapServer(Wfs2):
    """Its address has a parameter already, so others follow by ``&``.

    Its nginx serves what lies in ``static`` too, at ``/static/``: the floor of a kept answer.
    """

    name = "MapServer"

    def __init__(self, url: str, static: Path) -> None:
        super().__init__(url)
        self.static = static

    def image(self, layers: str, bbox: Box, size: Size) -> str:
        return f"{self.url}&{urlencode(peer.wms(layers, bbox, size))}"

    @property
    def endpoint(self) -> str:
        return f"{self.url}&"

    def tile(self, layer: str, zoom: int, column: int, row: int) -> str:
        asked = f"mode=tile&tilemode=gmap&tile={column}+{row}+{zoom}&map.imagetype=mvt"
        return f"{self.url}&{asked}&layers={layer}"

    def information(self, layer: str, pixel: Pixel) -> str:
        asked = peer.wms(layer, pixel.bbox, pixel.size) | peer.at(layer, pixel)
        return f"{self.url}&{urlencode(asked | {'info_format': 'text/plain'})}"

    def legend(self, layer: str) -> str:
        asked = "service=WMS&version=1.3.0&request=GetLegendGraphic&sld_version=1.1.0"
        return f"{self.url}&{asked}&format=image/png&layer={layer}"

    def document(self, kind: str) -> str | None:
        asked = {
            peer.WMS: "service=WMS&request=GetCapabilities",
            peer.WFS: "service=WFS&request=GetCapabilities",
            peer.DESCRIBE: (
                "service=WFS&version=2.0.0&request=DescribeFeatureType&typeNames=bench_points"
            ),
        }.get(kind)
        return asked and f"{self.url}&{asked}"
