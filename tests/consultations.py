"""Consultations that take contributions, and what is decided on these, for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User

from layers.participation.deciding import Said, decide, take
from layers.participation.receiving import Received
from territory.models import Agency, Consultation, Contribution, ContributionDecision
from territory.participation.processes.agreements import today
from territory.reviewing import Step
from tests.contributions import COMMITMENT, editor, lead_of, moderator, published, sent
from tests.processes import consultation, version

DAY = dt.timedelta(days=1)
FIRST = ("El consejo sesiona cada año.", "El acta se archiva.", "Preside el alcalde.")
SECOND = ("El consejo sesiona cada mes.", "El acta se archiva.")
WHY = "Sesionar cada mes permite seguir los acuerdos."


def opened(slug: str = "consulta", number: int = COMMITMENT, **values: Any) -> Consultation:
    """A published consultation, open today: one version, three paragraphs."""
    days = {"opens_on": today() - DAY, "closes_on": today() + DAY}
    found = consultation(slug, number, **(days | values))
    version(found, 1, *FIRST)
    return found


def revised(of: Consultation, **values: Any) -> None:
    """A second version: the first paragraph changes, the third is gone."""
    version(of, 2, *SECOND, **values)


def close(of: Consultation) -> Consultation:
    of.opens_on, of.closes_on = today() - 2 * DAY, today() - DAY
    of.save()
    of.refresh_from_db()
    return of


def said_at(of: Consultation, paragraph: int = 1, **values: Any) -> Received:
    """A contribution without a place, through the door."""
    given: dict[str, Any] = {"commitment": None, "geom": None}
    return sent(**(given | {"consultation": of.slug, "paragraph": paragraph} | values))


def shown_at(of: Consultation, paragraph: int = 1, name: str = "moderadora") -> Contribution:
    """The same, published by a moderator of that name, who is made where there is none."""
    user = User.objects.filter(username=name).first() or moderator(name)
    found = published(user, said_at(of, paragraph))
    found.refresh_from_db()
    return found


def deciders(agency: Agency | None = None) -> tuple[User, User]:
    """Who prepares and who publishes, of the agency in charge."""
    agency = agency or lead_of()
    return editor("quien-prepara", agency), editor("quien-publica", agency, "approver")


def decided(
    people: tuple[User, User], contribution: Contribution, **values: Any
) -> ContributionDecision:
    """A published decision, through the door."""
    said = Said(**({"outcome": "accepted", "reason": WHY} | values))
    prepares, publishes = people
    made = decide(prepares, contribution.pk, None, said)
    made = take(prepares, contribution.pk, made.version, Step.SUBMIT)
    return take(publishes, contribution.pk, made.version, Step.PUBLISH)
