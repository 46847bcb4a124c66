"""The plan of urban transport that a consultation names: what the door takes, and keeps."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from layers.errors import InvalidParameter
from layers.participation.processes import door
from layers.participation.processes.kinds import CONSULTATION
from territory.models import AgencyRole, ChangeEntry, Commitment, Consultation
from territory.reviewing import Step
from tests.frontend.transit.test_plan_pages import publish_plan
from tests.processes import SOURCE, agency_of, consultation, member
from tests.zones import account

pytestmark = pytest.mark.django_db


def draft(user: User, number: int = 10, **values: Any) -> Any:
    given = {
        "commitment_id": Commitment.objects.get(number=number).pk,
        "slug": "del-plan",
        "title": "Consulta del plan",
        "opens_on": "2020-01-01",
        "closes_on": "2020-01-31",
        "source_url": SOURCE,
        "cutoff_date": "2020-01-01",
    }
    return door.create(user, CONSULTATION, given | values)


def test_a_published_plan_is_taken_and_its_change_is_kept() -> None:
    publish_plan()
    publish_plan(code="PMUS-Y")
    editor, boss = member("edita", "editor", 10), member("publica", "approver", 10)
    made = draft(editor, plan_code="PMUS-X")
    made = door.take(editor, CONSULTATION, made.pk, made.version, Step.SUBMIT)
    made = door.take(boss, CONSULTATION, made.pk, made.version, Step.PUBLISH)
    found = door.change(editor, CONSULTATION, made.pk, made.version, {"plan_code": "PMUS-Y"})
    # What is proposed is nobody's until somebody has decided.
    assert Consultation.objects.get(pk=made.pk).plan_code == "PMUS-X"
    found = door.take(editor, CONSULTATION, made.pk, found.version, Step.SUBMIT)
    door.take(boss, CONSULTATION, made.pk, found.version, Step.PUBLISH)
    assert Consultation.objects.get(pk=made.pk).plan_code == "PMUS-Y"
    entries = ChangeEntry.objects.filter(record="territory.consultation", key=str(made.pk))
    last = entries.order_by("pk").last()
    assert last is not None
    assert (last.before["plan_code"], last.after["plan_code"]) == ("PMUS-X", "PMUS-Y")


@pytest.mark.parametrize(
    "code", ["PMUS-Z", "pmus-x", "EJ-0101", "<script>", "PMUS-X\u202e", "a\x00b", "X" * 41, 7]
)
def test_what_is_no_published_plan_is_refused_by_its_field(code: Any) -> None:
    publish_plan()
    with pytest.raises(InvalidParameter) as error:
        draft(member("edita", "editor", 10), plan_code=code)
    assert error.value.parameter == "plan_code"


def test_a_fact_is_never_of_an_example() -> None:
    """Samples of plans are shown while there is no fact; a real consultation names none."""
    with pytest.raises(InvalidParameter) as error:
        draft(member("edita", "editor", 10), plan_code="EJ-0101")
    assert error.value.parameter == "plan_code"


def test_the_demonstration_names_an_example() -> None:
    user = account("demo")
    AgencyRole.objects.create(user=user, agency=agency_of(10), role="editor", is_demonstration=True)
    made = draft(user, plan_code="EJ-0101")
    assert (made.is_sample, made.plan_code) == (True, "EJ-0101")


def test_other_commitments_have_no_plans() -> None:
    publish_plan()
    with pytest.raises(InvalidParameter) as error:
        draft(member("edita", "editor", 9), 9, plan_code="PMUS-X")
    assert error.value.parameter == "plan_code"


def test_nothing_is_published_of_a_plan_that_is_gone() -> None:
    plan = publish_plan()
    editor, boss = member("edita", "editor", 10), member("publica", "approver", 10)
    made = draft(editor, plan_code="PMUS-X")
    made = door.take(editor, CONSULTATION, made.pk, made.version, Step.SUBMIT)
    plan.delete()
    with pytest.raises(InvalidParameter) as error:
        door.take(boss, CONSULTATION, made.pk, made.version, Step.PUBLISH)
    assert error.value.parameter == "plan_code"


def test_none_is_none_and_no_empty_text() -> None:
    publish_plan()
    editor = member("edita", "editor", 10)
    made = draft(editor, plan_code="")
    assert made.plan_code is None
    kept = consultation("otra", 10, plan_code="PMUS-X", state="draft")
    changed: Any = door.change(editor, CONSULTATION, kept.pk, kept.version, {"plan_code": ""})
    assert changed.plan_code is None
