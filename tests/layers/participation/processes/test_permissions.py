"""Who may do what with the records of a process, and who sees them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User

from layers.errors import EditNotAllowed, FeatureNotFound
from layers.participation.processes import door
from layers.participation.processes.kinds import FORUM, KINDS
from territory.models import Commitment, Forum, WrittenGuideline
from territory.participation.processes.seen import seen
from territory.reviewing import Step
from tests import security_policy, studies
from tests.eib_rounds import instrument, round_of
from tests.processes import (
    SOURCE,
    agency_of,
    agreement,
    consultation,
    forum,
    member,
    minutes,
    new_forum,
    session,
    version,
)
from tests.residences import alliance, condition, delivery, evidence, need, residence
from tests.zones import account

pytestmark = pytest.mark.django_db


def administrator() -> User:
    user = account("administra")
    user.user_permissions.add(Permission.objects.get(codename="change_commitment"))
    return user


def test_a_record_goes_from_draft_to_the_public_and_back() -> None:
    editor, reviewer = member("edita", "editor"), member("revisa", "approver")
    made = new_forum(editor)
    assert made.state == "draft"
    assert not seen(Forum, AnonymousUser()).filter(pk=made.pk)
    made = door.take(editor, FORUM, made.pk, made.version, Step.SUBMIT)
    made = door.take(reviewer, FORUM, made.pk, made.version, Step.PUBLISH)
    assert seen(Forum, AnonymousUser()).get().pk == made.pk
    made = door.take(reviewer, FORUM, made.pk, made.version, Step.WITHDRAW)
    assert not seen(Forum, AnonymousUser()).filter(pk=made.pk)


# Role (of which commitment's agency) → what it may do with a forum of the first one.
MATRIX = {
    "anonymous": set(),
    "without role": set(),
    "another's editor": set(),
    "another's approver": set(),
    "editor": {"create", "change", Step.SUBMIT, Step.REOPEN, Step.DROP},
    "approver": {Step.RETURN, Step.PUBLISH, Step.WITHDRAW},
    "administrator": {"create", "change", *Step},
}
_BEFORE = {
    Step.SUBMIT: "draft",
    Step.RETURN: "submitted",
    Step.PUBLISH: "submitted",
    Step.WITHDRAW: "published",
    Step.REOPEN: "withdrawn",
    Step.DROP: "published",
}


def user_of(role: str) -> Any:
    if role == "anonymous":
        return AnonymousUser()
    if role == "without role":
        return account("nadie")
    if role == "administrator":
        return administrator()
    *others, kind = role.split()
    return member("alguien", kind, 6 if others else 1)


@pytest.mark.parametrize("role", list(MATRIX))
def test_each_role_does_what_is_its_own(role: str) -> None:
    """And nothing else: what isn't seen doesn't exist, what is seen is refused."""
    user = user_of(role)
    done = set()
    refused = (EditNotAllowed, FeatureNotFound)
    for verb in ("create", "change", *Step):
        state = _BEFORE.get(verb, "draft") if isinstance(verb, Step) else "draft"
        proposed = {"name": "Otro nombre"} if verb == Step.DROP else None
        row = forum(f"foro-{verb}", state=state, proposed=proposed)
        try:
            if verb == "create":
                new_forum(user)
            elif verb == "change":
                door.change(user, FORUM, row.pk, row.version, {"name": "Otro nombre"})
            else:
                door.take(user, FORUM, row.pk, row.version, Step(verb))
            done.add(verb)
        except refused:
            pass
    assert done == MATRIX[role]


def guideline() -> WrittenGuideline:
    """A published version of the guidelines, as no door lets one in."""
    made = WrittenGuideline.objects.create(
        commitment=Commitment.objects.get(number=3),
        title="Lineamientos",
        label="1.0",
        issued_on="2018-06-30",
        document_url=SOURCE,
        source="MINAM",
        source_url=SOURCE,
        cutoff_date="2019-01-31",
        state="published",
    )
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_is_refused_to_another_agency(kind: str) -> None:
    """Also what is public, and so is seen by all."""
    other = member("otra", "editor", 6)
    held = session(forum())
    rows: dict[str, Any] = {
        "forum": held.forum,
        "session": held,
        "minutes": minutes(
            held, state="published", cleared_at=dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
        ),
        "agreement": agreement(held),
        "consultation": consultation(),
        "version": version(consultation("otra")),
        "guideline": guideline(),
        "need": need(residence()),
        "condition": condition(residence(5)),
        "alliance": alliance(need(residence(2))),
        "delivery": delivery(alliance(need(residence(3)))),
        "delivery_evidence": evidence(delivery(alliance(need(residence(4))))),
        "eib_instrument": instrument(commitment=1),
        "eib_round": round_of(instrument("otro", commitment=1), state="published"),
        "security_evidence": security_policy.evidence(),
        "policy_document": security_policy.document(),
        "planned_publication": security_policy.planned(),
        "information_system": security_policy.system(),
        "system_version": security_policy.system_version(security_policy.system(code="SISTRA")),
        "sanitation_study": studies.study(),
        "study_version": studies.version(studies.study(title="Otro")),
        "policy_basis": security_policy.basis(security_policy.document(title="Otra")),
    }
    row = rows[kind]
    with pytest.raises(EditNotAllowed):
        door.change(other, KINDS[kind], row.pk, row.version, {})
    with pytest.raises(EditNotAllowed):
        door.take(other, KINDS[kind], row.pk, row.version, Step.WITHDRAW)


def test_a_record_is_seen_while_all_that_it_is_within_is() -> None:
    held = session(forum())
    row = agreement(held)
    assert seen(type(row), AnonymousUser()).get() == row
    Forum.objects.filter(pk=held.forum_id).update(state="withdrawn")
    assert not seen(type(row), AnonymousUser()).filter(pk=row.pk)


def test_nobody_is_their_own_second_person() -> None:
    """Where the agency wants two."""
    agency = agency_of(1)
    agency.needs_approval = True
    agency.save()
    both = member("ambas", "editor")
    both.agency_roles.create(agency=agency, role="approver")
    made = new_forum(both)
    made = door.take(both, FORUM, made.pk, made.version, Step.SUBMIT)
    with pytest.raises(EditNotAllowed, match="otra persona"):
        door.take(both, FORUM, made.pk, made.version, Step.PUBLISH)
