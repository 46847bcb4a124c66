"""The first thing that every client asks for, once it has been made."""

from __future__ import annotations

from functools import partial

from bench.alternate import alternate
from bench.client import Client
from bench.requests import capabilities
from bench.results import MILLISECONDS, Result, typical_ms
from bench.run import Run


def run(run_: Run) -> list[Result]:
    """Both services' documents, with all the site's layers in them."""
    results = []
    for service in ("WMS", "WFS"):
        url = capabilities(run_, service).ours
        with Client(run_.server.url) as client:
            taken = alternate({"ours": partial(client.get, url)}, 40 * run_.rounds)
        results.append(
            Result(f"GetCapabilities, {service}, warm", typical_ms(taken["ours"]), MILLISECONDS, 10)
        )
    return results
