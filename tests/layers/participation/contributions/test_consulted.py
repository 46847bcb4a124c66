"""Contributions at a paragraph of a consultation: when they are taken, and what goes with them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from layers.errors import FeatureNotFound, InvalidParameter, WrongState
from layers.participation.processes import door
from layers.participation.processes.kinds import CONSULTATION
from layers.participation.receiving import withdraw
from territory.models import ChangeEntry, Contribution, ContributionDecision
from territory.models.histories import DECISIONS
from territory.participation.processes.contributed import (
    Decided,
    added,
    decided_by_paragraph,
    text_changes,
)
from territory.reviewing import Step
from tests.consultations import WHY, close, decided, deciders, opened, revised, said_at, shown_at
from tests.contributions import COMMITMENT, items, sent
from tests.processes import consultation, version

pytestmark = pytest.mark.django_db


def test_what_is_said_at_a_paragraph_needs_no_place_and_has_its_commitment() -> None:
    found = said_at(opened(), 2).contribution
    assert found.commitment is not None
    assert (found.commitment.number, found.paragraph) == (COMMITMENT, 2)
    assert found.geom is None
    assert found.unit_id is None


def test_it_may_have_a_place(client: Client) -> None:
    placed = sent(consultation=opened().slug, paragraph=1).contribution
    assert placed.geom is not None


@pytest.mark.parametrize(
    ("values", "error", "parameter"),
    [
        ({"paragraph": 4}, InvalidParameter, "paragraph"),
        ({"paragraph": None}, InvalidParameter, "paragraph"),
        ({"consultation": "ninguna"}, FeatureNotFound, "consultation"),
        ({"consultation": "\x00"}, FeatureNotFound, "consultation"),
        ({"consultation": "\ud800"}, FeatureNotFound, "consultation"),
        ({"consultation": ""}, InvalidParameter, "consultation"),
        ({"commitment": 1}, InvalidParameter, "commitment"),
        ({"commitment": 99}, InvalidParameter, "commitment"),
    ],
)
def test_what_there_is_not_is_refused_by_name(
    values: dict[str, Any], error: type[Any], parameter: str
) -> None:
    of = opened()
    with pytest.raises(error) as refused:
        said_at(of, **values)
    assert refused.value.parameter == parameter
    assert not Contribution.objects.exists()


def test_before_it_opens_and_after_it_closes_it_takes_nothing() -> None:
    """Both days are open ones, in Lima's time."""
    of = opened()
    said_at(of)
    of.opens_on = of.closes_on
    of.save()
    with pytest.raises(WrongState, match="por abrir"):
        said_at(of)
    with pytest.raises(WrongState, match="cerrada"):
        said_at(close(of))


@pytest.mark.parametrize("state", ["draft", "submitted", "withdrawn"])
def test_what_is_not_published_takes_nothing(state: str) -> None:
    with pytest.raises(FeatureNotFound):
        said_at(opened(state=state))


def test_a_paragraph_that_is_gone_takes_nothing() -> None:
    of = opened()
    revised(of, state="draft")
    said_at(of, 3)
    of.versions.filter(number=2).update(state="published")
    with pytest.raises(InvalidParameter):
        said_at(of, 3)


