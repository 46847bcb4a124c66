"""The door by which the agency in charge decides on what was contributed to a consultation."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from layers.errors import (
    EditNotAllowed,
    FeatureNotFound,
    InvalidParameter,
    VersionConflict,
    WrongState,
)
from layers.participation import moderating
from layers.participation.deciding import Said, decide, take
from territory.changes import changes_of
from territory.models import ContributionDecision
from territory.participation.processes.contributed import change_of, decision_of
from territory.reviewing import Step
from tests.consultations import WHY, decided, deciders, opened, revised, said_at, shown_at
from tests.contributions import editor, lead_of, moderator
from tests.zones import account

pytestmark = pytest.mark.django_db
ACCEPTED = Said("accepted", WHY)


def test_a_decision_is_public_once_an_approver_published_it() -> None:
    found = shown_at(opened())
    prepares, publishes = deciders()
    made = decide(prepares, found.pk, None, ACCEPTED)
    found.refresh_from_db()
    assert decision_of(found) is None
    with pytest.raises(EditNotAllowed):
        take(publishes, found.pk, made.version, Step.SUBMIT)
    made = take(prepares, found.pk, made.version, Step.SUBMIT)
    with pytest.raises(EditNotAllowed):
        take(prepares, found.pk, made.version, Step.PUBLISH)
    take(publishes, found.pk, made.version, Step.PUBLISH)
    found.refresh_from_db()
    shown = decision_of(found)
    assert shown is not None
    assert (shown.outcome, shown.reason) == ("accepted", WHY)
    assert {change.office for change in changes_of(shown)} == {lead_of().acronym}


def test_nobody_publishes_their_own_where_the_agency_wants_a_second_person() -> None:
    agency = lead_of()
    agency.needs_approval = True
    agency.save()
    both = editor("ambas", agency)
    both.agency_roles.create(agency=agency, role="approver")
    found = shown_at(opened())
    made = decide(both, found.pk, None, ACCEPTED)
    made = take(both, found.pk, made.version, Step.SUBMIT)
    with pytest.raises(EditNotAllowed):
        take(both, found.pk, made.version, Step.PUBLISH)
    take(editor("otra", agency, "approver"), found.pk, made.version, Step.PUBLISH)


def test_who_decides_and_who_does_not() -> None:
    """Every account that isn't of the agency in charge, whatever else it may do."""
    found = shown_at(opened())
    others: dict[str, Any] = {
        "anonymous": AnonymousUser(),
        "member": account("alguien"),
        "moderator": moderator("otra-moderadora"),
        "other editor": editor("ajena", lead_of(5)),
        "other approver": editor("ajeno", lead_of(5), "approver"),
        "own approver": editor("aprueba", role="approver"),
    }
    for name, user in others.items():
        with pytest.raises(EditNotAllowed):
            decide(user, found.pk, None, ACCEPTED)
        assert not ContributionDecision.objects.exists(), name
    made = decided(deciders(), found)
    for name in ("anonymous", "member", "moderator", "other editor", "other approver"):
        for step in Step:
            with pytest.raises(EditNotAllowed):
                take(others[name], found.pk, made.version, step)
    take(others["own approver"], found.pk, made.version, Step.WITHDRAW)
    found.refresh_from_db()
    assert decision_of(found) is None


@pytest.mark.parametrize(
    ("said", "parameter"),
    [
        (Said("informed", WHY), "outcome"),
        (Said("", WHY), "outcome"),
        (Said("accepted", "No."), "reason"),
        (Said("accepted", "x" * 4001), "reason"),
        (Said("accepted", "Llame al 987654321, por favor."), "reason"),
        (Said("declined", WHY, 2, 1), "changed_version"),
        (Said("accepted", WHY, 2), "changed_paragraph"),
        (Said("accepted", WHY, None, 1), "changed_version"),
        (Said("accepted", WHY, 1, 1), "changed_version"),
        (Said("accepted", WHY, 9, 1), "changed_version"),
        (Said("accepted", WHY, 2, 2), "changed_paragraph"),
        (Said("accepted", WHY, 2, 7), "changed_paragraph"),
    ],
)
def test_what_is_wrong_is_named(said: Said, parameter: str) -> None:
    """The second paragraph is the same in both versions, and there is no seventh."""
    of = opened()
    found = shown_at(of)
    revised(of)
    with pytest.raises(InvalidParameter) as refused:
        decide(deciders()[0], found.pk, None, said)
    assert refused.value.parameter == parameter


@pytest.mark.parametrize("paragraph", [1, 3])
def test_a_paragraph_that_changed_or_is_gone_may_be_named(paragraph: int) -> None:
    of = opened()
    found = shown_at(of)
    revised(of)
    made = decided(deciders(), found, version=2, paragraph=paragraph)
    assert change_of(made) == (2, paragraph)


def test_a_version_that_nobody_reads_yet_is_published_before() -> None:
    of = opened()
    found = shown_at(of)
    revised(of, state="draft")
    people = deciders()
    with pytest.raises(WrongState, match="versión"):
        decided(people, found, version=2, paragraph=1)


def test_another_decision_waits_beside_the_published() -> None:
    found = shown_at(opened())
    prepares, publishes = deciders()
    made = decided((prepares, publishes), found)
    with pytest.raises(VersionConflict):
        decide(prepares, found.pk, None, ACCEPTED)
    with pytest.raises(VersionConflict):
        decide(prepares, found.pk, made.version - 1, ACCEPTED)
    made = decide(prepares, found.pk, made.version, Said("declined", "Ya lo dice el párrafo 2."))
    assert made.outcome == "accepted"
    made = take(prepares, found.pk, made.version, Step.SUBMIT)
    made = take(publishes, found.pk, made.version, Step.PUBLISH)
    assert (made.outcome, made.reason) == ("declined", "Ya lo dice el párrafo 2.")


def test_only_what_is_public_is_decided_on() -> None:
    of = opened()
    waiting = said_at(of).contribution
    prepares, _publishes = deciders()
    with pytest.raises(FeatureNotFound):
        decide(prepares, waiting.pk, None, ACCEPTED)
    found = shown_at(of)
    decide(prepares, found.pk, None, ACCEPTED)
    moderating.reject(moderator("segunda"), found.pk, found.version, "off_topic")
    with pytest.raises(FeatureNotFound):
        take(prepares, found.pk, 1, Step.SUBMIT)


def test_the_database_holds_what_a_decision_is() -> None:
    of = opened()
    found = shown_at(of)
    revised(of)
    decided(deciders(), found, version=2, paragraph=1)
    rows = ContributionDecision.objects.filter(pk=found.pk)
    for values in ({"reason": ""}, {"outcome": "declined"}, {"changed_paragraph": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
