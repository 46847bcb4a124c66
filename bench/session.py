"""One run of the bench, from the data to the report."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from bench import database, equivalence, report
from bench.cases import (
    country,
    documents,
    features,
    files,
    filters,
    growth,
    imports,
    kept,
    load,
    memory,
    mixed,
    paging,
    single,
    tiles,
    vector_tiles,
    workers,
)
from bench.client import BadAnswer
from bench.machine import describe
from bench.peers import mapserver
from bench.peers.tipg import FEATURES_A_TILE
from bench.pictures import TOLERANCE
from bench.plots import Curve
from bench.requests import PERU_PX
from bench.results import Result
from bench.run import Case, Run, all_servers
from config.console import SetupError, say
from layers import registry

_CASES: dict[str, Case] = {
    "features": features.run,
    "files": files.run,
    "tiles": tiles.run,
    "country": country.run,
    "memory": memory.run,
    "paging": paging.run,
    "filters": filters.run,
    "single": single.run,
    "documents": documents.run,
    "vector_tiles": vector_tiles.run,
    "kept": kept.run,
    "mixed": mixed.run,
    "workers": workers.run,
    "growth": growth.run,
    "load": load.run,
    "imports": imports.run,
}


def run(names: Sequence[str], rounds: int, *, is_full: bool) -> int:
    """Measures these cases; only a full run writes the results and the document.

    Returns:
        The exit status: 0 also where a goal was missed, which is a finding and not a failure.

    Raises:
        SetupError: the peer is not installed, or a side answers wrongly or not at all.
    """
    missing = mapserver.missing_programs()
    if missing:
        raise SetupError(f"Faltan estos paquetes (nombres de Debian): {' '.join(missing)}")
    _prepare()
    machine = describe(database.address())
    try:
        with all_servers(rounds, _number_of("points")) as running:
            for name, why in running.missing.items():
                say(f"  No se mide {name}: {why}")
            say("→ Comprobando que todos respondan lo mismo…")
            equivalence.check(running)
            peers = [peer.name for peer in running.peers]
            results = [result for name in names for result in _measure(name, running)]
            machine |= {f"not measured: {name}": why for name, why in running.missing.items()}
    except (equivalence.NotEquivalent, BadAnswer, TimeoutError) as error:
        raise SetupError(f"No se puede comparar: {error}") from error
    say("\n" + report.table(results))
    if is_full:
        _write(results, machine, peers, running.curves)
    return 0


def drop() -> int:
    """Removes the bench's database."""
    name = str(connection.settings_dict["NAME"])
    connection.close()
    database.drop(name)
    say(f"Se borró la base de datos {name}.")
    return 0


def _prepare() -> None:
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # WhiteNoise warns where there is none
    say("→ Preparando los datos sintéticos (la primera vez, medio minuto)…")
    database.ensure(database.NATIONAL)


def _measure(name: str, running: Run) -> list[Result]:
    say(f"→ Midiendo: {name}…")
    started = time.monotonic()
    results = _CASES[name](running)
    say(f"{report.table(results)}\n  hecho en {time.monotonic() - started:.0f} s")
    return results


def _write(
    results: list[Result], machine: dict[str, str], peers: list[str], curves: list[Curve]
) -> None:
    counts = [f"{_number_of(kind):,} {kind}" for kind in ("points", "polygons", "lines")]
    facts = {
        "sizes": ", ".join(counts),
        "size": " × ".join(map(str, PERU_PX)),
        "tolerance": str(TOLERANCE),
        "peers": ", ".join(peers),
        "features_a_tile": f"{FEATURES_A_TILE:,}",
        "layers": str(len(registry.published(AnonymousUser()))),
    }
    report.write_results(results)
    report.write_curves(curves)
    report.write_document(results, machine, facts | {"curves": report.curves(curves)})
    for path in (report.RESULTS, report.DOCUMENT):
        say(f"Escrito: {path.relative_to(report.ROOT)}")


def _number_of(kind: str) -> int:
    with psycopg.connect(database.address()) as own:
        row = own.execute(f"SELECT count(*) FROM bench_{kind}").fetchone()  # noqa: S608 - ours
    assert row is not None
    return int(row[0])
