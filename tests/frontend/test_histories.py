"""The history of a record in words: what was done, titles, labels, names and days."""

from __future__ import annotations

from typing import Any

import pytest

from frontend.histories import Entry, history_of
from layers import reviewing
from layers.participation.processes import door
from layers.participation.processes.kinds import FORUM
from territory.models import Agency, ContributionDecision, Evidence, ReviewedRecord
from territory.reviewing import Step
from tests.consultations import WHY, decided, deciders, opened, revised, shown_at
from tests.processes import forum, member
from tests.publishers import APPROVER, EDITOR, MINAM, publisher
from tests.tracking import evidence, milestone, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("untracked")]


def latest(record: Any, *, whole: bool = True) -> Entry:
    return history_of(record, whole=whole)[0][0]


def values(entry: Entry) -> dict[str, tuple[str, str]]:
    return {title: (before, after) for title, before, after in entry.values}


def test_each_value_is_read_as_its_page_writes_it() -> None:
    agency = Agency.objects.get(acronym=MINAM)
    made = milestone(
        planned_end="2018-06-30",
        progress="in_progress",
        percent=40,
        units=["08", "150101"],
        responsible=agency,
    )
    entry = latest(made)
    assert entry.heading == "Se creó"
    assert values(entry) == {
        "hito": ("", "Hito de prueba"),
        "código": ("", "1"),
        "compromiso": ("", str(made.commitment)),
        "entidad responsable": ("", str(agency)),
        "fin previsto": ("", "30/06/2018"),
        "estado": ("", "en curso"),
        "avance (%)": ("", "40 %"),
        "lugares (ubigeo)": ("", "Cusco (08), Lima (150101)"),
        "dirección de la fuente": ("", "https://example.org/hitos"),
        "fecha de corte": ("", "30/06/2018"),
    }


def test_each_step_is_said_as_people_call_it() -> None:
    editor, boss = publisher("edita", MINAM, EDITOR), publisher("aprueba", MINAM, APPROVER)
    made: ReviewedRecord = milestone()
    said = []
    for user, step in (
        (editor, Step.SUBMIT),
        (boss, Step.RETURN),
        (editor, Step.SUBMIT),
        (boss, Step.PUBLISH),
        (boss, Step.WITHDRAW),
        (editor, Step.REOPEN),
    ):
        reviewing.take(user, made, step)
        entry = latest(made)
        assert (entry.office, entry.values) == (MINAM, [])
        said.append(entry.heading)
    assert said == [
        "Se presentó",
        "Se devolvió",
        "Se presentó",
        "Se publicó",
        "Se retiró",
        "Se abrió de nuevo",
    ]
    reviewing.change(editor, reviewing.take(editor, made, Step.SUBMIT), {"title": "Otro"})
    assert latest(made).heading == "Se cambió, y volvió a ser borrador"


def test_what_was_proposed_is_read_value_by_value_by_who_prepares_alone() -> None:
    editor, boss = publisher("edita", MINAM, EDITOR), publisher("aprueba", MINAM, APPROVER)
    made = milestone(state="published", planned_end="2018-06-30")
    made = reviewing.change(editor, made, {"planned_end": "2018-12-31", "units": ["08"]})
    assert latest(made).heading == "Se propuso un cambio"
    assert values(latest(made)) == {
        "Propuesto · fin previsto": ("", "31/12/2018"),
        "Propuesto · lugares (ubigeo)": ("", "Cusco (08)"),
    }
    public = history_of(made, whole=False)[0]
    assert [entry.heading for entry in public] == ["Se creó"]
    made = reviewing.take(editor, made, Step.SUBMIT)
    assert latest(made).heading == "Se presentó lo propuesto"
    made = reviewing.take(boss, made, Step.RETURN)
    assert latest(made).heading == "Se devolvió lo propuesto"
    made = reviewing.take(editor, made, Step.DROP)
    assert latest(made).heading == "Se descartó lo propuesto"
    made = reviewing.change(editor, made, {"planned_end": "2018-12-31"})
    made = reviewing.take(boss, reviewing.take(editor, made, Step.SUBMIT), Step.PUBLISH)
    assert latest(made).heading == "Se publicó lo propuesto"
    assert values(latest(made, whole=False)) == {"fin previsto": ("30/06/2018", "31/12/2018")}


def test_no_key_of_the_site_and_no_mark_of_json_is_shown() -> None:
    made = report(milestone(state="published"), units=["08"], next_steps="Uno\nDos")
    inner = evidence(made)
    for record in (made, inner):
        for _title, before, after in latest(record).values:
            assert not {"{", "[", "None", "True"} & set((before + after).split())
    assert "hito" in values(latest(made))
    assert isinstance(inner, Evidence)
    assert values(latest(inner))["informe"] == ("", "Informe 1")


def test_a_place_is_read_as_latitude_and_longitude() -> None:
    """A forum's venue, as the history keeps it: GeoJSON (RFC 7946: longitude first)."""
    made = forum()
    assert values(latest(made))["punto de la sede"] == ("", "-13.52000, -71.97000")
    editor = member("edita", EDITOR)
    door.change(editor, FORUM, made.pk, made.version, {"is_pilot": True})
    assert values(latest(made)) == {"Propuesto · es un piloto": ("", "sí")}


def test_a_decision_is_read_by_its_label_and_the_version_that_takes_it_up() -> None:
    """Neither by the codes and the keys that its columns hold, nor by the contribution's own."""
    of = opened()
    found = shown_at(of)
    revised(of)
    decided(deciders(), found, outcome="partly", version=2, paragraph=1)
    entries, _is_cut = history_of(ContributionDecision.objects.get(contribution=found), whole=True)
    assert [entry.heading for entry in entries] == ["Se publicó", "Se presentó", "Se creó"]
    assert values(entries[-1]) == {
        "decisión": ("", "se acoge en parte"),
        "motivo": ("", WHY),
        "versión que cambió": ("", "versión 2"),
        "párrafo que cambió": ("", "1"),
    }


def test_however_long_the_history_the_queries_are_as_many(django_assert_num_queries: Any) -> None:
    editor = publisher("edita", MINAM, EDITOR)
    made = milestone(units=["08"])
    for number in range(12):
        made = reviewing.change(
            editor, made, {"title": f"Hito {number}", "units": [f"{number + 1:02}"]}
        )
    with django_assert_num_queries(3):  # entries, units, commitments
        entries, is_cut = history_of(made, whole=True)
    assert (len(entries), is_cut) == (13, False)
