"""A harvest's rows as they were taken, dated and kept, to return to or to decide on."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from layers import stored
from layers.models import HarvestedSource, HarvestRun
from layers.reading.results import SourceError
from layers.reading.spatial.reading import FEATURES, NOTICES

# So many copies of a source are kept; those of older runs go, what is said of them stays.
KEPT = 5
_TYPE = "application/gzip"


def store(run: HarvestRun, summary: Mapping[str, Any], folder: Path) -> None:
    """Keep the rows that lie in the folder with the run; ``sha256`` is of the text of the rows."""
    digest = hashlib.sha256()
    name = f"{run.source_id}_{timezone.localtime(run.began_at):%Y-%m-%dT%H%M}.jsonl.gz"
    with (
        stored.create(name, _TYPE) as writer,
        gzip.GzipFile("", "wb", 6, writer, mtime=0) as packed,
        (folder / FEATURES).open("rb") as rows,
    ):
        packed.write((json.dumps(dict(summary), ensure_ascii=False) + "\n").encode())
        while block := rows.read(1 << 20):
            digest.update(block)
            packed.write(block)
    run.snapshot, run.sha256, run.rows = writer.file, digest.hexdigest(), summary["features"]
    run.save(update_fields=["snapshot", "sha256", "rows"])


def unpack(run: HarvestRun, folder: Path) -> dict[str, Any]:
    """The rows of a copy into the folder, as a reading leaves them; gives its summary."""
    if run.snapshot is None:
        raise SourceError("La copia de esa cosecha ya no está.")
    (folder / NOTICES).touch()
    with stored.open(run.snapshot) as packed, gzip.open(packed, "rb") as file:
        summary: dict[str, Any] = json.loads(file.readline())
        with (folder / FEATURES).open("wb") as rows:
            while block := file.read(1 << 20):
                rows.write(block)
    return summary


def forget_old(source: HarvestedSource) -> None:
    """Delete the copies beyond ``KEPT``, but for those that wait for a decision."""
    with_copies = source.runs.exclude(snapshot=None).exclude(state=HarvestRun.State.HELD)
    for run in with_copies.select_related("snapshot").order_by("-began_at")[KEPT:]:
        if run.snapshot is not None:
            stored.delete(run.snapshot)
