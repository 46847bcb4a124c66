"""Who may do what with contributions.

A moderator decides what is published; an agency's editor answers what was sent to their agency,
and where the agency wants a second person an approver publishes the answer.
"""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from territory.agencies import needing_approval, roles_of
from territory.models import AgencyRole, Contribution
from territory.models.contributions import AnswerState, State
from territory.roles import AnyUser

MODERATE = "territory.moderate_contribution"
# What public pages call whoever moderates: an office, never an account.
MODERATION_OFFICE = "moderación del sitio"

_EDITOR, _APPROVER = str(AgencyRole.Role.EDITOR), str(AgencyRole.Role.APPROVER)


def may_moderate(user: AnyUser) -> bool:
    """Whether the user sees what was sent and decides on it."""
    has_perm = getattr(user, "has_perm", None)
    return bool(user.is_authenticated and has_perm is not None and has_perm(MODERATE))


def may_answer(user: AnyUser, contribution: Contribution) -> bool:
    """Whether the user writes the answer of the agency in charge."""
    return contribution.state == State.PUBLISHED and _has(user, contribution, _EDITOR)


def may_approve_answer(user: AnyUser, contribution: Contribution) -> bool:
    """Whether the user is the second person for an answer that another one wrote."""
    return (
        contribution.state == State.PUBLISHED
        and contribution.answer_state == AnswerState.SUBMITTED
        and contribution.answer_by_id != user.pk
        and _has(user, contribution, _APPROVER)
    )


def waits_for_second(contribution: Contribution) -> bool:
    """Whether the agency in charge wants a second person for what is said in its name."""
    acronym = contribution.agency.acronym if contribution.agency else ""
    return bool(acronym) and needing_approval([acronym])


def answers_something(user: AnyUser) -> bool:
    """Whether the account answers or approves for some agency."""
    return bool(roles_of(user))


def to_answer(user: AnyUser) -> QuerySet[Contribution]:
    """The published contributions of the user's agencies, those without an answer first."""
    own = Contribution.objects.filter(state=State.PUBLISHED, agency__acronym__in=roles_of(user))
    answered = When(answer_state=AnswerState.PUBLISHED, then=Value(1))
    first = Case(answered, default=Value(0), output_field=IntegerField())
    return own.order_by(first, "received_at", "pk")


def _has(user: AnyUser, contribution: Contribution, role: str) -> bool:
    agency = contribution.agency
    return agency is not None and role in roles_of(user).get(agency.acronym, frozenset())
