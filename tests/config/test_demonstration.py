"""The accounts to try the zones with: what they may, and that SAMPLES=0 shuts them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User

from config import local_secrets
from config.demonstration import REVIEWERS, ensure_demonstration, ensure_reviewers
from territory.models import InterventionZone, ZoneVersion
from territory.roles import Role, may_review, planner_of, role_of
from territory.zones import visible_zones
from tests.zones import planner, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def secrets_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_secrets, "directory", lambda: tmp_path)


def test_two_planners_and_a_reviewer_of_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMPLES", "1")
    made = dict(line.split(" / ") for line in ensure_demonstration())
    assert set(made) == {"demo_cusco", "demo_la_libertad", "demo_revision"}
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
    assert len(ensure_demonstration()) == 3


def test_the_group_of_reviewers() -> None:
    ensure_reviewers()
    ensure_reviewers()
    user = User.objects.create_user("rosa")
    user.groups.add(Group.objects.get(name=REVIEWERS))
    assert may_review(user)
