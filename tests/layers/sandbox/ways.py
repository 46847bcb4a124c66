"""The ways by which a file comes in, each in its process, within bounds for small files."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from layers import sandbox
from layers.loading.checking import Handed, arguments_of
from layers.loading.sources import find
from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance
from layers.sandbox import Limits, Usage

# What none of these files comes near, being small.
LIMITS = Limits(memory_bytes=700_000_000, cpu_s=30, wall_s=60, file_bytes=100_000_000)
UNITS = Directory.of([("08", "Cusco"), ("21", "Puno")])
CONTEXT = Context(UNITS, dt.date(2026, 1, 1))
SAID = Handed(Provenance("INGEMMET", "", dt.date(2025, 1, 1)))
TABLE, SHAPES, DESCRIBE, READ = "environment", "extractives", "describe_file", "read_spatial"
POSITION = {"x": "longitud", "y": "latitud"}


def read(way: str, file: Path, output: Path, used: list[Usage]) -> dict[str, Any]:
    task, arguments = way, dict[str, Any]()
    if way in (TABLE, SHAPES):
        handed = SAID if way == SHAPES else Handed()
        task, arguments = "check", arguments_of(find(way), handed, CONTEXT)
    return sandbox.run(task, {"file": file}, arguments, output, LIMITS, None, used.append)


def features(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "features.jsonl").read_text().splitlines()]


def notices(folder: Path) -> list[list[Any]]:
    return [json.loads(line) for line in (folder / "notices.jsonl").read_text().splitlines()]
