"""The first commitment's own page: the proposal of forums, its pilots, and what forums agreed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.views.participation.spaces import own
from layers.participation.processes.layers import SERVES
from territory.models import Consultation, ConsultationVersion
from territory.participation.processes.agreements import agreements, counts_by_topic, today
from territory.participation.processes.consultations import PHASE_TITLES, phase_of
from territory.participation.processes.contributed import (
    Decided,
    TextChange,
    decided_in,
    text_changes_in,
)
from territory.participation.processes.seen import seen
from territory.participation.processes.spaces import pilots_by_sector
from territory.participation.processes.texts import changed_numbers
from territory.roles import AnyUser

NUMBER = 1
_MOST = 10
_TITLES = {"changed": "cambian", "new": "nuevos", "gone": "se retiran"}


@own
def page(request: HttpRequest) -> HttpResponse:
    """A fixed number of queries, however much was consulted, met and agreed."""
    user, day = request.user, today()
    context = {
        "number": NUMBER,
        "serves": SERVES[NUMBER],
        "proposals": _proposals(user),
        "sectors": pilots_by_sector(user, day),
        "topics": counts_by_topic(agreements(user, day), day),
        "day": day,
    }
    return render(request, "frontend/participation/forum_proposal.html", context)


def _proposals(user: AnyUser) -> list[dict[str, Any]]:
    """The latest proposals, each with its versions, what changed in them and what was decided."""
    kind = Consultation.Kind.FORUM_PROPOSAL
    rows = seen(Consultation, user).filter(commitment__number=NUMBER, kind=kind)
    found = list(rows.order_by("-opens_on", "slug")[:_MOST])
    versions: dict[int, list[ConsultationVersion]] = {row.pk: [] for row in found}
    texts = seen(ConsultationVersion, user).filter(consultation__in=found)
    for version in texts.order_by("consultation", "number"):
        versions[version.consultation_id].append(version)
    said, changes = decided_in(found), text_changes_in(found)
    day = today()
    return [
        {
            "consultation": row,
            "phase": PHASE_TITLES[phase_of(row, day)],
            "first": versions[row.pk][0] if versions[row.pk] else None,
            "steps": [_step(before, after) for before, after in pairwise(versions[row.pk])],
            "decided": _decided(said.get(row.pk, {}), changes.get(row.pk, [])),
        }
        for row in found
    ]


def _decided(
    said: dict[int, Decided], changes: list[TextChange]
) -> list[tuple[int, Decided, list[TextChange]]]:
    """Each paragraph to which something was said, or which changed by it, with both; by number."""
    numbers = sorted({*said, *(change.paragraph for change in changes)})
    return [
        (number, said.get(number, Decided()), [c for c in changes if c.paragraph == number])
        for number in numbers
    ]


def _step(before: ConsultationVersion, after: ConsultationVersion) -> dict[str, Any]:
    """A version beside the one before it."""
    numbers = changed_numbers(before.paragraphs, after.paragraphs)
    return {
        "before": before,
        "after": after,
        "changes": [(_TITLES[kind], found) for kind, found in numbers.items() if found],
    }
