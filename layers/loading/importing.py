"""A file's way in: checked as a whole, swapped in by one transaction, kept as a snapshot."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.contrib.gis.db.models.functions import Envelope
from django.utils import timezone

from layers import versions
from layers.collecting import seldom_collecting
from layers.loading import diary, parts, snapshots
from layers.loading.candidates import Candidate
from layers.loading.checking import Handed, read, read_into
from layers.loading.diary import Action
from layers.loading.exclusive import publication_of
from layers.loading.held import hold_against, hold_candidate_against
from layers.loading.joining import hold_joined, hold_joined_candidate
from layers.loading.offices import acting_for
from layers.loading.packing import candidate_in
from layers.loading.placement import hold_candidate, hold_positions
from layers.loading.placing import no_rows, swap
from layers.loading.rows import rows_of
from layers.loading.swap import Swapped
from layers.models import Snapshot
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.source import Source
from territory.coverage import Covers
from territory.models import AdminUnit, PublishedPart

# What samples carry instead of a provenance: they are written for this site.
SAMPLE_PROVENANCE = Provenance(
    "Muestra escrita para este sitio: no es un hecho", "", dt.date(2018, 12, 31)
)


_NOTHING = Handed()


@dataclass(frozen=True)
class Published:
    """What a publication wrote, by table, and the snapshot that keeps it (None: no change)."""

    swapped: Mapping[str, Swapped]
    snapshot: Snapshot | None = None

    @property
    def changed(self) -> bool:
        return any(swapped.changed for swapped in self.swapped.values())

    def __str__(self) -> str:
        if len(self.swapped) == 1:
            return str(*self.swapped.values())
        return "; ".join(f"{name}: {swapped}" for name, swapped in self.swapped.items())


@seldom_collecting()
def check(source: Source, data: FileData, handed: Handed = _NOTHING) -> Reading:
    """Everything that can be said of a file of facts before anything changes.

    Raises SourceError when the file as a whole can't be read, or lacks a provenance or a feed.
    """
    context = facts_context()
    reading = hold_positions(source, read(source, data, handed, context), context.units)
    return hold_joined(source, hold_against(source, reading))


@seldom_collecting()
def candidate_of(
    source: Source, data: FileData, handed: Handed = _NOTHING, *, folder: Path
) -> Candidate:
    """What a file of facts would publish, checked as ``check`` does.

    Of a source that is read part by part its rows lie in the ``folder``. Raises as ``check`` does.
    """
    if source.read_parts is None:
        return Candidate.of(check(source, data, handed))
    context = facts_context()
    summary = read_into(source, data, handed, context, folder)
    candidate = hold_candidate(source, candidate_in(folder, summary), context.units)
    return hold_joined_candidate(source, hold_candidate_against(source, candidate))


@seldom_collecting()
def publish(
    source: Source,
    candidate: Candidate,
    *,
    file: snapshots.File,
    by: snapshots.Publisher = snapshots.NOBODY,
    covers: Covers | None = None,
    replace_others: bool = False,
) -> Published:
    """Make the facts of what the file covers its rows, in one transaction, and keep a snapshot.

    ``covers`` is what its rows say unless it is given. What other files cover stays; where that
    overlaps, it is refused (raises PartsOverlap) unless this file is to replace them whole
    (``replace_others``). A publication that changes nothing leaves no snapshot behind it. Where
    somebody else publishes the source, it waits.
    """
    with publication_of(source), acting_for(source, by):
        part, is_new, swapped = put_in_place(
            source, candidate, covers=covers, replace_others=replace_others
        )
        published = Published(swapped)
        if published.changed or is_new:
            if not published.changed:  # other units are covered now
                source.refresh_derived()
                versions.bump(*source.layers)
            snapshot = snapshots.keep(source, part, candidate, file, by)
            published = Published(swapped, snapshot)
            diary.record_change(Action.PUBLISHED, part, by, swapped, snapshot)
    return published


def put_in_place(
    source: Source,
    candidate: Candidate,
    *,
    covers: Covers | None = None,
    replace_others: bool = False,
) -> tuple[PublishedPart, bool, dict[str, Swapped]]:
    """The rows of a publication alone, for it or to try it; call it in a transaction.

    Gives the part, whether it covers something new, and what was written.
    """
    units = directory()
    if covers is None:
        covers = parts.covers_of(source, candidate, units)
    part, is_new = parts.take(
        source, candidate.feed, covers, units, may_replace=None if replace_others else ()
    )
    swapped = swap(source, candidate.rows, samples=False, feed=candidate.feed, part=part)
    return part, is_new, swapped


@seldom_collecting()
def return_to(
    source: Source,
    snapshot: Snapshot,
    *,
    by: snapshots.Publisher = snapshots.NOBODY,
    replace_others: bool = False,
    instead_of: PublishedPart | None = None,
    action: Action = Action.RETURNED,
) -> Published:
    """Make the facts of what a snapshot covers those of the snapshot again.

    Other parts in its way refuse as in ``publish``, apart from the one that it is put
    ``instead_of``. ``action`` is what the diary calls it.
    """
    with publication_of(source), acting_for(source, by):
        may_replace = None if replace_others else {instead_of.pk} if instead_of else set()
        part, is_new = parts.take(
            source, snapshot.feed, tuple(snapshot.covers), directory(), may_replace=may_replace
        )
        rows = snapshots.rows_of(snapshot, apart=source.disclosure is not None)
        published = Published(
            swap(source, rows, samples=False, feed=snapshot.feed, part=part), snapshot
        )
        if is_new and not published.changed:
            source.refresh_derived()
            versions.bump(*source.layers)
        _forget(source, snapshots.undone_by(snapshot))
        snapshots.make_current(snapshot, source, part)
        diary.record_change(action, part, by, published.swapped, snapshot)
    return published


def roll_back(
    source: Source,
    feed: str = "",
    covers: Covers | None = None,
    *,
    by: snapshots.Publisher = snapshots.NOBODY,
    replace_others: bool = False,
) -> Published:
    """Return to what was published before of one part, also to what it replaced.

    Raises SourceError where it isn't clear which part is meant, or nothing was before it.
    """
    feed = feed or source.feed
    part = parts.only(source, feed, covers, directory())
    previous = parts.before_current(source, feed, tuple(part.covers) if part else covers)
    if previous is None:
        raise SourceError("No hay una publicación a la que volver; --list las muestra.")
    return return_to(
        source,
        previous,
        by=by,
        replace_others=replace_others,
        instead_of=part,
        action=Action.UNDID,
    )


def withdraw(
    source: Source,
    feed: str = "",
    covers: Covers | None = None,
    *,
    by: snapshots.Publisher = snapshots.NOBODY,
) -> Published:
    """Take the facts of one part out of the layers; its snapshots stay.

    Raises SourceError where it isn't clear which part is meant.
    """
    feed = feed or source.feed
    with publication_of(source), acting_for(source, by):
        part = parts.chosen(source, feed, covers, directory())
        published = Published(swap(source, no_rows(source), samples=False, feed=feed, part=part))
        present = parts.snapshots_of(source, feed, part.covers).filter(is_current=True)
        _forget(source, present.defer("content", "report"))
        present.update(is_current=False)
        diary.record_change(Action.WITHDREW, part, by, published.swapped)
        part.delete()
        if not published.changed:
            versions.bump(*source.layers)
    return published


def _forget(source: Source, undone: Iterable[Snapshot]) -> None:
    """Tell a source that remembers its publications which of them don't hold any more."""
    if source.forget_undone is not None:
        told = [(tuple(one.covers), one.cutoff_date) for one in undone if one.cutoff_date]
        source.forget_undone(told)


