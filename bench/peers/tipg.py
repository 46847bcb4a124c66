"""tipg: OGC API features and vector tiles out of PostGIS, by asyncpg and uvicorn."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.peers import peer
from bench.peers.database import Place
from bench.peers.environments import environment_of, version_of
from bench.peers.fastcgi import PROCESSES
from bench.peers.peer import Box, Column, Peer
from bench.peers.process import running
from bench.ports import free_port, wait_for_answer

# As many as a tile of ours holds (layers.tiles), so that both have the same work.
FEATURES_A_TILE = 8_000
_LARGEST_PAGE = 100_000


def version() -> str:
    return version_of("tipg", "tipg")


@contextmanager
def tipg(tables: list[str], dsn: str) -> Iterator[Tipg]:
    """Runs it during the block, its catalogue read once, its limits raised."""
    programs = environment_of("tipg")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="ta-bench-") as directory:
        environment = {
            "DATABASE_URL": Place.of(dsn).url(),
            "HOME": directory,
            "TIPG_DB_SCHEMAS": '["public"]',
            "TIPG_DB_TABLES": json.dumps([f"public.{table}" for table in tables]),
            "TIPG_DB_DATETIME_EXTENT": "false",
            "TIPG_DB_EXCLUDE_FUNCTION_SCHEMAS": '["public"]',
            "TIPG_CATALOG_TTL": "86400",
            "TIPG_MAX_FEATURES_PER_QUERY": str(_LARGEST_PAGE),
            "TIPG_MAX_FEATURES_PER_TILE": str(FEATURES_A_TILE),
        }
        command = [str(programs / "uvicorn"), "tipg.main:app", "--host", "127.0.0.1"]
        command += ["--port", str(port), "--workers", str(PROCESSES), "--log-level", "warning"]
        with running(command, environment, log=Path(directory) / "said.log"):
            url = f"http://127.0.0.1:{port}"
            wait_for_answer(f"{url}/collections")
            yield Tipg(url)


class Tipg(Peer):
    """Counts come with each answer of features."""

    name = "tipg"

    def geojson(self, layer: str, count: int, *, start: int = 0, box: Box | None = None) -> str:
        asked: dict[str, object] = {"f": "geojson", "limit": count, "sortby": "id"}
        if start:
            asked["offset"] = start
        if box:
            asked["bbox"] = ",".join(map(repr, box))
        return f"{self._collection(layer)}/items?{urlencode(asked)}"

    def hits(self, layer: str, *, column: Column | None = None, box: Box | None = None) -> str:
        asked: dict[str, object] = {"f": "geojson", "limit": 1}
        if column:
            asked[column.name] = column.value
        if box:
            asked["bbox"] = ",".join(map(repr, box))
        return f"{self._collection(layer)}/items?{urlencode(asked)}"

    def one(self, layer: str, key: int) -> str:
        return f"{self._collection(layer)}/items/{key}?f=geojson"

    def tile(self, layer: str, zoom: int, column: int, row: int) -> str:
        return f"{self._collection(layer)}/tiles/WebMercatorQuad/{zoom}/{column}/{row}"

    def document(self, kind: str) -> str | None:
        path = {
            peer.LANDING: "/?f=json",
            peer.COLLECTIONS: "/collections?f=json",
            peer.OPENAPI: "/api",
        }.get(kind)
        return path and f"{self.url}{path}"

    def _collection(self, layer: str) -> str:
        return f"{self.url}/collections/public.{layer}"
