"""INEI's boundaries fetched and published as ``import_boundaries`` publishes a file of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from layers.boundaries.origin import Origin, digest_of
from layers.boundaries.publish import check_boundaries, publish_boundaries
from layers.harvest.asking import Asker
from layers.harvest.exclusive import harvesting
from layers.harvest.protocols.file import plain_file
from layers.harvest.sources import Source
from layers.management.operator import system_user
from layers.models import BoundaryImport, HarvestedSource
from layers.progress import Progress
from layers.temporary import temporary_folder
from territory.models import AdminUnit


@dataclass(frozen=True)
class Published:
    """What became of a file of boundaries: its rows, the day it is of, those that were refused."""

    rows: int
    cutoff: str
    refused: int


def publish(
    source: Source,
    progress: Progress,
    *,
    dry_run: bool = False,
    asker: Callable[[Callable[[], None]], Asker] = Asker,
) -> Published:
    """Fetch and publish; a file that was published already changes nothing.

    Raises SourceError and BoundaryError, and then nothing has changed.
    """
    with harvesting(source.key), temporary_folder("boundaries") as folder:
        state, _is_new = HarvestedSource.objects.get_or_create(key=source.key)
        state.last_attempt_at = timezone.now()
        state.save(update_fields=["last_attempt_at"])
        progress.step(f"Descargando «{source.title}»")
        received = asker(progress.check).get(source.address, folder / "file")
        progress.step("Leyendo los límites")
        path = plain_file(received.path, folder, source.options.get("member", ""))
        cleaned = check_boundaries(path, level=AdminUnit.Level(source.layer))
        told = received.last_modified
        day = source.cutoff or (timezone.localtime(told).date() if told else timezone.localdate())
        digest = digest_of(path)
        refused = len({error.row for error in cleaned.errors})
        newest = BoundaryImport.objects.filter(level__in=("", source.layer)).first()
        if newest is None or newest.sha256 != digest:
            progress.step("Publicando los límites")
            origin = Origin(source.owner_name, day, received.name, digest, system_user())
            publish_boundaries(cleaned, origin, dry_run=dry_run)
        if not dry_run:
            state.last_success_at, state.stale_since = timezone.now(), None
            state.save(update_fields=["last_success_at", "stale_since"])
    return Published(cleaned.rows, day.isoformat(), refused)
