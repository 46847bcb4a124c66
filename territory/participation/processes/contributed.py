"""What was contributed to a consultation: by paragraph, and what was decided on each.

Everybody sees the same: published contributions, and of these the decisions that were published.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest

from territory.agencies import roles_of
from territory.changes import last_public_change
from territory.models import (
    Commitment,
    Consultation,
    ConsultationVersion,
    Contribution,
    ContributionDecision,
    Forum,
    ReviewState,
)
from territory.models.contributions import AnswerState, State
from territory.participation.processes.seen import seen
from territory.reviewing import is_administrator
from territory.roles import AnyUser

Outcome = ContributionDecision.Outcome
# What a list is chosen by beside the three outcomes.
UNDECIDED = "undecided"

# The whole text of a version, which nobody reads beside each contribution.
UNREAD = ("decision__changed_version__paragraphs",)

_DECIDED = Q(decision__state=ReviewState.PUBLISHED)


@dataclass(frozen=True)
class Decided:
    """How many contributions there are, and how many of them were decided how."""

    total: int = 0
    accepted: int = 0
    partly: int = 0
    declined: int = 0

    @property
    def undecided(self) -> int:
        return self.total - self.accepted - self.partly - self.declined


@dataclass(frozen=True)
class TextChange:
    """A paragraph of a version that so many contributions changed."""

    version: int
    paragraph: int
    contributions: int


def contributed_to(consultation: Consultation) -> QuerySet[Contribution]:
    """The published contributions, by paragraph and then as they came."""
    rows = Contribution.objects.filter(consultation=consultation, state=State.PUBLISHED)
    return rows.order_by("paragraph", "received_at", "pk")


def chosen_by(rows: QuerySet[Contribution], decision: str) -> QuerySet[Contribution]:
    """Those with an outcome, or with none: ``UNDECIDED``."""
    if decision == UNDECIDED:
        return rows.exclude(pk__in=_decisions().values("pk"))
    return rows.filter(_DECIDED, decision__outcome=decision)


def with_decisions(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Each with its consultation and its decision, for ``decision_of``; defer ``UNREAD``."""
    return rows.select_related("consultation", "decision__changed_version")


def decision_of(contribution: Contribution) -> ContributionDecision | None:
    """The published decision on a contribution; None without one.

    Neither is any read of a contribution or of a consultation that isn't public itself.
    """
    found: ContributionDecision | None = getattr(contribution, "decision", None)
    if found is None or found.state != ReviewState.PUBLISHED:
        return None
    consultation = contribution.consultation
    asked = consultation is not None and consultation.state == ReviewState.PUBLISHED
    return found if asked and contribution.state == State.PUBLISHED else None


def by_last_change(rows: QuerySet[Contribution]) -> QuerySet[Any]:
    """Published contributions, the one first that was published, answered or decided on last.

    ``changed_at`` is that moment.
    """
    answered = When(answer_state=AnswerState.PUBLISHED, then=F("answered_at"))
    decided = When(
        _DECIDED & Q(consultation__state=ReviewState.PUBLISHED),
        then=last_public_change(ContributionDecision),
    )
    # GREATEST passes over NULL in PostgreSQL (9.18.4).
    moment = Greatest("published_at", Case(answered), Case(decided))
    found: QuerySet[Any] = rows.annotate(changed_at=moment)
    return found.order_by("-changed_at", "-pk")


def change_of(decision: ContributionDecision | None) -> tuple[int, int] | None:
    """The number of the version and of the paragraph that changed, once everybody reads them."""
    if decision is None or decision.changed_version is None:
        return None
    if decision.changed_version.state != ReviewState.PUBLISHED:
        return None
    assert decision.changed_paragraph is not None
    return decision.changed_version.number, decision.changed_paragraph


def decided_by_paragraph(consultation: Consultation) -> dict[int, Decided]:
    """Paragraph → how much was contributed to it; without those to which nothing was. One query."""
    return decided_in([consultation]).get(consultation.pk, {})