def load_samples(source: Source, folder: Path) -> None:
    """Publish the source's samples; raises SourceError where one is refused."""
    context = _context(samples=True, provenance=SAMPLE_PROVENANCE)
    if not source.needs_feed:
        _load_sample(source, folder / source.sample, context)
    for feed in source.sample_feeds:
        _load_sample(source, folder / source.sample / feed.name, replace(context, feed=feed))


def _load_sample(source: Source, path: Path, context: Context) -> None:
    reading = source.read(_zipped(path) if path.is_dir() else path, context)
    if reading.errors:
        raise SourceError(f"{path.name}: {reading.errors[0]}")
    with publication_of(source):
        rows = rows_of(reading.frames)
        swap(source, rows, samples=True, feed=reading.feed)


def remove_samples(source: Source) -> int:
    """Delete the source's samples; gives how many there were."""
    with publication_of(source):
        swapped = [
            swap(source, no_rows(source), samples=True, feed=feed)
            for feed in [sample.name for sample in source.sample_feeds] or [source.feed]
        ]
    return sum(table.deleted for tables in swapped for table in tables.values())


def facts_context() -> Context:
    """What a reader of facts may ask, of the database as it is."""
    return _context()


def directory() -> Directory:
    """The present units, as importers ask them."""
    units = AdminUnit.objects.filter(valid_to__isnull=True)
    return Directory.of(units.values_list("ubigeo", "name"))


def _context(*, samples: bool = False, provenance: Provenance | None = None) -> Context:
    drawn = AdminUnit.objects.filter(level=AdminUnit.Level.DEPARTMENT, geom__isnull=False)
    extents = {ubigeo: box.extent for ubigeo, box in drawn.values_list("pk", Envelope("geom"))}
    return Context(
        directory(),
        timezone.localdate(),
        samples,
        provenance,
        department_extents=extents,
    )


def _zipped(folder: Path) -> bytes:
    """The files of a directory as a zip, the form in which such a source arrives."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    return content.getvalue()
