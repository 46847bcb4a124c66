"""Who prepares, publishes and withdraws records of a commitment, and who sees them meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from layers import reviewing
from layers.errors import (
    EditNotAllowed,
    FeatureNotFound,
    TerritorioError,
    VersionConflict,
    VersionRequired,
    WrongState,
)
from territory.changes import entries_of
from territory.models import Evidence, Milestone, ProgressReport, ReviewedRecord, ReviewState
from territory.reviewing import Step, Verb, may, preparers_of, visible_to
from tests.publishers import APPROVER, EDITOR, MINAM, demonstrator, everybody, publisher
from tests.tracking import commitment, evidence, milestone, report, second_person, unstored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("untracked")]

REPORTED = {"reported_on": "2018-09-30", "text": "Se avanzó"}
NOBODY: frozenset[Verb] = frozenset()
PREPARES = frozenset({Verb.VIEW, Verb.PREPARE})
DECIDES = frozenset({Verb.VIEW, Verb.PUBLISH, Verb.RETURN, Verb.WITHDRAW})
# "An agency's editor edits its own commitments only; publication by a reviewer."
ALLOWED = {
    "anonymous": NOBODY,
    "member": NOBODY,
    "planner": NOBODY,
    "staff": NOBODY,
    "editor": PREPARES,
    "second_editor": PREPARES,
    "approver": DECIDES,
    "both": PREPARES | DECIDES,
    "regional": NOBODY,  # its roles are for files alone
    "foreign_editor": NOBODY,
    "foreign_approver": NOBODY,
    "inactive": NOBODY,
    "admin": PREPARES | DECIDES,
}


def everybody_and_nobody() -> dict[str, Any]:
    return {"anonymous": AnonymousUser(), **everybody()}


def test_each_role_may_what_it_is_for_in_its_own_commitments_only() -> None:
    third = commitment(3)
    for name, account in everybody_and_nobody().items():
        assert {verb for verb in Verb if may(account, verb, third)} == ALLOWED[name], name


def test_the_door_refuses_whatever_a_role_may_not() -> None:
    accounts = everybody_and_nobody()
    doors: dict[Verb, Callable[[Any], Any]] = {
        Verb.PREPARE: lambda user: reviewing.create(user, unstored("nuevo")),
        Verb.PUBLISH: lambda user: _take(user, "submitted", Step.PUBLISH),
        Verb.RETURN: lambda user: _take(user, "submitted", Step.RETURN),
        Verb.WITHDRAW: lambda user: _take(user, "published", Step.WITHDRAW),
    }
    for name, account in accounts.items():
        for verb, door in doors.items():
            Milestone.objects.all().delete()
            if verb in ALLOWED[name]:
                door(account)
            else:
                with pytest.raises((EditNotAllowed, FeatureNotFound)):
                    door(account)


def test_of_two_that_are_made_at_once_the_second_is_told() -> None:
    """Neither saw the other beforehand: the database says so, and all else goes on."""
    editor = publisher("edita", "MINAM-DGPIGA", EDITOR)
    reviewing.create(editor, unstored("nuevo"))
    with pytest.raises(WrongState, match="Ya existe"):
        reviewing.create(editor, unstored("nuevo"))
    assert Milestone.objects.count() == 1


def _take(user: Any, state: str, step: Step, **values: Any) -> Milestone:
    made = milestone(state=state)
    return reviewing.take(user, reviewing.locked(Milestone, user, made.pk, 1), step, **values)


@pytest.mark.parametrize("state", ["draft", "submitted", "withdrawn"])
def test_what_is_not_published_is_seen_by_its_agency_and_administrators_alone(state: str) -> None:
    made = milestone(state=state)
    for name, account in everybody_and_nobody().items():
        sees = made in visible_to(Milestone.objects.all(), account)
        assert sees == (Verb.VIEW in ALLOWED[name]), name


def test_a_part_is_public_only_while_what_it_is_within_is() -> None:
    outer = milestone(state="published")
    middle = report(outer, state="published")
    inner = evidence(middle, state="published", cleared_at=timezone.now())
    visitor = AnonymousUser()
    assert inner in visible_to(Evidence.objects.all(), visitor)
    Milestone.objects.update(state="withdrawn")
    assert inner not in visible_to(Evidence.objects.all(), visitor)
    assert inner in visible_to(Evidence.objects.all(), publisher("e", "MINAM-DGPIGA", EDITOR))


def test_a_fact_that_nobody_published_hides_no_sample() -> None:
    sample = milestone(code="e", title="EJEMPLO · Hito", state="published", is_sample=True)
    fact = milestone(code="h")
    visitor, own = AnonymousUser(), publisher("edita", "MINAM-DGPIGA", EDITOR)
    assert list(visible_to(Milestone.objects.all(), visitor)) == [sample]
    assert set(visible_to(Milestone.objects.all(), own)) == {sample, fact}
    Milestone.objects.filter(pk=fact.pk).update(state="published")
    assert list(visible_to(Milestone.objects.all(), visitor)) == [fact]
    assert list(visible_to(Milestone.objects.all(), own)) == [fact]


def test_from_a_draft_to_the_public_and_back() -> None:
    editor = publisher("edita", "MINAM-DGPIGA", EDITOR)
    boss = publisher("aprueba", "MINAM-DGPIGA", APPROVER)
    made = reviewing.create(editor, unstored("1", state="published"))
    assert (made.state, made.version) == (ReviewState.DRAFT, 1)
    with pytest.raises(WrongState):
        reviewing.take(boss, made, Step.PUBLISH)
    for user, step, state in [
        (editor, Step.SUBMIT, "submitted"),
        (boss, Step.RETURN, "draft"),
        (editor, Step.SUBMIT, "submitted"),
        (boss, Step.PUBLISH, "published"),
        (boss, Step.WITHDRAW, "withdrawn"),
        (editor, Step.REOPEN, "draft"),
    ]:
        made = reviewing.take(user, made, step)
        assert made.state == state
    kept = entries_of(made)
    assert {entry.office for entry in kept} == {"MINAM-DGPIGA"}
    assert [entry.by_id for entry in kept] == [
        user.pk for user in (editor, boss, boss, editor, boss, editor, editor)
    ]


@pytest.mark.parametrize("state", ["draft", "submitted", "published", "withdrawn"])
@pytest.mark.parametrize("step", list(Step))
def test_a_state_leads_where_it_may_and_nowhere_else(state: str, step: Step) -> None:
    admin = everybody()["admin"]
    leads = {
        ("draft", Step.SUBMIT),
        ("submitted", Step.RETURN),
        ("submitted", Step.PUBLISH),
        ("published", Step.WITHDRAW),
        ("withdrawn", Step.REOPEN),
    }
    if (state, step) in leads:
        _take(admin, state, step)
    else:
        with pytest.raises(WrongState):
            _take(admin, state, step)


def test_a_change_of_what_is_published_waits_beside_it() -> None:
    editor = publisher("edita", "MINAM-DGPIGA", EDITOR)
    boss = publisher("aprueba", "MINAM-DGPIGA", APPROVER)
    made = milestone(state="published", title="Antes")
    other = commitment(3).lead_agencies.get()
    made = reviewing.change(editor, made, {"title": "Después", "responsible_id": other.pk})
    assert Milestone.objects.get().title == "Antes"
    with pytest.raises(WrongState):
        reviewing.take(boss, made, Step.PUBLISH)
    made = reviewing.take(editor, made, Step.SUBMIT)
    made = reviewing.take(boss, made, Step.PUBLISH)
    stored = Milestone.objects.get()
    assert (stored.title, stored.responsible, stored.proposed) == ("Después", other, None)
    assert stored.state == "published"


def test_a_proposal_of_the_present_values_is_none() -> None:
    editor = publisher("edita", "MINAM-DGPIGA", EDITOR)
    made = milestone(state="published", title="Antes")
    assert reviewing.change(editor, made, {"title": "Antes"}).version == 1
    assert reviewing.change(editor, made, {"title": "Otro"}).version == 2
    assert reviewing.change(editor, made, {"title": "Antes"}).proposed is None


def test_where_a_second_person_is_wanted_nobody_publishes_their_own() -> None:
    second_person()
    both = publisher("hace", "MINAM-DGPIGA", EDITOR, APPROVER)
    boss = publisher("aprueba", "MINAM-DGPIGA", APPROVER)
    editor = publisher("edita", "MINAM-DGPIGA", EDITOR)
    made = reviewing.create(both, unstored("1"))
    made = reviewing.change(editor, made, {"title": "Lo cambió otra persona"})
    made = reviewing.take(editor, made, Step.SUBMIT)
    assert preparers_of(made) == {both.pk, editor.pk}
    with pytest.raises(EditNotAllowed, match="otra persona"):
        reviewing.take(both, made, Step.PUBLISH)
    # Who gives it back prepares nothing by that.
    made = reviewing.take(boss, made, Step.RETURN)
    made = reviewing.take(editor, made, Step.SUBMIT)
    made = reviewing.take(boss, made, Step.PUBLISH)
    assert preparers_of(made) == frozenset()
    made = reviewing.take(both, reviewing.change(both, made, {"title": "Otro"}), Step.SUBMIT)
    with pytest.raises(EditNotAllowed):
        reviewing.take(both, made, Step.PUBLISH)
    assert reviewing.take(boss, made, Step.PUBLISH).title == "Otro"


def test_an_administrator_is_no_exception_to_the_second_person() -> None:
    second_person()
    admin = everybody()["admin"]
    made = reviewing.take(admin, reviewing.create(admin, unstored("1")), Step.SUBMIT)
    with pytest.raises(EditNotAllowed):
        reviewing.take(admin, made, Step.PUBLISH)


def test_who_holds_another_version_is_told_so() -> None:
    editor = publisher("edita", "MINAM-DGPIGA", EDITOR)
    made = milestone()
    reviewing.change(editor, made, {"title": "Otro"})
    refusals: list[tuple[int | None, type[TerritorioError]]] = [
        (1, VersionConflict),
        (None, VersionRequired),
    ]
    for version, error in refusals:
        with pytest.raises(error):
            reviewing.locked(Milestone, editor, made.pk, version)


def test_for_others_a_draft_does_not_exist() -> None:
    made = milestone()
    with pytest.raises(FeatureNotFound):
        reviewing.locked(Milestone, publisher("ajena", "MTC", EDITOR), made.pk, 1)


def test_a_proposal_is_dropped_by_who_prepares_and_leaves_what_is_published() -> None:
    editor = publisher("edita", MINAM, EDITOR)
    boss = publisher("aprueba", MINAM, APPROVER)
    made = milestone(state="published", title="Antes")
    with pytest.raises(WrongState):
        reviewing.take(editor, made, Step.DROP)
    for submits in (False, True):
        made = reviewing.change(editor, made, {"title": "Después"})
        if submits:
            made = reviewing.take(editor, made, Step.SUBMIT)
        with pytest.raises(EditNotAllowed):
            reviewing.take(boss, made, Step.DROP)
        made = reviewing.take(editor, made, Step.DROP)
        assert (made.title, made.proposed, made.is_proposal_submitted) == ("Antes", None, False)
    assert preparers_of(made) == frozenset()


def test_facts_and_samples_have_each_their_own_accounts() -> None:
    real = publisher("de_hechos", MINAM, EDITOR, APPROVER)
    demo = demonstrator("ejemplo", MINAM, EDITOR, APPROVER)
    sample = milestone(code="e", title="EJEMPLO · Hito", state="published", is_sample=True)
    fact = milestone(code="h", state="published")
    for user, record in ((real, sample), (everybody()["admin"], sample), (demo, fact)):
        with pytest.raises(EditNotAllowed):
            reviewing.change(user, record, {"title": "Otro"})
        with pytest.raises(EditNotAllowed):
            reviewing.take(user, record, Step.WITHDRAW)


def test_what_the_demonstration_makes_says_that_it_is_a_sample() -> None:
    demo = demonstrator("ejemplo", MINAM, EDITOR, APPROVER)
    made = reviewing.create(demo, unstored("1", title="Hito de prueba", is_sample=False))
    assert (made.is_sample, made.title) == (True, "EJEMPLO · Hito de prueba")
    made = reviewing.take(demo, made, Step.SUBMIT)
    made = reviewing.take(demo, made, Step.PUBLISH)
    # Proposed values as well, and the prefix only once.
    made = reviewing.change(demo, made, {"title": "EJEMPLO · Otro"})
    assert made.proposed == {"title": "EJEMPLO · Otro"}
    assert {entry.office for entry in entries_of(made)} == {"EJEMPLO · MINAM-DGPIGA"}
    real = publisher("edita", MINAM, EDITOR)
    unpublished = reviewing.create(demo, unstored("2"))
    assert unpublished not in visible_to(Milestone.objects.all(), real)
    assert unpublished in visible_to(Milestone.objects.all(), demo)


def test_a_sample_is_no_part_of_a_fact() -> None:
    demo, fact = demonstrator("ejemplo", MINAM, EDITOR), milestone(state="published")
    with pytest.raises(WrongState):
        reviewing.create(demo, ProgressReport(milestone=fact, number=1, **REPORTED))
    real = publisher("edita", MINAM, EDITOR)
    sample = milestone(code="e", title="EJEMPLO · Hito", is_sample=True)
    with pytest.raises(WrongState):
        reviewing.create(real, ProgressReport(milestone=sample, number=1, **REPORTED))


@pytest.mark.parametrize("model", ReviewedRecord.__subclasses__(), ids=lambda model: model.__name__)
def test_every_kind_has_a_text_in_which_a_sample_says_so(model: type[ReviewedRecord]) -> None:
    column = model().sample_column
    if column:
        assert column in {field.name for field in model._meta.concrete_fields}
    else:  # a kind of facts alone, which the database holds
        conditions = [getattr(held, "condition", None) for held in model._meta.constraints]
        assert Q(is_sample=False) in conditions
