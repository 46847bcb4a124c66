"""What the pages of publishing list: sources, files handed in, parts, publications, the diary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from layers.loading import parts
from layers.loading.sources import SOURCES
from layers.models import DiaryEntry, Snapshot, Submission
from layers.publishing.permissions import Verb, may, units_of
from layers.reading.directory import Directory
from layers.source import Source
from territory.agencies import units_within
from territory.coverage import COUNTRY
from territory.models import PublishedPart
from territory.roles import AnyUser

# What of the diary anybody may read: that something was published, not who prepared what.
PUBLIC = (
    DiaryEntry.Action.PUBLISHED,
    DiaryEntry.Action.UNDID,
    DiaryEntry.Action.RETURNED,
    DiaryEntry.Action.WITHDREW,
)


@dataclass(frozen=True)
class Part:
    """A published part: what it covers in words, its current publication, the earlier ones."""

    part: PublishedPart
    covers: str
    current: Snapshot | None
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True)
class Earlier:
    """A publication that may be returned to; ``others`` are the parts, in words, in its way."""

    snapshot: Snapshot
    others: str


def sources_of(user: AnyUser) -> list[Source]:
    """The sources that the account may look at."""
    return [source for source in SOURCES if may(user, Verb.VIEW, source)]


def submissions_of(sources: Iterable[Source], user: AnyUser) -> QuerySet[Submission]:
    """The files handed in for these sources, the last first, without what is large.

    Of a source for which the account's roles are limited to units, its own files and those that
    cover nothing beyond these: the rows that ``permissions.may_with`` lets it look at. One query,
    and one more for such an account.
    """
    seen = Q(source__in=[])
    for source in sources:
        of_source = Q(source=source.name)
        if not may(user, Verb.VIEW, source, (COUNTRY,)):
            known = units_within(units_of(user, source))
            covered = Q(covered__len__gt=0, covered__contained_by=known)
            said = Q(covered__len=0, covers__len__gt=0, covers__contained_by=known)
            of_source &= Q(created_by=user.pk) | covered | said
        seen |= of_source
    found = Submission.objects.filter(seen).select_related("created_by")
    return found.defer("figures", "summary", "comparison", "warnings", "personal")


def parts_of(source: Source, units: Directory) -> list[Part]:
    """What is published of a source; three queries whatever there is."""
    snapshots = list(_snapshots(source))
    published = parts.current(source)
    found = []
    for part in published:
        own = [
            snapshot
            for snapshot in snapshots
            if snapshot.feed == part.name and (source.needs_feed or snapshot.covers == part.covers)
        ]
        current = next((snapshot for snapshot in own if snapshot.is_current), None)
        earlier = tuple(
            _earlier(snapshot, source, published, units)
            for snapshot in own
            if not snapshot.is_current
        )
        found.append(Part(part, parts.named(part.covers, units), current, earlier))
    return found


def withdrawn_of(source: Source, units: Directory) -> list[Earlier]:
    """The last publication of each part that isn't published now: what may be returned to."""
    published = parts.current(source)
    present = {(part.name, tuple(part.covers)) for part in published}
    found: dict[tuple[str, tuple[str, ...]], Snapshot] = {}
    for snapshot in _snapshots(source):
        key = (snapshot.feed, tuple(snapshot.covers))
        if key not in present:
            found.setdefault(key, snapshot)
    return [_earlier(snapshot, source, published, units) for snapshot in found.values()]


def _earlier(
    snapshot: Snapshot, source: Source, published: list[PublishedPart], units: Directory
) -> Earlier:
    others = parts.in_the_way_of(source, snapshot.covers, published)
    return Earlier(snapshot, "; ".join(parts.named(part.covers, units) for part in others))


def _snapshots(source: Source) -> QuerySet[Snapshot]:
    kept = Snapshot.objects.filter(source=source.name).select_related("published_by")
    return kept.order_by("-pk").defer("content", "report")


def diary_of(source: Source, user: AnyUser) -> QuerySet[DiaryEntry]:
    """What was done with a source's files, the last first.

    Whose roles are limited to units reads what everybody may, and the rest of those alone.
    """
    entries = DiaryEntry.objects.filter(source=source.name).order_by("-pk")
    if may(user, Verb.VIEW, source, (COUNTRY,)):
        return entries
    known = units_within(units_of(user, source))
    own = Q(covers__len__gt=0, covers__contained_by=known) | Q(account=user.get_username())
    return entries.filter(Q(action__in=PUBLIC) | own)


def publications(most: int) -> list[DiaryEntry]:
    """What was published, undone, returned to and withdrawn of all sources, the last first."""
    return list(DiaryEntry.objects.filter(action__in=PUBLIC).order_by("-pk")[:most])


def updated_at() -> dict[str, dt.datetime]:
    """Layer → when its rows were last published, undone or withdrawn; one query.

    What the diary doesn't know, as publications of before it, is what the snapshots say.
    """
    changes = DiaryEntry.objects.filter(action__in=PUBLIC).order_by().values("source")
    snapshots = Snapshot.objects.filter(is_current=True).order_by().values("source")
    latest = changes.annotate(at=Max("at")).union(snapshots.annotate(at=Max("published_at")))
    found: dict[str, dt.datetime] = {}
    layers_of = {source.name: source.layers for source in SOURCES}
    for row in latest:
        for layer in layers_of.get(row["source"], ()):
            found[layer] = max(found.get(layer, row["at"]), row["at"])
    return found
