"""What a service tells of itself: the site of all its layers, a peer of the bench's three."""

from __future__ import annotations

from functools import partial

from bench.compare import compare
from bench.peers.peer import DOCUMENTS, Peer
from bench.results import Result
from bench.run import Run

_SLACK_MS = 0.5


def run(run_: Run) -> list[Result]:
    """Each document, once it has been made."""
    return [
        compare(
            run_,
            f"{kind}, beside its peers",
            partial(_document, kind),
            20 * run_.rounds,
            goal=1.0,
            slack_ms=_SLACK_MS,
        )
        for kind in DOCUMENTS
    ]


def _document(kind: str, side: Peer) -> list[str] | None:
    address = side.document(kind)
    return [address] if address else None
