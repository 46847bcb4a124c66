"""The kinds of records of the processes, and what may be said of each."""

from __future__ import annotations

from dataclasses import dataclass

from territory.guidelines import NUMBER
from territory.models import (
    Agreement,
    Consultation,
    ConsultationVersion,
    Forum,
    ForumSession,
    ReviewedRecord,
    SessionMinutes,
    WrittenGuideline,
)
from territory.models.participation import SECTORS

_SOURCE = ("source_url", "cutoff_date")
_PLACE = ("venue", "geom", "units")


@dataclass(frozen=True)
class Kind:
    """A kind of record: ``fixed`` columns are given once, ``values`` may change.

    ``within`` is the column that leads to what the record is a part of, None for what hangs on a
    commitment itself. ``layers`` show its published rows. ``of_commitment`` is the number of the
    one commitment that has such records, None where every one may.
    """

    name: str
    model: type[ReviewedRecord]
    fixed: tuple[str, ...]
    values: tuple[str, ...]
    within: str | None = None
    layers: tuple[str, ...] = ()
    of_commitment: int | None = None


SPACES, SESSIONS = "participation_spaces", "forum_sessions"
CONTRIBUTIONS = "contributions"

FORUM = Kind(
    "forum",
    Forum,
    ("commitment_id", "slug"),
    (
        "name",
        "sector",
        "purpose",
        *SECTORS,
        *_PLACE,
        "is_pilot",
        "evaluation",
        "evaluation_outcome",
        "evaluated_on",
        "evaluation_url",
        *_SOURCE,
    ),
    # A session is shown while its forum is.
    layers=(SPACES, SESSIONS),
)
SESSION = Kind(
    "session",
    ForumSession,
    ("forum_id", "number"),
    ("title", "held_on", "agenda", *SECTORS, *_PLACE, *_SOURCE),
    within="forum",
    layers=(SESSIONS,),
)
MINUTES = Kind("minutes", SessionMinutes, ("session_id",), ("text",), within="session")
AGREEMENT = Kind(
    "agreement",
    Agreement,
    ("session_id", "code"),
    (
        "text",
        "topic",
        "owner_id",
        "due_on",
        "progress",
        "fulfilled_on",
        "units",
        *_SOURCE,
    ),
    within="session",
)
CONSULTATION = Kind(
    "consultation",
    Consultation,
    ("commitment_id", "slug"),
    (
        "forum_id",
        "plan_code",
        "kind",
        "title",
        "summary",
        "opens_on",
        "closes_on",
        "closing_summary",
        *_SOURCE,
    ),
    # A contribution says to which consultation it was made, while that is shown.
    layers=(CONTRIBUTIONS,),
)
VERSION = Kind(
    "version",
    ConsultationVersion,
    ("consultation_id", "number"),
    ("paragraphs", "note"),
    within="consultation",
)

# No process, but written, reviewed and kept as their records are.
GUIDELINE = Kind(
    "guideline",
    WrittenGuideline,
    ("commitment_id", "title", "label"),
    ("issued_on", "changes", "document_url", "source", *_SOURCE),
    of_commitment=NUMBER,
)

_ALL = (FORUM, SESSION, MINUTES, AGREEMENT, CONSULTATION, VERSION, GUIDELINE)
KINDS = {kind.name: kind for kind in _ALL}
KIND_OF = {kind.model: kind for kind in KINDS.values()}
