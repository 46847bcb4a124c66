"""Who may do what with a source: every verb, every source, every kind of account."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from layers.loading.sources import SOURCES, find
from layers.models import SourceSetting
from layers.publishing.permissions import Verb, may, may_approve, needs_second_person
from layers.source import Source
from layers.themes import THEMES
from territory.models import Agency, AgencyRole
from territory.roles import AnyUser
from tests.publishers import MINAM, MTC, everybody
from tests.territory.shapes import FIXTURES
from tests.zones import account

pytestmark = pytest.mark.django_db

# Verb → who may, of accounts of the source's agency; ``regional`` of its own units alone.
ALONE = {
    Verb.VIEW: {"editor", "second_editor", "approver", "both", "regional", "admin"},
    Verb.PREPARE: {"editor", "second_editor", "both", "regional", "admin"},
    Verb.PUBLISH: {"editor", "second_editor", "both", "regional", "admin"},
    Verb.APPROVE: {"approver", "both", "regional", "admin"},
    Verb.RETURN: {"editor", "second_editor", "approver", "both", "regional", "admin"},
    Verb.WITHDRAW: {"editor", "second_editor", "approver", "both", "regional", "admin"},
}
# The same where a second person is required.
WITH_A_SECOND = ALONE | {
    Verb.PUBLISH: set(),
    Verb.RETURN: {"approver", "both", "regional", "admin"},
    Verb.WITHDRAW: {"approver", "both", "regional", "admin"},
}


def users(source: Source) -> dict[str, AnyUser]:
    other = MTC if MTC not in source.agencies else MINAM
    return {"anonymous": AnonymousUser(), **everybody(source.agencies[0], other)}


def allowed(source: Source, covers: tuple[str, ...] | None = None) -> dict[Verb, set[str]]:
    """Who may, by verb: anything at all, or with what covers these units."""
    accounts = users(source)
    return {
        verb: {name for name, user in accounts.items() if may(user, verb, source, covers)}
        for verb in Verb
    }


def but_regional(expected: dict[Verb, set[str]]) -> dict[Verb, set[str]]:
    return {verb: names - {"regional"} for verb, names in expected.items()}


def of_files(source: Source, expected: dict[Verb, set[str]]) -> dict[Verb, set[str]]:
    """Of a file that names persons nobody hands in any: pages would keep it."""
    handed_in = (Verb.PREPARE, Verb.PUBLISH, Verb.APPROVE) if source.stays_away else ()
    return expected | {verb: set() for verb in handed_in}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_who_may(source: Source) -> None:
    assert allowed(source) == of_files(source, ALONE)


@pytest.mark.parametrize("covers", [("16",), ("1601", "160201"), ("16", "24"), ("PE",), ()])
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_who_may_with_what_covers_some_units(source: Source, covers: tuple[str, ...]) -> None:
    is_within = bool(covers) and all(code.startswith("16") for code in covers)
    expected = of_files(source, ALONE)
    assert allowed(source, covers) == (expected if is_within else but_regional(expected))


@pytest.mark.parametrize("setting", ["agency", "source"])
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_who_may_where_a_second_person_is_required(source: Source, setting: str) -> None:
    if setting == "agency":
        Agency.objects.filter(acronym=source.agencies[0]).update(needs_approval=True)
    else:
        SourceSetting.objects.create(source=source.name)
    assert allowed(source) == of_files(source, WITH_A_SECOND)


def test_a_setting_holds_for_its_source_alone() -> None:
    SourceSetting.objects.create(source="environment")
    SourceSetting.objects.create(source="transport", needs_approval=False)
    assert [s.name for s in SOURCES if needs_second_person(s)] == ["environment"]


def test_nobody_is_their_own_second_person() -> None:
    source = find("environment")
    accounts = users(source)
    for name in ("both", "admin"):
        assert not may_approve(accounts[name], source, accounts[name].pk)
        assert may_approve(accounts[name], source, accounts["editor"].pk)
    assert not may_approve(accounts["editor"], source, accounts["second_editor"].pk)


def test_a_role_that_ends_is_felt_at_the_next_request() -> None:
    source = find("environment")
    editor = everybody()["editor"]
    assert may(editor, Verb.VIEW, source)
    AgencyRole.objects.filter(user=editor).delete()
    again = User.objects.get(pk=editor.pk)
    assert not may(again, Verb.VIEW, source)


def test_all_sources_are_asked_of_by_one_query_of_roles() -> None:
    user = account("curiosa")
    with CaptureQueriesContext(connection) as captured:
        assert not any(may(user, Verb.VIEW, source) for source in SOURCES)
    assert sum("agencyrole" in query["sql"] for query in captured) == 1


def test_every_source_is_published_by_agencies_that_lead_its_commitments() -> None:
    plan = json.loads((FIXTURES / "plan" / "plan.json").read_text())
    leads = {item["number"]: set(item["lead_agencies"]) for item in plan["commitments"]}
    for theme in THEMES:
        leading = set().union(*(leads[number] for number in theme.commitments))
        for source in theme.sources:
            assert source.agencies, source.name
            assert set(source.agencies) <= leading, source.name
