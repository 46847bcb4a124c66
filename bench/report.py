"""The results at the terminal, as JSON, and as ``docs/performance.md``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from string import Template

from bench.plots import Curve, knee, svg
from bench.results import QUESTIONS, Result

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results.json"
DOCUMENT = ROOT / "docs" / "performance.md"

# Of what is a rate more should come of more clients.
KEEPS_UP = QUESTIONS
_HEADINGS = ("case", "ours", "peer", "PostGIS alone", "ratio", "goal", "")

_DOCUMENT = Template("""\
# Performance

Written by `make bench`; not edited by hand. `bench/results.json` holds the same figures.

The site as `make serve` runs it (gunicorn with two workers behind nginx) beside $peers,
two processes each, on the same database of synthetic features ($sizes),
with the same styles and the same requests, asked in turn by the same client within one run.
Before anything is measured the run makes sure that they answer the same: MapServer the same
features with the same attributes and coordinates, as many of them, and images that paint the
same pixels; every other peer the same features by their keys and coordinates.

## Results

$table

Times are medians. *Ratio* is our time over that of the best peer (of rates the inverse), so less is
better; without a peer, and where a case says "by itself", the goal bounds our own figure. *PostGIS
alone* is the time that the database needs for the same rows by `COPY`, with no server before it;
where no peer has an answer the ratio is to that.

$verdict

## Every side

Of each case that several were asked, in milliseconds: the median, 95 of 100, 99 of 100.

$sides

## What grows

$curves

## Where

$machine

## How to repeat it

```sh
make bench                        # installs what is missing; under an hour
.venv/bin/python -m bench --quick # fewer repetitions, in ten minutes; writes nothing here
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
- **Among all**: GeoJSON by WFS (QGIS Server by 1.1, the latest that it has) or OGC API, whichever a
  peer has; the site by WFS. Numbered pages start a little further on each time, so that none was
  asked for before; so do filters.
- **Vector tiles**: of a site that keeps none. tipg holds as many features at most
  ($features_a_tile) and takes the first that it finds; the site shares them out over the tile and
  the classes. MapServer holds all. The floor encodes as many features as the site's tile holds,
  found by their keys.
- **The same tile again**: MapProxy with its files before the site's own WMS; nginx with the answer
  as a file.
- **Mixed questions**: of ten seven are map tiles, one a rectangle's features, one a single feature,
  one a GetFeatureInfo; each client keeps one connection.
- **What a service tells of itself**: the site's documents name $layers layers, its peers' three.
- **Where the lead comes from**: whole countries and vector tiles of large layers are drawn from
  overviews and choices that a job makes after each publication; the row "pixels unlike" says what
  that costs in fidelity. Everything else is the engine's.
- **Worker memory**: the growth of a worker's peak resident size.
- **MapServer's settings**: connections to the database kept (`CLOSE_CONNECTION=DEFER`), extents
  given (`ows_extent`), types looked up once (`gml_types auto`), no filter by the layer's own extent
  (`wfs_use_default_extent_for_getfeature`), no keep-alive towards FastCGI, where it stalls.
- **The others' settings**: QGIS Server trusts metadata and estimates, prints nothing; tipg reads
  its catalogue once, its limits raised; django-gisserver keeps its connections; pygeoapi has its
  OpenAPI document on disk. The Python peers answer without nginx between, which spares them a
  step.
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
            sides=sides(results),
            verdict=verdict,
            machine="\n".join(f"- {name}: {value}" for name, value in machine.items()),
        )
    )


def write_curves(found: list[Curve], folder: Path = DOCUMENT.parent) -> None:
    """A picture for each, beside the document."""
    for curve in found:
        (folder / f"performance-{curve.name}.svg").write_text(svg(curve))


def curves(found: list[Curve]) -> str:
    """The pictures, each with its knees, in Markdown."""
    return "\n\n".join(_curve(curve) for curve in found)


def _curve(curve: Curve) -> str:
    picture = f"![{curve.title}](performance-{curve.name}.svg)"
    if curve.y != KEEPS_UP:
        return picture
    knees = {name: knee(points) for name, points in curve.lines.items()}
    told = "; ".join(
        f"{name} keeps up to {x:g} {curve.x}" if x else f"{name} keeps up to the end"
        for name, x in knees.items()
    )
    return f"{picture}\n\nThe knee: {told}."


def table(results: list[Result]) -> str:
    """The results in Markdown, aligned so that a terminal shows them as well."""
    return _aligned([_HEADINGS, *(_row(result) for result in results)])


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "| " + " | ".join("-" * max(width, 3) for width in widths) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def sides(results: list[Result]) -> str:
    """What every side took, in Markdown."""
    rows: list[tuple[str, ...]] = [("case", "side", "median", "95", "99", "times")]
    for result in results:
        for name, timing in sorted(result.sides.items(), key=lambda side: side[1].median):
            figures = (timing.median, timing.p95, timing.p99)
            shown = (_figure(value, "").strip() for value in figures)
            rows.append((result.case, name, *shown, str(timing.count)))
    return _aligned(rows)


def _row(result: Result) -> tuple[str, ...]:
    unit = result.unit
    peer = "" if result.peer is None else f"{_figure(result.peer, unit)} {result.peer_name}"
    floor = "" if result.floor is None else _figure(result.floor, unit)
    ratio = "" if result.ratio is None else f"{result.ratio:.2f}"
    sign = "≥" if result.is_rate else "≤"
    is_share = result.ratio is not None and not result.is_absolute
    figures = (result.case, _figure(result.ours, unit), peer, floor, ratio)
    if result.goal is None:
        return (*figures, "", "")
    goal = f"≤ {result.goal:g}" if is_share else f"{sign} {result.goal:g} {unit}"
    return (*figures, goal, "reached" if result.is_reached else "missed")


def _figure(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}"
