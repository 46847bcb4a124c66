"""The diary: who did what with which source's files, written where it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from layers.loading.snapshots import File, Publisher
from layers.loading.swap import Swapped
from layers.models import DiaryEntry, Snapshot
from territory.models import PublishedPart
from territory.personal_data import masked
from territory.roles import name_of

Action = DiaryEntry.Action

_MAX_NOTE = 2_000


@dataclass(frozen=True)
class About:
    """What something was done to: a part, a file, a publication; ``counts`` are rows."""

    feed: str = ""
    covers: Iterable[str] = ()
    file: File | None = None
    snapshot: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


def record(action: Action, source: str, by: Publisher, about: About = About()) -> DiaryEntry:
    """Write an entry, in the transaction of what it is about."""
    return DiaryEntry.objects.create(
        action=action,
        source=source,
        feed=about.feed,
        covers=list(about.covers),
        account=by.account.get_username() if by.account else "",
        account_name=name_of(by.account) if by.account else "",
        system_user=by.system_user[:150],
        file_name=about.file.name if about.file else "",
        sha256=about.file.sha256 if about.file else "",
        snapshot=about.snapshot,
        submission=by.submission,
        counts=dict(about.counts),
        note=masked(by.note[:_MAX_NOTE]),
    )


def record_change(
    action: Action,
    part: PublishedPart,
    by: Publisher,
    swapped: Mapping[str, Swapped],
    snapshot: Snapshot | None = None,
) -> None:
    """Write what was done to a published part, with the rows that were written of it."""
    tables = swapped.values()
    about = About(
        feed=part.name,
        covers=part.covers,
        file=File(snapshot.file_name, snapshot.sha256) if snapshot else None,
        snapshot=snapshot.pk if snapshot else None,
        counts={
            "inserted": sum(table.inserted for table in tables),
            "updated": sum(table.updated for table in tables),
            "deleted": sum(table.deleted for table in tables),
        },
    )
    record(action, part.source, by, about)
