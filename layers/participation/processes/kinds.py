"""The kinds of records that agencies prepare on the same pages, and what may be said of each."""

from __future__ import annotations

from layers.eib_rounds.kinds import EIB_KINDS
from layers.record_kinds import Kind
from layers.residences.kinds import RESIDENCE_KINDS
from layers.sanitation_studies.kinds import STUDY_KINDS
from layers.security_policy.kinds import SECURITY_KINDS
from territory.guidelines import NUMBER
from territory.models import (
    Agreement,
    Consultation,
    ConsultationVersion,
    Forum,
    ForumSession,
    SessionMinutes,
    WrittenGuideline,
)
from territory.models.participation import SECTORS

_SOURCE = ("source_url", "cutoff_date")
_PLACE = ("venue", "geom", "units")

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
MINUTES = Kind(
    "minutes",
    SessionMinutes,
    ("session_id",),
    ("text",),
    within="session",
    confirms="Confirmo que no hay nombres de asistentes, firmas, números de documento ni "
    "testimonios identificables",
)
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
_OTHERS = (*RESIDENCE_KINDS, *EIB_KINDS, *SECURITY_KINDS, *STUDY_KINDS)
KINDS = {kind.name: kind for kind in (*_ALL, *_OTHERS)}
KIND_OF = {kind.model: kind for kind in KINDS.values()}