def decided_in(consultations: Collection[Consultation]) -> dict[int, dict[int, Decided]]:
    """The same of several: consultation's key → paragraph → how much. One query."""
    counted: QuerySet[Any, Any] = (
        Contribution.objects.filter(consultation__in=consultations, state=State.PUBLISHED)
        .order_by()
        .values("consultation", "paragraph")
        .annotate(
            total=Count("pk"),
            **{str(outcome): Count("pk", filter=_of(outcome)) for outcome in Outcome},
        )
    )
    found: dict[int, dict[int, Decided]] = {}
    for row in counted:
        key, paragraph = row.pop("consultation"), row.pop("paragraph")
        found.setdefault(key, {})[paragraph] = Decided(**row)
    return found


def added(counts: Iterable[Decided]) -> Decided:
    """The sum."""
    found = list(counts)
    return Decided(
        sum(one.total for one in found),
        sum(one.accepted for one in found),
        sum(one.partly for one in found),
        sum(one.declined for one in found),
    )


def text_changes(consultation: Consultation) -> list[TextChange]:
    """Where the text changed because of contributions, in the order of versions and paragraphs."""
    return text_changes_in([consultation]).get(consultation.pk, [])


def text_changes_in(consultations: Collection[Consultation]) -> dict[int, list[TextChange]]:
    """The same of several, by consultation's key. One query."""
    decisions = _decisions().filter(
        contribution__consultation__in=consultations,
        changed_version__state=ReviewState.PUBLISHED,
    )
    keys = (
        "contribution__consultation",
        "changed_version__number",
        "changed_paragraph",
    )
    counted: QuerySet[Any, Any] = decisions.order_by(*keys).values(*keys).annotate(n=Count("pk"))
    found: dict[int, list[TextChange]] = {}
    for row in counted:
        change = TextChange(row[keys[1]], row[keys[2]], row["n"])
        found.setdefault(row[keys[0]], []).append(change)
    return found


def to_decide(user: AnyUser) -> QuerySet[Contribution]:
    """What waits for a decision of the account's agencies, or for a step of one; as it came."""
    waiting = ~Q(decision__state=ReviewState.PUBLISHED) | Q(decision__proposed__isnull=False)
    rows = Contribution.objects.filter(
        waiting | Q(decision=None), state=State.PUBLISHED, consultation__isnull=False
    )
    if not is_administrator(user):
        led = Commitment.objects.filter(lead_agencies__acronym__in=sorted(roles_of(user)))
        rows = rows.filter(commitment__in=led)
    return rows.order_by("received_at", "pk")


def waiting_for_review(consultation: Consultation) -> int:
    """How many contributions nobody has published or refused yet."""
    return Contribution.objects.filter(consultation=consultation, state=State.RECEIVED).count()


def listed(user: AnyUser, number: int, kind: str = "") -> QuerySet[Any]:
    """A commitment's consultations that the account sees, the latest first, with their counts.

    ``last_version``, ``contributed``, ``accepted`` (in part too) and ``declined`` are of what
    everybody sees.
    """
    rows: QuerySet[Any] = seen(Consultation, user).filter(commitment__number=number)
    return _with_counts(rows.filter(kind=kind) if kind else rows)


def listed_of_forum(user: AnyUser, forum: Forum) -> QuerySet[Any]:
    """The same of a forum's."""
    return _with_counts(seen(Consultation, user).filter(forum=forum))


def _with_counts(rows: QuerySet[Any]) -> QuerySet[Any]:
    versions = ConsultationVersion.objects.filter(
        consultation=OuterRef("pk"), state=ReviewState.PUBLISHED
    ).order_by("-number")
    taken = (Outcome.ACCEPTED, Outcome.PARTLY)
    found: QuerySet[Any] = rows.annotate(
        last_version=Subquery(versions.values("number")[:1]),
        contributed=_counted(Q()),
        accepted=_counted(_DECIDED & Q(decision__outcome__in=taken)),
        declined=_counted(_of(Outcome.DECLINED)),
    )
    return found.order_by("-opens_on", "slug")


def _counted(condition: Q) -> Coalesce:
    rows = Contribution.objects.filter(
        condition, consultation=OuterRef("pk"), state=State.PUBLISHED
    )
    counted = rows.order_by().values("consultation").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _of(outcome: Outcome) -> Q:
    return _DECIDED & Q(decision__outcome=outcome)


def _decisions() -> QuerySet[ContributionDecision]:
    return ContributionDecision.objects.filter(
        state=ReviewState.PUBLISHED, contribution__state=State.PUBLISHED
    )
