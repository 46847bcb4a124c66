"""When series were to be published and when they were: by the diary, to the day in Lima."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from layers.errors import InvalidParameter
from layers.models import DiaryEntry, Snapshot
from layers.participation.processes import door
from layers.security_policy.calendar import Planned, planned
from layers.security_policy.kinds import INFORMATION_SYSTEM, PLANNED_PUBLICATION, SYSTEM_VERSION
from territory.models import Commitment, PlannedPublication, SystemVersion
from territory.security_policy.systems import systems, versions
from tests import security_policy
from tests.processes import member
from tests.security_policy import SOURCE, evidence, system, system_version

pytestmark = pytest.mark.django_db
TODAY = dt.date(2019, 3, 1)
UTC = dt.UTC


def entry(
    at: dt.datetime, cutoff: str | None, action: str = "published", covers: str = "PE"
) -> None:
    """An entry of the diary at a moment, and the publication that it names."""
    snapshot = None
    if cutoff:
        snapshot = Snapshot.objects.create(
            source="water_supply",
            covers=[covers],
            file_name="x.csv",
            sha256="0" * 64,
            cutoff_date=dt.date.fromisoformat(cutoff),
            number_of_rows=1,
            refused_rows=0,
            report={},
            content=b"",
            is_current=False,
        ).pk
    made = DiaryEntry.objects.create(
        action=action, source="water_supply", covers=[covers], snapshot=snapshot
    )
    # The diary is kept as it was written: only a test says when that was.
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE layers_diaryentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE layers_diaryentry SET at = %s WHERE id = %s", [at, made.pk])
        cursor.execute("ALTER TABLE layers_diaryentry ENABLE TRIGGER USER")


def line(**values: Any) -> Planned:
    security_policy.planned(**values)
    (found,) = planned(now=TODAY)
    return found


def test_before_its_day_it_is_to_come() -> None:
    found = line(planned_on="2019-03-01")
    assert (found.punctuality, found.late_days, found.published_on) == ("coming", 0, None)


def test_without_a_publication_it_is_late_until_today() -> None:
    found = line()
    assert (found.punctuality, found.late_days) == ("overdue", 14)
    assert found.source_title


def test_the_first_publication_that_reaches_the_end_of_the_period_counts() -> None:
    entry(dt.datetime(2019, 2, 1, 12, tzinfo=UTC), "2019-01-30")
    entry(dt.datetime(2019, 2, 20, 12, tzinfo=UTC), "2019-01-31")
    entry(dt.datetime(2019, 2, 25, 12, tzinfo=UTC), "2019-02-24")
    found = line()
    assert (found.published_on, found.late_days) == (dt.date(2019, 2, 20), 5)
    assert found.punctuality == "late"


def test_days_are_those_of_lima() -> None:
    # Ten in the evening of the 15th, by a clock five hours behind.
    entry(dt.datetime(2019, 2, 16, 3, tzinfo=UTC), "2019-01-31")
    found = line()
    assert (found.published_on, found.late_days) == (dt.date(2019, 2, 15), 0)
    assert found.punctuality == "on_time"


def test_what_was_undone_was_not_published() -> None:
    entry(dt.datetime(2019, 2, 10, 12, tzinfo=UTC), "2019-01-31")
    entry(dt.datetime(2019, 2, 11, 12, tzinfo=UTC), None, "undid")
    assert line().published_on is None
    # Of another part nothing was undone.
    entry(dt.datetime(2019, 2, 12, 12, tzinfo=UTC), "2019-01-31", covers="13")
    entry(dt.datetime(2019, 2, 13, 12, tzinfo=UTC), None, "undid")
    (found,) = planned(now=TODAY)
    assert found.published_on == dt.date(2019, 2, 12)


def test_a_year_ends_with_its_last_day() -> None:
    entry(dt.datetime(2019, 1, 20, 12, tzinfo=UTC), "2018-12-30")
    found = line(period="2018", planned_on="2019-01-15")
    assert found.published_on is None


@pytest.mark.parametrize(
    ("values", "parameter"),
    [
        ({"source": "no_es_una_fuente"}, "source"),
        ({"source": ""}, "source"),
        ({"period": "2019-13"}, "period"),
        ({"period": "2019-01-01"}, "period"),
        ({"planned_on": "ayer"}, "planned_on"),
        ({"source_url": ""}, "source_url"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"cutoff_date": "2999-01-01"}, "cutoff_date"),
        ({"series": "Llamar al 987654321"}, "series"),
    ],
    ids=str,
)
def test_what_cannot_be_planned_is_named(values: dict[str, str], parameter: str) -> None:
    given = {
        "commitment_id": Commitment.objects.get(number=16).pk,
        "source": "water_supply",
        "series": "Denuncias por mes",
        "period": "2019-01",
        "planned_on": "2019-02-15",
        "source_url": SOURCE,
        "cutoff_date": "2019-01-31",
    }
    with pytest.raises(InvalidParameter) as caught:
        door.create(member("edita", "editor", 16), PLANNED_PUBLICATION, given | values)
    problems = getattr(caught.value, "problems", (caught.value,))
    assert parameter in {problem.parameter for problem in problems}
    assert not PlannedPublication.objects.filter(is_sample=False).exists()


def test_systems_have_versions_and_what_shows_them() -> None:
    of = system()
    study = evidence(18)
    system_version(of, "1")
    system_version(of, "2", in_use_from="2019-01-01", lag_days=30, evidence=study)
    system_version(of, "3", state="draft")
    (found,) = systems()
    shown = found.public_versions  # type: ignore[attr-defined]
    assert {version.label for version in shown} == {"1", "2"}
    study.state = "withdrawn"
    study.save()
    assert [version.evidence for version in versions()] == [None, None]


def test_a_version_is_made_within_its_system() -> None:
    user = member("edita", "editor", 18)
    made = door.create(
        user,
        INFORMATION_SYSTEM,
        {
            "commitment_id": Commitment.objects.get(number=18).pk,
            "code": "SISTRA",
            "name": "Sistema",
            "institution": "Entidad que lo lleva",
            "records": "Casos.",
            "source_url": SOURCE,
            "cutoff_date": "2019-01-31",
        },
    )
    of = {"system_id": made.pk, "improvements": "Ficha única.", "source_url": SOURCE}
    of |= {"cutoff_date": "2019-01-31"}
    door.create(user, SYSTEM_VERSION, {**of, "label": "1", "lag_days": 15})
    for wrong in ({"lag_days": -1}, {"lag_days": 99_999}, {"label": "1"}):
        with pytest.raises(InvalidParameter):
            door.create(user, SYSTEM_VERSION, {**of, "label": "2", **wrong})
    assert SystemVersion.objects.filter(is_sample=False).count() == 1