def test_the_database_wants_both_or_neither() -> None:
    found = said_at(opened()).contribution
    for values in ({"paragraph": None}, {"consultation": None}, {"paragraph": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contribution.objects.filter(pk=found.pk).update(**values)


def test_the_layer_says_the_consultation_and_the_published_decision(client: Client) -> None:
    of = opened()
    first, second = shown_at(of, 1), shown_at(of, 2)
    revised(of)
    decided(deciders(), first, version=2, paragraph=1)
    rows = {item["id"]: item["properties"] for item in items(client)}
    shown = rows[first.pk]
    assert (shown["consultation"], shown["paragraph"]) == ("consulta", 1)
    assert (shown["decision"], shown["decision_reason"]) == ("accepted", WHY)
    assert shown["place_kind"] == "text"
    assert rows[second.pk]["decision"] is None
    of.state = "withdrawn"
    of.save()
    rows = {item["id"]: item["properties"] for item in items(client)}
    assert {rows[first.pk][name] for name in ("consultation", "paragraph", "decision")} == {None}


def test_figures_of_a_consultation_are_of_what_everybody_sees() -> None:
    of = opened()
    people = deciders()
    accepted, declined, undecided = (shown_at(of, n) for n in (1, 1, 2))
    said_at(of, 2)
    revised(of)
    decided(people, accepted, version=2, paragraph=1)
    decided(people, declined, outcome="declined")
    counts = decided_by_paragraph(of)
    assert counts == {1: Decided(2, 1, 0, 1), 2: Decided(1)}
    assert added(counts.values()).undecided == 1
    assert [(c.version, c.paragraph, c.contributions) for c in text_changes(of)] == [(2, 1, 1)]
    of.versions.filter(number=2).update(state="withdrawn")
    assert text_changes(of) == []
    withdraw(accepted)
    assert decided_by_paragraph(of)[1] == Decided(1, 0, 0, 1)
    assert undecided.pk


def test_nothing_is_left_of_consultation_decision_and_history(client: Client) -> None:
    of = opened()
    found = shown_at(of)
    decided(deciders(), found)
    assert ChangeEntry.objects.filter(record=DECISIONS).count() == 3
    withdraw(found)
    row = Contribution.objects.values().get()
    assert {row[name] for name in ("consultation_id", "paragraph", "commitment_id")} == {None}
    assert not ContributionDecision.objects.exists()
    assert not ChangeEntry.objects.filter(record=DECISIONS).exists()
    page = client.get("/participar/consultas/consulta/").content.decode()
    assert WHY not in page
    assert found.public_text not in page
    assert items(client) == []


def test_a_decision_and_its_history_are_kept_while_the_contribution_is() -> None:
    found = shown_at(opened())
    made = decided(deciders(), found)
    assert made._meta.label_lower == DECISIONS
    entries = ChangeEntry.objects.filter(record=DECISIONS)
    for change in (made.delete, entries.delete, lambda: entries.update(office="OTRA")):
        with pytest.raises(DatabaseError, match="kept"), transaction.atomic():
            change()
    other = ChangeEntry.objects.exclude(record=DECISIONS)
    withdraw(found)
    with pytest.raises(DatabaseError, match="kept"), transaction.atomic():
        other.delete()


def closing(**values: Any) -> Any:
    """A closing report that waits to be published."""
    of = opened("cierre", **values)
    prepares, publishes = deciders()
    found = door.change(
        prepares, CONSULTATION, of.pk, of.version, {"closing_summary": "Cambió un párrafo."}
    )
    found = door.take(prepares, CONSULTATION, of.pk, found.version, Step.SUBMIT)
    return found, publishes


def test_a_closing_report_waits_for_the_last_day() -> None:
    found, publishes = closing()
    with pytest.raises(WrongState, match="cuando la consulta cerró"):
        door.take(publishes, CONSULTATION, found.pk, found.version, Step.PUBLISH)


def test_a_closing_report_waits_for_the_moderation_and_for_no_decision() -> None:
    found, publishes = closing()
    said_at(found)
    close(found)
    with pytest.raises(WrongState, match="sin revisar"):
        door.take(publishes, CONSULTATION, found.pk, found.version, Step.PUBLISH)
    withdraw(Contribution.objects.get())
    saved: Any = door.take(publishes, CONSULTATION, found.pk, found.version, Step.PUBLISH)
    assert saved.closing_summary == "Cambió un párrafo."


def test_an_instrument_of_governance_is_a_kind_of_consultation() -> None:
    of = consultation("instrumento", COMMITMENT, kind="governance")
    version(of)
    assert of.get_kind_display() == "instrumento de gobernanza"
    with pytest.raises(IntegrityError), transaction.atomic():
        of.__class__.objects.filter(pk=of.pk).update(kind="otra")
