"""The accounts to try the site with: what they may, and that SAMPLES=0 shuts them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User

from config import local_secrets
from config.demonstration import REVIEWERS, ensure_demonstration, ensure_reviewers
from layers import reviewing
from layers.datasets.access import agencies_of, prepared_agencies
from layers.errors import EditNotAllowed
from layers.loading.sources import SOURCES
from layers.publishing.permissions import Verb as SourceVerb
from layers.publishing.permissions import may as may_publish
from layers.tracking import samples as tracking_samples
from territory.models import Agency, AgencyRole, InterventionZone, Milestone, ZoneVersion
from territory.participation.permissions import answers_something
from territory.reviewing import Step, visible_to
from territory.roles import Role, may_review, planner_of, role_of
from territory.zones import visible_zones
from tests.territory.shapes import FIXTURES
from tests.tracking import milestone, unstored
from tests.zones import planner, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def secrets_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_secrets, "directory", lambda: tmp_path)


def test_two_planners_and_a_reviewer_of_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMPLES", "1")
    made = dict(line.split(" / ") for line in ensure_demonstration())
    zones = {"demo_cusco", "demo_la_libertad", "demo_revision"}
    assert set(made) == zones | {"demo_edicion", "demo_aprobacion", "demo_moderacion"}
    assert ensure_demonstration() == []
    users = {name: User.objects.get(username=name) for name in made}
    for name, password in made.items():
        assert users[name].check_password(password)
        assert not users[name].is_staff
    departments = []
    for name in ("demo_cusco", "demo_la_libertad"):
        profile = planner_of(users[name])
        assert profile is not None
        assert profile.is_demonstration
        departments.append(profile.department_id)
    assert departments == ["08", "13"]
    boss = users["demo_revision"]
    assert role_of(boss) == Role.REVIEWER
    assert (may_review(boss, samples=True), may_review(boss)) == (True, False)


def test_its_reviewer_sees_no_draft_of_real_planners(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMPLES", "1")
    ensure_demonstration()
    sample = stored(User.objects.get(username="demo_cusco"), title="EJEMPLO · Z", is_sample=True)
    stored(planner("ana"))
    boss = User.objects.get(username="demo_revision")
    assert list(visible_zones(boss)) == [sample]


def test_without_samples_nobody_signs_in_and_nothing_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SAMPLES", "1")
    ensure_demonstration()
    sample = stored(User.objects.get(username="demo_cusco"), title="EJEMPLO · Z", is_sample=True)
    fact = stored(planner("ana"))
    monkeypatch.setenv("SAMPLES", "0")
    assert ensure_demonstration() == []
    assert not User.objects.filter(username__startswith="demo_", is_active=True).exists()
    assert list(InterventionZone.objects.all()) == [fact]
    assert ZoneVersion.objects.filter(pgh_obj=sample.pk).count() == 2
    monkeypatch.setenv("SAMPLES", "1")
    assert len(ensure_demonstration()) == 6


def test_what_is_tried_of_the_tracking_is_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMPLES", "1")
    ensure_demonstration()
    editor = User.objects.get(username="demo_edicion")
    boss = User.objects.get(username="demo_aprobacion")
    made = reviewing.create(editor, unstored("d1", 1))
    made = reviewing.change(editor, made, {"title": "Otro título"})
    made = reviewing.take(editor, made, Step.SUBMIT)
    made = reviewing.take(boss, made, Step.PUBLISH)
    assert (made.is_sample, made.title) == (True, "EJEMPLO · Otro título")
    assert made in Milestone.objects.published()
    # As a fresh machine has them, once its samples are loaded again or taken away.
    tracking_samples.load(FIXTURES / "samples")
    assert not Milestone.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize("number", range(1, 19))
def test_each_commitments_milestones_can_be_tried(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """An editor and an approver of whatever agency is in charge; what they make is a sample."""
    monkeypatch.setenv("SAMPLES", "1")
    ensure_demonstration()
    editor = User.objects.get(username="demo_edicion")
    boss = User.objects.get(username="demo_aprobacion")
    made = reviewing.create(editor, unstored("d1", number))
    made = reviewing.take(editor, made, Step.SUBMIT)
    with pytest.raises(EditNotAllowed):
        reviewing.take(editor, made, Step.PUBLISH)
    made = reviewing.take(boss, made, Step.PUBLISH)
    assert (made.is_sample, made.state) == (True, "published")


def test_accounts_of_an_older_machine_get_the_roles_that_they_lack(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SAMPLES", "1")
    ensure_demonstration()
    held = AgencyRole.objects.filter(user__username="demo_edicion")
    agencies = Agency.objects.filter(led_commitments__isnull=False).distinct().count()
    assert held.count() == agencies
    held.exclude(agency__led_commitments__number=1).delete()
    assert ensure_demonstration() == []
    assert held.count() == agencies
    assert all(held.values_list("is_demonstration", flat=True))
    # Who was shut out stays so, and a real role beside it is untouched.
    monkeypatch.setenv("SAMPLES", "0")
    ensure_demonstration()
    held.delete()
    ensure_demonstration()
    assert not held.exists()


def test_they_publish_and_answer_nothing_in_the_name_of_an_agency(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SAMPLES", "1")
    ensure_demonstration()
    for name in ("demo_edicion", "demo_aprobacion"):
        user = User.objects.get(username=name)
        held = user.agency_roles.count()
        assert held > 0
        assert not [s for s in SOURCES if any(may_publish(user, verb, s) for verb in SourceVerb)]
        assert not agencies_of(user).exists()
        assert not prepared_agencies(user).exists()
        assert not answers_something(user)
        fact = milestone(1, name[5:])
        assert fact not in visible_to(Milestone.objects.all(), user)


def test_the_group_of_reviewers() -> None:
    ensure_reviewers()
    ensure_reviewers()
    user = User.objects.create_user("rosa")
    user.groups.add(Group.objects.get(name=REVIEWERS))
    assert may_review(user)
