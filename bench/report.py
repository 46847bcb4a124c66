"""The results at the terminal, as JSON, and as ``docs/performance.md``."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template

from bench.results import Result

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results.json"
DOCUMENT = ROOT / "docs" / "performance.md"

_HEADINGS = ("case", "ours", "peer", "PostGIS alone", "ratio", "goal", "")

_DOCUMENT = Template("""\
# Performance

Written by `make bench`; not edited by hand. `bench/results.json` holds the same figures.

The site as `make serve` runs it (gunicorn with two workers behind nginx) beside MapServer 8 (two
FastCGI processes behind nginx), on the same database of synthetic features
($sizes), with the same styles, the same
requests and the same PNG level, asked in turn by the same client within one run. Before anything
is measured the run makes sure that both answer the same: the same features with the same
attributes and coordinates, as many of them, and images that paint the same pixels.

## Results

$table

Times are medians. *Ratio* is our time over the peer's (of rates the inverse), so less is better;
without a peer the goal bounds our own figure. *PostGIS alone* is the time that the database needs
for the same rows by `COPY`, with no server before it.

$verdict

## Where

$machine

## How to repeat it

```sh
make bench                        # installs what is missing; a quarter of an hour
.venv/bin/python -m bench --quick # fewer repetitions, under two minutes; writes nothing here
.venv/bin/python -m bench --only tiles,country
```

The features are made by SQL with a fixed seed in a database of their own (`territorio_bench`, on
the private cluster, kept for the next run; `--drop` removes it); the site's database is not
touched. Everything listens on loopback and ends with the run.

## What is compared

- **Features**: WFS 2.0 GetFeature of points with seven attributes. MapServer writes GeoJSON by
  GDAL, as a stream. Its GML has a `boundedBy` for each feature, which it can't be made to leave
  out: its answer is twice as long.
- **Tiles**: WMS GetMap of 256 pixels, transparent PNG in Web Mercator, at random places and zooms
  from 8 to 13, none asked for twice. Eight clients keep one connection each.
- **The country**: all points on one map of $size pixels. The unthinned map is our own with every
  point drawn. A pixel is unlike where a channel differs by more than $tolerance of 255.
- **Other people**: three who ask for `/healthz`, the first page and `/api/v1/commitments/`, beside
  50 connections that send headers, send bodies or read at a byte a second; and `/healthz` beside
  clients that draw maps and read layers without a pause. The peer is our own site without the
  others.
- **Imports**: `manage.py import_source` as an operator runs it, from the start of its process to
  its end, of files in the official form by a fixed seed: mining rights as GeoJSON, investments as
  CSV of 70 columns, the registers of schools and of EIB as CSV. Memory is the peak resident size
  of that process.
- **Worker memory**: the growth of a worker's peak resident size.
- **MapServer's settings**: connections to the database kept (`CLOSE_CONNECTION=DEFER`), extents
  given (`ows_extent`), types looked up once (`gml_types auto`), no filter by the layer's own extent
  (`wfs_use_default_extent_for_getfeature`), no keep-alive towards FastCGI, where it stalls.
""")


def write_results(results: list[Result], path: Path = RESULTS) -> None:
    """The list of cases, one object each."""
    rows = [result.as_dict() for result in results]
    path.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")


def write_document(
    results: list[Result], machine: dict[str, str], facts: dict[str, str], path: Path = DOCUMENT
) -> None:
    """``docs/performance.md``; ``facts`` are what its text names."""
    missed = [result.case for result in results if not result.is_reached]
    verdict = f"Missed in this run: {'; '.join(missed)}." if missed else "Every goal was reached."
    path.write_text(
        _DOCUMENT.substitute(
            facts,
            table=table(results),
            verdict=verdict,
            machine="\n".join(f"- {name}: {value}" for name, value in machine.items()),
        )
    )


def table(results: list[Result]) -> str:
    """The results in Markdown, aligned so that a terminal shows them as well."""
    rows = [_HEADINGS, *(_row(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "| " + " | ".join("-" * max(width, 3) for width in widths) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def _row(result: Result) -> tuple[str, ...]:
    unit = result.unit
    peer = "" if result.peer is None else f"{_figure(result.peer, unit)} {result.peer_name}"
    floor = "" if result.floor is None else _figure(result.floor, unit)
    ratio = "" if result.ratio is None else f"{result.ratio:.2f}"
    sign = "≥" if result.ratio is None and result.is_rate else "≤"
    goal = f"≤ {result.goal:g}" if result.ratio is not None else f"{sign} {result.goal:g} {unit}"
    verdict = "reached" if result.is_reached else "missed"
    return (result.case, _figure(result.ours, unit), peer, floor, ratio, goal, verdict)


def _figure(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}"
