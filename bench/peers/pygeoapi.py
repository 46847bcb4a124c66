"""pygeoapi: OGC API features by SQLAlchemy, under gunicorn."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.peers import peer
from bench.peers.database import Place
from bench.peers.environments import NotToBeHad, environment_of, version_of
from bench.peers.fastcgi import PROCESSES
from bench.peers.peer import Box, Column, Peer
from bench.peers.process import running
from bench.ports import free_port, wait_for_answer

_LARGEST_PAGE = 100_000
_BOX = [-81.4, -18.4, -68.6, 0.1]


def version() -> str:
    return version_of("pygeoapi", "pygeoapi")


@contextmanager
def pygeoapi(tables: list[str], dsn: str) -> Iterator[Pygeoapi]:
    """Runs it during the block; its OpenAPI document is written beforehand, as it must be."""
    programs = environment_of("pygeoapi")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="ta-bench-") as place:
        directory = Path(place)
        configuration, document = directory / "config.yml", directory / "openapi.yml"
        # YAML, of which JSON is a part.
        configuration.write_text(json.dumps(_configuration(tables, Place.of(dsn), url)))
        environment = {
            "HOME": place,
            "PYGEOAPI_CONFIG": str(configuration),
            "PYGEOAPI_OPENAPI": str(document),
        }
        program = [str(programs / "pygeoapi"), "openapi", "generate", str(configuration)]
        done = subprocess.run(
            [*program, "--output-file", str(document)],
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise NotToBeHad(done.stderr[-500:])
        command = [str(programs / "gunicorn"), "pygeoapi.flask_app:APP", "--workers"]
        command += [str(PROCESSES), "--bind", f"127.0.0.1:{port}", "--timeout", "300"]
        # Connections that stay open need threads; a synchronous worker closes each.
        command += ["--worker-class", "gthread", "--threads", "8"]
        with running(command, environment, log=directory / "said.log"):
            wait_for_answer(f"{url}/collections?f=json")
            yield Pygeoapi(url)


class Pygeoapi(Peer):
    """Features only; a count is asked for by ``resulttype=hits``."""

    name = "pygeoapi"

    def geojson(self, layer: str, count: int, *, start: int = 0, box: Box | None = None) -> str:
        asked: dict[str, object] = {"f": "json", "limit": count}
        if start:
            asked["offset"] = start
        if box:
            asked["bbox"] = ",".join(map(repr, box))
        return f"{self.url}/collections/{layer}/items?{urlencode(asked)}"

    def hits(self, layer: str, *, column: Column | None = None, box: Box | None = None) -> str:
        asked: dict[str, object] = {"f": "json", "resulttype": "hits"}
        if column:
            asked[column.name] = column.value
        if box:
            asked["bbox"] = ",".join(map(repr, box))
        return f"{self.url}/collections/{layer}/items?{urlencode(asked)}"

    def one(self, layer: str, key: int) -> str:
        return f"{self.url}/collections/{layer}/items/{key}?f=json"

    def document(self, kind: str) -> str | None:
        path = {
            peer.LANDING: "/?f=json",
            peer.COLLECTIONS: "/collections?f=json",
            peer.OPENAPI: "/openapi?f=json",
        }.get(kind)
        return path and f"{self.url}{path}"


def _configuration(tables: list[str], place: Place, url: str) -> dict[str, Any]:
    about = {"name": "bench", "url": url}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": int(url.rpartition(":")[2])},
            "url": url,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "gzip": False,
            "languages": ["en-US"],
            "pretty_print": False,
            "limits": {"default_items": 10, "max_items": _LARGEST_PAGE},
            "map": {"url": f"{url}/{{z}}/{{x}}/{{y}}.png", "attribution": "bench"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": "bench",
                "description": "bench",
                "keywords": ["bench"],
                "keywords_type": "theme",
                "terms_of_service": url,
                "url": url,
            },
            "license": about,
            "provider": about,
            "contact": {"name": "bench", "url": url},
        },
        "resources": {table: _collection(table, place, url) for table in tables},
    }


def _collection(table: str, place: Place, url: str) -> dict[str, Any]:
    return {
        "type": "collection",
        "title": table,
        "description": table,
        "keywords": ["bench"],
        "links": [{"type": "text/html", "rel": "canonical", "title": "bench", "href": url}],
        "extents": {
            "spatial": {"bbox": _BOX, "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}
        },
        "providers": [
            {
                "type": "feature",
                "name": "PostgreSQL",
                "data": {
                    "host": place.host,
                    "port": place.port,
                    "dbname": place.name,
                    "user": place.user,
                    "password": place.password,
                    "search_path": ["public"],
                },
                "id_field": "id",
                "table": table,
                "geom_field": "geom",
            }
        ],
    }
