"""MapProxy: a cache of tiles before the site's own WMS, which is what most operators add to one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

from bench.peers.environments import environment_of, version_of
from bench.peers.fastcgi import PROCESSES
from bench.peers.peer import Box, Peer, Size
from bench.peers.process import running
from bench.ports import free_port, wait_for_answer

_CONFIGURATION = Template("""\
services:
  wms:
    md: {title: bench}
    srs: ['EPSG:3857']
    image_formats: ['image/png']
layers:
$layers
caches:
$caches
sources:
$sources
globals:
  cache:
    base_dir: '$directory/cache'
    lock_dir: '$directory/locks'
    meta_size: [1, 1]
    meta_buffer: 0
  image:
    paletted: false
    formats:
      image/png: {mode: RGBA, transparent: true, encoding_options: {}}
""")
_LAYER = "  - {name: $name, title: $name, sources: [${name}_tiles]}"
_CACHE = "  ${name}_tiles: {grids: [GLOBAL_WEBMERCATOR], sources: [${name}_map], format: image/png}"
_SOURCE = (
    "  ${name}_map: {type: wms, req: {url: '$url/ows/wms?', layers: $name, transparent: true}, "
    "supported_srs: ['EPSG:3857'], wms_opts: {version: '1.1.1'}}"
)


def version() -> str:
    return version_of("mapproxy", "mapproxy")


@contextmanager
def mapproxy(layers: list[str], site_url: str) -> Iterator[MapProxy]:
    """Runs it during the block, its tiles as files in a folder of its own."""
    programs = environment_of("mapproxy")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="ta-bench-") as place:
        directory = Path(place)
        lists = {
            key: "\n".join(Template(form).substitute(name=name, url=site_url) for name in layers)
            for key, form in (("layers", _LAYER), ("caches", _CACHE), ("sources", _SOURCE))
        }
        configuration = directory / "mapproxy.yaml"
        configuration.write_text(_CONFIGURATION.substitute(lists, directory=directory))
        (directory / "proxy.py").write_text(
            "from mapproxy.wsgiapp import make_wsgi_app\n"
            f"application = make_wsgi_app({str(configuration)!r})\n"
        )
        command = [str(programs / "gunicorn"), "proxy:application", "--workers", str(PROCESSES)]
        command += ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "8"]
        environment = {"HOME": place, "PYTHONPATH": place}
        with running(command, environment, log=directory / "said.log"):
            url = f"http://127.0.0.1:{port}"
            wait_for_answer(f"{url}/service?service=WMS&request=GetCapabilities")
            yield MapProxy(url)


class MapProxy(Peer):
    """Its tiles are asked for by WMS, as the site's are."""

    name = "MapProxy"

    def image(self, layers: str, bbox: Box, size: Size) -> str:
        box = ",".join(map(repr, bbox))
        return (
            f"{self.url}/service?service=WMS&version=1.1.1&request=GetMap&layers={layers}&styles="
            f"&srs=EPSG:3857&bbox={box}&width={size[0]}&height={size[1]}"
            "&format=image/png&transparent=TRUE"
        )
